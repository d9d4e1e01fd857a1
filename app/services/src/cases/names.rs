use chrono::NaiveDate;
use domain::{
    access::{Actor, FieldAccess},
    forms::PersonAttribute,
    search::romanise_ukrainian,
};

use super::person_row;
use crate::Catalog;

/// What an actor may see of a person's name and birth date.
pub(crate) struct Names {
    /// Family name first, as in the document; empty where hidden.
    pub(crate) name: String,
    /// In Latin letters, where that differs; given by the person, or romanised.
    pub(crate) latin_name: String,
    /// The birth date.
    pub(crate) birth_date: Option<NaiveDate>,
}

impl Names {
    pub(crate) fn seen_by(actor: &Actor, catalog: &Catalog, person: &person_row::Model) -> Self {
        let seen = |attribute| catalog.attribute_access(actor, attribute) > FieldAccess::Hidden;
        let part = |attribute, text: &str| {
            if seen(attribute) {
                text.to_owned()
            } else {
                String::new()
            }
        };
        let family = part(PersonAttribute::FamilyName, &person.family_name);
        let given = part(PersonAttribute::GivenName, &person.given_name);
        let latin_family = part(PersonAttribute::LatinFamilyName, &person.latin_family_name);
        let latin_given = part(PersonAttribute::LatinGivenName, &person.latin_given_name);
        let name = joined(&family, &given);
        let latin_name = joined(&latin(latin_family, &family), &latin(latin_given, &given));
        Self {
            latin_name: if latin_name == name {
                String::new()
            } else {
                latin_name
            },
            name,
            birth_date: person
                .birth_date
                .filter(|_| seen(PersonAttribute::BirthDate)),
        }
    }
}

fn latin(given_by_person: String, original: &str) -> String {
    if given_by_person.is_empty() {
        romanise_ukrainian(original)
    } else {
        given_by_person
    }
}

fn joined(family: &str, given: &str) -> String {
    format!("{family} {given}").trim().to_owned()
}
