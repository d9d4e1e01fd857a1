use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::forms::{Answers, FormDefinition};

coded! {
    /// How old a person is, as roughly as the receiving side has to know.
    AgeGroup {
        /// Up to 5 years.
        SmallChild = "small_child",
        /// 6 to 13 years.
        Child = "child",
        /// 14 to 17 years.
        Youth = "youth",
        /// 18 to 64 years.
        Adult = "adult",
        /// 65 years and more.
        Elderly = "elderly",
    }
}

impl AgeGroup {
    /// The group of somebody born on a day, on another day; `None` before their birth.
    pub fn on(born: NaiveDate, today: NaiveDate) -> Option<Self> {
        Some(match today.years_since(born)? {
            0..=5 => Self::SmallChild,
            6..=13 => Self::Child,
            14..=17 => Self::Youth,
            18..=64 => Self::Adult,
            _ => Self::Elderly,
        })
    }
}

/// Fields of one form, with their answers as they were when the transfer was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SummaryForm {
    /// The form, reduced to these fields.
    pub definition: FormDefinition,
    /// Their answers.
    pub answers: Answers,
}

/// All that the receiving side sees before it accepts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// How old the person is.
    pub age_group: Option<AgeGroup>,
    /// The fields that the sender chose.
    pub forms: Vec<SummaryForm>,
}
