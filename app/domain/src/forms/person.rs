//! What answers say of a person: for lists, and for the search alone.

use serde::{Deserialize, Serialize};

use super::{Answer, Answers, Field, FieldType, FormDefinition};

/// What lists and searches know of a person, filled from answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonAttribute {
    /// The family name, as in the document.
    FamilyName,
    /// The given name, as in the document.
    GivenName,
    /// The family name in Latin letters.
    LatinFamilyName,
    /// The given name in Latin letters.
    LatinGivenName,
    /// The birth date.
    BirthDate,
    /// The sex.
    Sex,
    /// The telephone number.
    Phone,
    /// The patronymic. From here on, what only a search reads.
    Patronymic,
    /// A birth name, another spelling of the whole name, a name of daily life.
    OtherNames,
    /// A document, or another number that only this person has.
    Document,
}

impl PersonAttribute {
    /// Whether only a search reads it. Several fields may feed it then, in groups as well, and
    /// which ones do may change without a new version of the form.
    pub const fn is_only_searched(self) -> bool {
        matches!(self, Self::Patronymic | Self::OtherNames | Self::Document)
    }

    /// Its name, as files write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FamilyName => "family_name",
            Self::GivenName => "given_name",
            Self::LatinFamilyName => "latin_family_name",
            Self::LatinGivenName => "latin_given_name",
            Self::BirthDate => "birth_date",
            Self::Sex => "sex",
            Self::Phone => "phone",
            Self::Patronymic => "patronymic",
            Self::OtherNames => "other_names",
            Self::Document => "document",
        }
    }
}

/// Something that a person can be found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundBy<'a> {
    /// What it is of the person.
    pub attribute: PersonAttribute,
    /// The field that was answered.
    pub field: &'a str,
    /// The name or the number, as it was written.
    pub text: String,
}

impl FormDefinition {
    /// The fields, those in groups included, whose answers only a search reads.
    pub fn searched_fields(&self) -> impl Iterator<Item = (PersonAttribute, &Field)> {
        self.every_field().filter_map(|field| {
            let attribute = field.feeds.filter(|fed| fed.is_only_searched())?;
            Some((attribute, field))
        })
    }

    /// What these answers give a search.
    pub fn found_by(&self, answers: &Answers) -> Vec<FoundBy<'_>> {
        let mut found = Vec::new();
        for field in &self.fields {
            let answer = answers.get(&field.id);
            if let (FieldType::Group(group), Some(Answer::Rows(rows))) = (&field.kind, answer) {
                for row in rows.answers() {
                    let inner = group.fields.iter();
                    found.extend(inner.filter_map(|field| of_answer(field, row.get(&field.id))));
                }
            } else {
                found.extend(of_answer(field, answer));
            }
        }
        found
    }
}

fn of_answer<'a>(field: &'a Field, answer: Option<&Answer>) -> Option<FoundBy<'a>> {
    let attribute = field.feeds.filter(|fed| fed.is_only_searched())?;
    let text = match answer? {
        Answer::Text(text) => text.clone(),
        Answer::IdentityDocument(document) => document.number.clone()?,
        _ => return None,
    };
    Some(FoundBy {
        attribute,
        field: &field.id,
        text,
    })
}
