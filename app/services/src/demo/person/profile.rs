//! What the three forms of one person must agree on.

use super::words::Tongue;
use crate::demo::draw::{chance, weighted};
use crate::demo::names::{self, FullName, Sex};
use chrono::{Days, Months, NaiveDate};
use rand::Rng;

/// Where somebody is from, which decides most of the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// From Ukraine, with a Ukrainian name.
    Ukrainian,
    /// From Hungary.
    Hungarian,
    /// From Transcarpathia, with a Hungarian name.
    Transcarpathian,
}

/// The facts behind a person's answers.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    pub(super) group: Group,
    pub(super) sex: Sex,
    /// In whole years.
    pub(super) age: u32,
    pub(super) birth: NaiveDate,
    /// A choice of the field `citizenship`.
    pub(super) citizenship: &'static str,
    /// A choice of the field `preferred_language`.
    pub(super) preferred: &'static str,
    /// Whether Romani is spoken at home.
    pub(super) romani: bool,
}

impl Profile {
    pub(super) fn draw(rng: &mut impl Rng, today: NaiveDate) -> Self {
        let group = weighted(
            rng,
            &[
                (Group::Ukrainian, 60),
                (Group::Hungarian, 15),
                (Group::Transcarpathian, 25),
            ],
        );
        let age = age(rng);
        let romani = match group {
            Group::Ukrainian => false,
            Group::Hungarian => chance(rng, 5),
            Group::Transcarpathian => chance(rng, 30),
        };
        Self {
            group,
            sex: sex(rng, group, age),
            age,
            birth: birth(rng, today, age),
            citizenship: citizenship(rng, group),
            preferred: preferred_language(rng, group, romani),
            romani,
        }
    }

    pub(super) fn name(&self, rng: &mut impl Rng) -> FullName {
        match self.group {
            Group::Ukrainian => names::ukrainian(rng, self.sex, self.age),
            Group::Hungarian => names::hungarian(rng, self.sex, self.age),
            Group::Transcarpathian => names::transcarpathian(rng, self.sex, self.age),
        }
    }

    /// Of a hundred such people, how many have the form `arrival`: seven in ten of all.
    pub(super) fn arrival_share(&self) -> u32 {
        match self.group {
            Group::Ukrainian | Group::Transcarpathian => 76,
            Group::Hungarian => 36,
        }
    }

    pub(super) fn is_child(&self) -> bool {
        self.age < 18
    }

    pub(super) fn is_elderly(&self) -> bool {
        self.age >= 60
    }

    /// The language that free text about the person is in.
    pub(super) fn tongue(&self) -> Tongue {
        match (self.group, self.preferred) {
            (Group::Hungarian, _)
            | (Group::Transcarpathian, "other")
            | (_, "hungarian" | "romani") => Tongue::Hungarian,
            _ => Tongue::Ukrainian,
        }
    }
}

/// Many children, many adults of working age, and the elderly.
fn age(rng: &mut impl Rng) -> u32 {
    let (youngest, oldest) = weighted(
        rng,
        &[
            ((0, 5), 10),
            ((6, 13), 15),
            ((14, 17), 8),
            ((18, 24), 9),
            ((25, 45), 37),
            ((46, 59), 10),
            ((60, 74), 8),
            ((75, 91), 3),
        ],
    );
    rng.random_range(youngest..=oldest)
}

fn sex(rng: &mut impl Rng, group: Group, age: u32) -> Sex {
    let women = match (age, group) {
        (0..=17, _) => 50,
        (18..=59, Group::Ukrainian) => 76,
        _ => 64,
    };
    if chance(rng, women) {
        Sex::Female
    } else {
        Sex::Male
    }
}

/// A day on which somebody of that age today can have been born.
fn birth(rng: &mut impl Rng, today: NaiveDate, age: u32) -> NaiveDate {
    let birthday = today.checked_sub_months(Months::new(age * 12));
    let days = Days::new(rng.random_range(0..=364));
    birthday
        .and_then(|date| date.checked_sub_days(days))
        .unwrap_or(today)
}

fn citizenship(rng: &mut impl Rng, group: Group) -> &'static str {
    let shares: &[(&str, u32)] = match group {
        Group::Ukrainian => &[
            ("ukrainian", 960),
            ("ukrainian_hungarian", 8),
            ("stateless", 7),
            ("other", 25),
        ],
        Group::Hungarian => &[
            ("hungarian", 972),
            ("ukrainian_hungarian", 6),
            ("stateless", 4),
            ("other", 18),
        ],
        Group::Transcarpathian => &[
            ("ukrainian", 460),
            ("ukrainian_hungarian", 490),
            ("hungarian", 30),
            ("stateless", 20),
        ],
    };
    weighted(rng, shares)
}

fn preferred_language(rng: &mut impl Rng, group: Group, romani: bool) -> &'static str {
    let shares: &[(&str, u32)] = match (group, romani) {
        (Group::Ukrainian, _) => &[
            ("ukrainian", 775),
            ("russian", 180),
            ("english", 15),
            ("hungarian", 12),
            ("other", 18),
        ],
        (Group::Hungarian, false) => &[("hungarian", 985), ("english", 5), ("other", 10)],
        (Group::Transcarpathian, false) => &[("hungarian", 880), ("ukrainian", 105), ("other", 15)],
        (_, true) => &[("hungarian", 760), ("romani", 240)],
    };
    weighted(rng, shares)
}
