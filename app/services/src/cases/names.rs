use std::borrow::Cow;

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

/// A person's names and birth date as the database has them.
#[derive(Clone, Copy)]
pub(crate) struct NameParts<'a> {
    pub(crate) family: &'a str,
    pub(crate) given: &'a str,
    pub(crate) latin_family: &'a str,
    pub(crate) latin_given: &'a str,
    pub(crate) birth_date: Option<NaiveDate>,
}

impl<'a> From<&'a person_row::Model> for NameParts<'a> {
    fn from(person: &'a person_row::Model) -> Self {
        Self {
            family: &person.family_name,
            given: &person.given_name,
            latin_family: &person.latin_family_name,
            latin_given: &person.latin_given_name,
            birth_date: person.birth_date,
        }
    }
}

impl NameParts<'_> {
    /// Family name first, as in the document.
    pub(crate) fn whole(&self) -> String {
        joined(self.family, self.given)
    }
}

impl Names {
    pub(crate) fn seen_by<'a>(
        actor: &Actor,
        catalog: &Catalog,
        person: impl Into<NameParts<'a>>,
    ) -> Self {
        Sight::of(actor, catalog).of_person(person)
    }
}

/// What an actor sees of anybody's name and birth date.
#[derive(Debug)]
pub(crate) struct Sight(Vec<PersonAttribute>);

impl Sight {
    pub(crate) fn of(actor: &Actor, catalog: &Catalog) -> Self {
        use PersonAttribute::{BirthDate, FamilyName, GivenName, LatinFamilyName, LatinGivenName};
        let all = [
            FamilyName,
            GivenName,
            LatinFamilyName,
            LatinGivenName,
            BirthDate,
        ];
        let sees =
            |attribute: &_| catalog.attribute_access(actor, *attribute) > FieldAccess::Hidden;
        Self(all.into_iter().filter(sees).collect())
    }

    pub(crate) fn of_person<'a>(&self, person: impl Into<NameParts<'a>>) -> Names {
        let person = person.into();
        let seen = |attribute, text: &'a str| if self.sees(attribute) { text } else { "" };
        let family = seen(PersonAttribute::FamilyName, person.family);
        let given = seen(PersonAttribute::GivenName, person.given);
        let latin_family = seen(PersonAttribute::LatinFamilyName, person.latin_family);
        let latin_given = seen(PersonAttribute::LatinGivenName, person.latin_given);
        let name = joined(family, given);
        let latin_name = joined(&latin(latin_family, family), &latin(latin_given, given));
        Names {
            latin_name: if latin_name == name {
                String::new()
            } else {
                latin_name
            },
            name,
            birth_date: person
                .birth_date
                .filter(|_| self.sees(PersonAttribute::BirthDate)),
        }
    }

    fn sees(&self, attribute: PersonAttribute) -> bool {
        self.0.contains(&attribute)
    }
}

fn latin<'a>(given_by_person: &'a str, original: &str) -> Cow<'a, str> {
    if given_by_person.is_empty() {
        romanise_ukrainian(original).into()
    } else {
        given_by_person.into()
    }
}

fn joined(family: &str, given: &str) -> String {
    format!("{family} {given}").trim().to_owned()
}
