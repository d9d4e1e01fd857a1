//! The form `arrival`.

use super::profile::{Group, Profile};
use super::words::{
    HOW_TO_TALK, Tongue, WITH_A_CHILD, WITH_A_MAN, WITH_A_WOMAN, WITH_THE_ELDERLY, Words,
};
use super::{Inputs, Sheet, some_of};
use crate::demo::draw::{chance, pick, weighted};
use crate::demo::names::Sex;
use crate::demo::places;
use chrono::{Datelike, Days, NaiveDate};
use rand::Rng;

pub(super) fn inputs(rng: &mut impl Rng, profile: &Profile, today: NaiveDate) -> Inputs {
    let mut sheet = Sheet::default();
    let arrived = arrival_date(rng, profile.birth, today);
    if chance(rng, 96) {
        sheet.set_some("arrival_date", arrived.map(|date| date.to_string()));
    }
    if profile.group != Group::Hungarian && chance(rng, 94) {
        sheet.set("border_crossing", border_crossing(rng, profile.group));
    }
    if chance(rng, 92) {
        let (town, place) = origin(rng, profile);
        sheet.set("origin", place);
        if chance(rng, 30) {
            sheet.set("arrived_from", town);
        }
    }
    write_status(rng, &mut sheet, profile, arrived.unwrap_or(today), today);
    let children = write_company(rng, &mut sheet, profile);
    sheet.set_choices("immediate_needs", &needs(rng, profile, children > 0));
    if !profile.is_child() && chance(rng, 2) {
        sheet.set("protection_note", HOW_TO_TALK.pick(rng, profile.tongue()));
    }
    sheet.0
}

/// Since 24 February 2022, nearly half of them in the first months; nobody before their birth.
fn arrival_date(rng: &mut impl Rng, birth: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2022, 2, 24)?.max(birth);
    let all_days = u64::try_from((today - first).num_days()).ok()?;
    let first_months = chance(rng, 45);
    let days = if first_months {
        all_days.min(110)
    } else {
        all_days
    };
    first.checked_add_days(Days::new(rng.random_range(0..=days)))
}

fn border_crossing(rng: &mut impl Rng, group: Group) -> &'static str {
    let shares: &[(&str, u32)] = match group {
        Group::Transcarpathian => &[
            ("beregsurany", 34),
            ("tiszabecs", 24),
            ("zahony", 20),
            ("lonya", 10),
            ("barabas", 9),
            ("not_known", 3),
        ],
        _ => &[
            ("zahony", 44),
            ("beregsurany", 17),
            ("tiszabecs", 10),
            ("lonya", 5),
            ("barabas", 5),
            ("other_country", 11),
            ("airport", 3),
            ("not_known", 5),
        ],
    };
    weighted(rng, shares)
}

/// The town as its people name it, and its place of the lookup.
fn origin(rng: &mut impl Rng, profile: &Profile) -> (&'static str, &'static str) {
    match profile.group {
        Group::Ukrainian => pick(rng, places::UKRAINE),
        Group::Hungarian => pick(rng, places::HUNGARY),
        Group::Transcarpathian => {
            let (hungarian, ukrainian, place) = pick(rng, places::TRANSCARPATHIA);
            match profile.tongue() {
                Tongue::Hungarian => (hungarian, place),
                Tongue::Ukrainian => (ukrainian, place),
            }
        }
    }
}

fn write_status(
    rng: &mut impl Rng,
    sheet: &mut Sheet,
    profile: &Profile,
    arrived: NaiveDate,
    today: NaiveDate,
) {
    let status = status(rng, profile.citizenship);
    sheet.set("status", status);
    if let Some(expires) = status_expires(rng, status, arrived, today)
        && chance(rng, 90)
    {
        sheet.set("status_expires", expires.to_string());
    }
}

fn status(rng: &mut impl Rng, citizenship: &str) -> &'static str {
    let shares: &[(&str, u32)] = match citizenship {
        "hungarian" | "ukrainian_hungarian" => &[("hungarian_citizen", 1)],
        "ukrainian" => &[
            ("temporary_protection", 82),
            ("residence_permit", 7),
            ("asylum_seeker", 3),
            ("refugee", 1),
            ("subsidiary_protection", 1),
            ("none", 2),
            ("not_known", 4),
        ],
        _ => &[
            ("temporary_protection", 45),
            ("residence_permit", 20),
            ("asylum_seeker", 14),
            ("subsidiary_protection", 7),
            ("refugee", 4),
            ("none", 4),
            ("not_known", 6),
        ],
    };
    weighted(rng, shares)
}

/// When a status ends, for those that the form asks it of.
fn status_expires(
    rng: &mut impl Rng,
    status: &str,
    arrived: NaiveDate,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let after = |date: NaiveDate, days: u64| date.checked_add_days(Days::new(days));
    match status {
        "temporary_protection" => {
            let next = next_fourth_of_march(today)?;
            let missed = next
                .with_year(next.year() - 1)
                .filter(|date| *date > arrived);
            if chance(rng, 6) {
                missed.or(Some(next))
            } else {
                Some(next)
            }
        }
        "asylum_seeker" => after(today, rng.random_range(14..=180)),
        "subsidiary_protection" | "residence_permit" => {
            after(today, rng.random_range(20..=3 * 365))
        }
        _ => None,
    }
}

/// The day to which temporary protection has been prolonged, year by year.
fn next_fourth_of_march(today: NaiveDate) -> Option<NaiveDate> {
    let this_year = NaiveDate::from_ymd_opt(today.year(), 3, 4)?;
    if this_year > today {
        Some(this_year)
    } else {
        this_year.with_year(today.year() + 1)
    }
}

/// Who came along. Answers how many children they were.
fn write_company(rng: &mut impl Rng, sheet: &mut Sheet, profile: &Profile) -> u32 {
    let alone = chance(rng, alone_share(profile));
    sheet.set_yes_no("travelled_alone", alone);
    if alone {
        return 0;
    }
    let children = children_with(rng, profile);
    sheet.set("children_with", children.to_string());
    if children == 0 || profile.is_child() || chance(rng, 50) {
        let company = companions(profile).pick(rng, profile.tongue());
        sheet.set("accompanied_by", company);
    }
    children
}

fn alone_share(profile: &Profile) -> u32 {
    match (profile.age, profile.sex) {
        (0..=13, _) => 0,
        (14..=17, _) => 12,
        (25..=45, Sex::Female) => 22,
        (60.., _) | (_, Sex::Female) => 40,
        (_, Sex::Male) => 50,
    }
}

fn children_with(rng: &mut impl Rng, profile: &Profile) -> u32 {
    let shares: &[(u32, u32)] = match (profile.age, profile.sex) {
        (0..=17, _) => &[(0, 42), (1, 36), (2, 16), (3, 5), (4, 1)],
        (20..=49, Sex::Female) => &[(0, 18), (1, 38), (2, 29), (3, 11), (4, 3), (5, 1)],
        _ => &[(0, 60), (1, 24), (2, 12), (3, 4)],
    };
    weighted(rng, shares)
}

fn companions(profile: &Profile) -> &'static Words {
    if profile.is_child() {
        &WITH_A_CHILD
    } else if profile.is_elderly() {
        &WITH_THE_ELDERLY
    } else if profile.sex == Sex::Female {
        &WITH_A_WOMAN
    } else {
        &WITH_A_MAN
    }
}

/// What is needed first, as age and company make likely.
fn needs(rng: &mut impl Rng, profile: &Profile, with_children: bool) -> Vec<&'static str> {
    let adult = u32::from(!profile.is_child());
    let worker = u32::from((18..=61).contains(&profile.age));
    let parent = adult * u32::from(with_children);
    let baby = u32::from(profile.age <= 2);
    let pupil = u32::from((6..=17).contains(&profile.age));
    let elderly = u32::from(profile.is_elderly());
    some_of(
        rng,
        &[
            ("shelter", 24),
            ("food", 30),
            ("clothing", 24),
            ("medicine", 11 + 36 * elderly),
            ("baby_supplies", 50 * baby + 10 * parent),
            ("school_place", 45 * pupil + 26 * parent),
            ("work", 32 * worker),
            ("legal_advice", 15 * adult),
            ("psychological_help", 10),
            ("cash", 28 * adult),
        ],
    )
}
