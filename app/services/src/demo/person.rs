//! People of the demonstration city, as somebody would type them into the three forms.
//!
//! Nothing here is about a real person. Telephone numbers are drawn at random and may
//! belong to somebody, so no message must ever leave a demonstration; addresses for
//! electronic mail are in domains that nobody can own (RFC 2606).

mod arrival;
pub(super) mod consents;
pub(super) mod contact;
mod documents;
mod identity;
mod profile;
mod words;

use self::profile::Profile;
use super::draw::chance;
use super::names::{self, Sex};
use chrono::NaiveDate;
use domain::search::romanise_ukrainian;
use rand::Rng;
use std::collections::BTreeMap;

/// What is typed into one form: field to values, as a browser would send them.
pub type Inputs = BTreeMap<String, Vec<String>>;

/// One plausible person of the demonstration city, as raw inputs of the three forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    /// The form `identity`.
    pub identity: Inputs,
    /// The form `contact`, where it has been filled in.
    pub contact: Option<Inputs>,
    /// The form `arrival`, where it has been filled in.
    pub arrival: Option<Inputs>,
}

/// A person as of today. The same draws give the same person.
pub fn demo_person(rng: &mut impl Rng, today: NaiveDate) -> DemoPerson {
    let profile = Profile::draw(rng, today);
    let name = profile.name(rng);
    DemoPerson {
        identity: identity::inputs(rng, &profile, &name),
        contact: chance(rng, 85).then(|| contact::inputs(rng, &profile, &name)),
        arrival: chance(rng, profile.arrival_share())
            .then(|| arrival::inputs(rng, &profile, today)),
    }
}

/// The name of a member of staff, family name first, in Latin letters.
pub fn staff_name(rng: &mut impl Rng) -> String {
    let sex = if chance(rng, 75) {
        Sex::Female
    } else {
        Sex::Male
    };
    if chance(rng, 82) {
        let family = names::hungarian_family(rng);
        return format!("{family} {}", names::hungarian_given(rng, sex, 40));
    }
    let family = names::ukrainian_family(rng, sex);
    let given = names::ukrainian_given(rng, sex, 40);
    romanise_ukrainian(&format!("{family} {given}"))
}

/// A form while it is being filled in.
#[derive(Default)]
struct Sheet(Inputs);

impl Sheet {
    fn set(&mut self, field: &str, value: impl Into<String>) {
        self.0.insert(field.to_owned(), vec![value.into()]);
    }

    fn set_some(&mut self, field: &str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.set(field, value);
        }
    }

    fn set_yes_no(&mut self, field: &str, yes: bool) {
        self.set(field, if yes { "yes" } else { "no" });
    }

    /// Several choices; none at all leaves the field unanswered.
    fn set_choices(&mut self, field: &str, choices: &[&str]) {
        if !choices.is_empty() {
            let choices = choices.iter().map(|choice| (*choice).to_owned());
            self.0.insert(field.to_owned(), choices.collect());
        }
    }
}

/// Those of the choices that come up, each with its own chance in a hundred.
fn some_of<'a>(rng: &mut impl Rng, choices: &[(&'a str, u32)]) -> Vec<&'a str> {
    choices
        .iter()
        .filter(|(_, percent)| chance(rng, *percent))
        .map(|&(choice, _)| choice)
        .collect()
}

#[cfg(test)]
mod tests;
