use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Condition;
use crate::{Text, access::Sensitivity};

/// A form: a titled list of fields, in one version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormDefinition {
    /// The id, `identity`.
    pub form: String,
    /// Which version; answers remember it.
    pub version: i32,
    /// Its place in the case's task list.
    pub order: i32,
    /// The title.
    pub title: Text,
    /// What the form is for.
    pub help: Option<Text>,
    /// The fields, in the order in which they are asked.
    pub fields: Vec<Field>,
}

impl FormDefinition {
    /// The field of this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The form reduced to the fields that `keep` accepts.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Field) -> bool) -> Self {
        Self {
            fields: self
                .fields
                .iter()
                .filter(|field| keep(field))
                .cloned()
                .collect(),
            ..self.clone()
        }
    }
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// The id, unique in the form.
    pub id: String,
    /// What kind of answer it takes.
    pub kind: FieldType,
    /// The question.
    pub label: Text,
    /// How to answer.
    pub help: Option<Text>,
    /// Why it is asked, where that is delicate.
    pub why: Option<Text>,
    /// Whether an answer is needed while the field is shown.
    pub required: bool,
    /// How delicate the answer is.
    pub sensitivity: Sensitivity,
    /// Whether the answer is also written to the typed index table.
    pub indexed: bool,
    /// The person's attribute that the answer fills.
    pub feeds: Option<PersonAttribute>,
    /// When the field is shown; always, if there is none.
    pub shown_when: Option<Condition>,
}

/// The closed list of field types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldType {
    /// One line.
    Text {
        /// The most characters.
        max_length: u32,
    },
    /// Several lines.
    LongText {
        /// The most characters.
        max_length: u32,
    },
    /// A whole number.
    Integer {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// Yes or no.
    YesNo,
    /// One of the choices.
    OneChoice {
        /// What there is to choose.
        choices: Vec<Choice>,
    },
    /// Any of the choices.
    ManyChoices {
        /// What there is to choose.
        choices: Vec<Choice>,
    },
    /// A day.
    Date {
        /// The first day that is accepted.
        earliest: Option<DayLimit>,
        /// The last day that is accepted.
        latest: Option<DayLimit>,
    },
    /// A telephone number; stored in E.164.
    Phone,
    /// An e-mail address.
    Email,
}

impl FieldType {
    /// The choices, where the type has any.
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::OneChoice { choices } | Self::ManyChoices { choices } => choices,
            _ => &[],
        }
    }

    /// The label of a choice.
    pub fn choice_label(&self, id: &str) -> Option<&Text> {
        self.choices()
            .iter()
            .find(|choice| choice.choice == id)
            .map(|choice| &choice.label)
    }
}

/// One choice of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The id that is stored.
    pub choice: String,
    /// What people read.
    pub label: Text,
}

/// A limit of a date field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayLimit {
    /// The day on which the form is filled.
    Today,
    /// A fixed day.
    Day(NaiveDate),
}

impl DayLimit {
    /// The limit as a day.
    pub const fn on(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::Today => today,
            Self::Day(day) => day,
        }
    }
}

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
}
