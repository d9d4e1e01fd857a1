use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// A condition over answers: a typed tree, so that a builder can edit it.
///
/// What is not answered equals nothing, is neither less nor more than anything, and contains
/// nothing. A field of the same form is named by its id, a top-level field of another form as
/// `form/field`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// Every part holds.
    All(Vec<Condition>),
    /// At least one part holds.
    Any(Vec<Condition>),
    /// The part does not hold.
    Not(Box<Condition>),
    /// The field is answered with this value.
    Equal {
        /// The field.
        field: String,
        /// The value.
        value: Operand,
    },
    /// The answer is less than this; a day is less than a later one.
    Less {
        /// The field.
        field: String,
        /// What it is compared with.
        than: Operand,
    },
    /// The answer is more than this.
    More {
        /// The field.
        field: String,
        /// What it is compared with.
        than: Operand,
    },
    /// Among the field's choices is this one.
    Contains {
        /// The field.
        field: String,
        /// The choice.
        choice: String,
    },
    /// The text holds these words; upper and lower case are one.
    ContainsText {
        /// The field.
        field: String,
        /// The words.
        text: String,
    },
    /// The field has any answer; a group has any row.
    Answered {
        /// The field or group.
        field: String,
    },
    /// The field has no answer; a group has no row.
    Empty {
        /// The field or group.
        field: String,
    },
    /// The day lies before the day of filling.
    BeforeToday {
        /// The field.
        field: String,
    },
    /// The day lies after the day of filling.
    AfterToday {
        /// The field.
        field: String,
    },
    /// So many full years have passed since the day.
    Age {
        /// The field that holds the birth date.
        field: String,
        /// At least so many.
        #[serde(default)]
        from: Option<u32>,
        /// Fewer than so many.
        #[serde(default)]
        below: Option<u32>,
    },
    /// It holds in at least one row of the group.
    AnyRow {
        /// The group.
        group: String,
        /// A condition that asks the fields of the row.
        holds: Box<Condition>,
    },
    /// It holds in every row of the group.
    EveryRow {
        /// The group.
        group: String,
        /// A condition that asks the fields of the row.
        holds: Box<Condition>,
    },
}

/// What an answer is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Operand {
    /// For yes/no.
    YesNo(bool),
    /// For numbers; money counts in its smallest unit.
    Integer(i64),
    /// For everything that is stored as text: text, choice, day (ISO), decimal number, and the word
    /// `today` where days are compared.
    Text(String),
    /// The answer to another field.
    Field(OtherField),
}

/// Names another field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherField {
    /// The field.
    pub field: String,
}

impl Operand {
    /// The word that stands for the day of filling.
    pub const TODAY: &'static str = "today";

    fn asked(&self) -> Option<&str> {
        match self {
            Self::Field(other) => Some(&other.field),
            _ => None,
        }
    }
}

impl Condition {
    /// The conditions that it consists of.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::All(parts) | Self::Any(parts) => parts,
            Self::Not(part)
            | Self::AnyRow { holds: part, .. }
            | Self::EveryRow { holds: part, .. } => core::slice::from_ref(part),
            _ => &[],
        }
    }

    /// The field or the group that this part itself asks.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) => None,
            Self::Equal { field, .. }
            | Self::Less { field, .. }
            | Self::More { field, .. }
            | Self::Contains { field, .. }
            | Self::ContainsText { field, .. }
            | Self::Answered { field }
            | Self::Empty { field }
            | Self::BeforeToday { field }
            | Self::AfterToday { field }
            | Self::Age { field, .. } => Some(field),
            Self::AnyRow { group, .. } | Self::EveryRow { group, .. } => Some(group),
        }
    }

    /// What this part compares with, if it compares.
    pub const fn operand(&self) -> Option<&Operand> {
        match self {
            Self::Equal { value, .. } => Some(value),
            Self::Less { than, .. } | Self::More { than, .. } => Some(than),
            _ => None,
        }
    }

    /// Adds every field that it asks.
    pub(super) fn collect_asked<'a>(&'a self, asked: &mut BTreeSet<&'a str>) {
        asked.extend(self.field());
        asked.extend(self.operand().and_then(Operand::asked));
        for part in self.parts() {
            part.collect_asked(asked);
        }
    }

    /// How deep it is nested; a single comparison is one deep.
    pub fn depth(&self) -> usize {
        1 + self.parts().iter().map(Self::depth).max().unwrap_or(0)
    }

    /// How many parts it has, itself included.
    pub fn size(&self) -> usize {
        1 + self.parts().iter().map(Self::size).sum::<usize>()
    }
}
