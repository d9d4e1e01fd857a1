use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Field, FieldType, FormDefinition};

/// What was typed: field id to values, exactly as typed.
///
/// A field that is absent was not on the page and stays as it is; an empty list or empty values
/// mean that the answer was cleared.
pub type Inputs = BTreeMap<String, Vec<String>>;

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Text, long text, telephone number, e-mail address.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    YesNo(bool),
    /// The id of a choice.
    Choice(String),
    /// The ids of choices, in the order of the definition.
    Choices(Vec<String>),
    /// A day.
    Date(NaiveDate),
}

impl Answer {
    /// The answer as it would be typed.
    pub fn to_input(&self) -> Vec<String> {
        match self {
            Self::Text(text) | Self::Choice(text) => vec![text.clone()],
            Self::Integer(number) => vec![number.to_string()],
            Self::YesNo(value) => vec![if *value { "yes" } else { "no" }.to_owned()],
            Self::Choices(choices) => choices.clone(),
            Self::Date(day) => vec![day.to_string()],
        }
    }

    fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) | Self::Choice(text) => text.as_str().into(),
            Self::Integer(number) => (*number).into(),
            Self::YesNo(value) => (*value).into(),
            Self::Choices(choices) => choices.clone().into(),
            Self::Date(day) => day.to_string().into(),
        }
    }

    fn from_json(field: &Field, value: &serde_json::Value) -> Option<Self> {
        let text = || value.as_str().map(str::to_owned);
        Some(match &field.kind {
            FieldType::Text { .. }
            | FieldType::LongText { .. }
            | FieldType::Phone
            | FieldType::Email => Self::Text(text()?),
            FieldType::Integer { .. } => Self::Integer(value.as_i64()?),
            FieldType::YesNo => Self::YesNo(value.as_bool()?),
            FieldType::OneChoice { .. } => Self::Choice(text()?),
            FieldType::ManyChoices { .. } => {
                let choices = value.as_array()?.iter();
                Self::Choices(
                    choices
                        .map(|one| one.as_str().map(str::to_owned))
                        .collect::<Option<_>>()?,
                )
            }
            FieldType::Date { .. } => Self::Date(value.as_str()?.parse().ok()?),
        })
    }
}

/// The answers to one form; what is not answered is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Answer>);

impl Answers {
    /// The answer to this field.
    pub fn get(&self, field: &str) -> Option<&Answer> {
        self.0.get(field)
    }

    /// Sets or clears an answer.
    pub fn set(&mut self, field: &str, answer: Option<Answer>) {
        match answer {
            Some(answer) => {
                self.0.insert(field.to_owned(), answer);
            }
            None => {
                self.0.remove(field);
            }
        }
    }

    /// Every answered field with its answer.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0
            .iter()
            .map(|(field, answer)| (field.as_str(), answer))
    }

    /// Whether nothing is answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Only the answers to fields that `keep` accepts.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&str) -> bool) -> Self {
        let kept = self.0.iter().filter(|(field, _)| keep(field));
        Self(
            kept.map(|(field, answer)| (field.clone(), answer.clone()))
                .collect(),
        )
    }

    /// The answers as they would be typed.
    pub fn to_inputs(&self) -> Inputs {
        let inputs = self.0.iter();
        inputs
            .map(|(field, answer)| (field.clone(), answer.to_input()))
            .collect()
    }

    /// The JSON document that is stored: plain values by field id.
    pub fn to_json(&self) -> serde_json::Value {
        let values = self.0.iter();
        values
            .map(|(field, answer)| (field.clone(), answer.to_json()))
            .collect()
    }

    /// Reads a stored document under its definition; what the definition does not know is left out.
    pub fn from_json(definition: &FormDefinition, document: &serde_json::Value) -> Self {
        let known = definition.fields.iter();
        Self(
            known
                .filter_map(|field| {
                    let answer = Answer::from_json(field, document.get(&field.id)?)?;
                    Some((field.id.clone(), answer))
                })
                .collect(),
        )
    }

    /// The fields in which two sets of answers differ, in alphabetical order.
    pub fn differences<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let mut fields: Vec<&str> = self
            .0
            .keys()
            .chain(other.0.keys())
            .map(String::as_str)
            .collect();
        fields.sort_unstable();
        fields.dedup();
        fields.retain(|field| self.get(field) != other.get(field));
        fields
    }
}
