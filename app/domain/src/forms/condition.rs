use serde::{Deserialize, Serialize};

use super::{Answer, Answers};

/// When a field is shown: a typed tree over other answers of the same form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
        value: Value,
    },
    /// Among the field's choices is this one.
    Contains {
        /// The field.
        field: String,
        /// The choice.
        choice: String,
    },
    /// The field has any answer.
    Answered {
        /// The field.
        field: String,
    },
}

/// A value that an answer is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// For yes/no.
    YesNo(bool),
    /// For integers.
    Integer(i64),
    /// For everything that is stored as text: text, choice, date (ISO), phone, e-mail.
    Text(String),
}

impl Value {
    fn equals(&self, answer: &Answer) -> bool {
        match (self, answer) {
            (Self::YesNo(value), Answer::YesNo(answer)) => value == answer,
            (Self::Integer(value), Answer::Integer(answer)) => value == answer,
            (Self::Text(value), Answer::Text(answer) | Answer::Choice(answer)) => value == answer,
            (Self::Text(value), Answer::Date(answer)) => *value == answer.to_string(),
            _ => false,
        }
    }
}

impl Condition {
    /// Whether it holds for these answers; what is not answered equals nothing.
    pub fn holds(&self, answers: &Answers) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(answers)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(answers)),
            Self::Not(part) => !part.holds(answers),
            Self::Equal { field, value } => answers
                .get(field)
                .is_some_and(|answer| value.equals(answer)),
            Self::Contains { field, choice } => match answers.get(field) {
                Some(Answer::Choices(choices)) => choices.contains(choice),
                _ => false,
            },
            Self::Answered { field } => answers.get(field).is_some(),
        }
    }

    /// Every field that it asks, in order of appearance.
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::fields).collect(),
            Self::Not(part) => part.fields(),
            Self::Equal { field, .. } | Self::Contains { field, .. } | Self::Answered { field } => {
                vec![field]
            }
        }
    }

    /// How deep it is nested; a single comparison is one deep.
    pub fn depth(&self) -> usize {
        1 + match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::depth).max().unwrap_or(0),
            Self::Not(part) => part.depth(),
            _ => 0,
        }
    }
}
