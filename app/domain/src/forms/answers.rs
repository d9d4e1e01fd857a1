use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{
    Address, Decimal, Field, FieldType, FormDefinition, IdentityDocument, Money, PartialDate,
    ResultType, Rows,
};

/// What was typed: the path of a control to its values, exactly as typed.
///
/// A path is a field's id; `field.part` where the type has parts; and `group.ROW.field` in a row of
/// a group. Rows are numbered by whoever types, gaps allowed; their order is that of the numbers.
/// A field that is absent was not on the page and stays as it is; an empty list or empty values
/// mean that the answer was cleared. A group that stands there alone, `group`, has no rows.
pub type Inputs = BTreeMap<String, Vec<String>>;

/// The field, or the group, that a path belongs to.
pub fn field_of(path: &str) -> &str {
    path.split('.').next().unwrap_or_default()
}

/// Whether a path is this place, or lies in it: `born.about` and `born` lie in `born`.
pub fn lies_in(path: &str, place: &str) -> bool {
    let rest = path.strip_prefix(place);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Only what stands in these places.
pub fn in_places<P: AsRef<str>>(inputs: &Inputs, places: &[P]) -> Inputs {
    let is_there = |path: &str| places.iter().any(|place| lies_in(path, place.as_ref()));
    let there = inputs.iter().filter(|(path, _)| is_there(path));
    there
        .map(|(path, values)| (path.clone(), values.clone()))
        .collect()
}

/// Takes away what stands in a place.
pub fn clear_place(inputs: &mut Inputs, place: &str) {
    inputs.retain(|path, _| !lies_in(path, place));
}

/// Puts an answer in the place of what stands there; where there is none, the place is empty.
pub fn put_answer(inputs: &mut Inputs, place: &str, answer: Option<&Answer>) {
    clear_place(inputs, place);
    match answer {
        Some(answer) => answer.write_inputs(place, inputs),
        None => {
            inputs.insert(place.to_owned(), Vec::new());
        }
    }
}

/// Puts what was typed in the place of what stands in the same fields, all rows of a group included.
pub fn type_over(inputs: &mut Inputs, typed: Inputs) {
    let fields: BTreeSet<&str> = typed.keys().map(|path| field_of(path)).collect();
    inputs.retain(|path, _| !fields.contains(field_of(path)));
    inputs.extend(typed);
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Text, long text, telephone number, e-mail address, IBAN.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Decimal(Decimal),
    /// An amount of money.
    Money(Money),
    /// Yes or no.
    YesNo(bool),
    /// The id of a choice, or of a place.
    Choice(String),
    /// The ids of choices, in the order of the definition.
    Choices(Vec<String>),
    /// A day.
    Date(NaiveDate),
    /// A day that may be known in part.
    PartialDate(PartialDate),
    /// A day with the time on the wall.
    DateTime(NaiveDateTime),
    /// A postal address.
    Address(Address),
    /// An identity document.
    IdentityDocument(IdentityDocument),
    /// Numbers by `age.sex`; what is nothing is absent.
    Tally(BTreeMap<String, u32>),
    /// The rows of a group.
    Rows(Rows),
}

/// How a moment is written: `2026-11-24T14:30`.
const MOMENT: &str = "%Y-%m-%dT%H:%M";

impl Answer {
    /// Writes the answer as it would be typed into the control, or the controls, at this path.
    pub fn write_inputs(&self, path: &str, inputs: &mut Inputs) {
        let mut write = |part: &str, text: Option<String>| {
            let text = text.into_iter().collect();
            inputs.insert(format!("{path}.{part}"), text);
        };
        match self {
            Self::Money(money) => {
                write("amount", Some(money.to_typed()));
                write("currency", Some(money.currency.code().to_owned()));
            }
            Self::PartialDate(date) => {
                write("date", Some(date.to_string()));
                write("about", date.about.then(|| "yes".to_owned()));
            }
            Self::DateTime(moment) => {
                write("date", Some(moment.date().to_string()));
                write("time", Some(moment.format("%H:%M").to_string()));
            }
            Self::Address(address) => {
                write("country", address.country.clone());
                write("postal_code", address.postal_code.clone());
                write("settlement", address.settlement.clone());
                write("street", address.street.clone());
            }
            Self::IdentityDocument(document) => {
                write("type", document.kind.clone());
                write("country", document.country.clone());
                write("number", document.number.clone());
                write("expiry", document.expiry.map(|day| day.to_string()));
            }
            Self::Tally(numbers) => {
                for (cell, number) in numbers {
                    write(cell, Some(number.to_string()));
                }
            }
            Self::Rows(rows) => {
                inputs.insert(path.to_owned(), Vec::new());
                for (number, row) in rows.iter() {
                    for (field, answer) in row.iter() {
                        answer.write_inputs(&format!("{path}.{number}.{field}"), inputs);
                    }
                }
            }
            simple => {
                inputs.insert(path.to_owned(), simple.values());
            }
        }
    }

    /// What a control without parts holds.
    fn values(&self) -> Vec<String> {
        match self {
            Self::Text(text) | Self::Choice(text) => vec![text.clone()],
            Self::Integer(number) => vec![number.to_string()],
            Self::Decimal(number) => vec![number.to_string()],
            Self::YesNo(value) => vec![if *value { "yes" } else { "no" }.to_owned()],
            Self::Choices(choices) => choices.clone(),
            Self::Date(day) => vec![day.to_string()],
            _ => Vec::new(),
        }
    }

    fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) | Self::Choice(text) => text.as_str().into(),
            Self::Integer(number) => (*number).into(),
            Self::Decimal(number) => number.to_string().into(),
            Self::Money(money) => as_json(money),
            Self::YesNo(value) => (*value).into(),
            Self::Choices(choices) => choices.clone().into(),
            Self::Date(day) => day.to_string().into(),
            Self::PartialDate(date) => as_json(date),
            Self::DateTime(moment) => moment.format(MOMENT).to_string().into(),
            Self::Address(address) => as_json(address),
            Self::IdentityDocument(document) => as_json(document),
            Self::Tally(numbers) => as_json(numbers),
            Self::Rows(rows) => rows.to_json(),
        }
    }

    fn from_json(field: &Field, value: &serde_json::Value) -> Option<Self> {
        let text = || value.as_str().map(str::to_owned);
        Some(match &field.kind {
            FieldType::Text { .. }
            | FieldType::LongText { .. }
            | FieldType::Phone
            | FieldType::Email
            | FieldType::Iban => Self::Text(text()?),
            FieldType::Integer { .. } => Self::Integer(value.as_i64()?),
            FieldType::Decimal { .. } => Self::Decimal(value.as_str()?.parse().ok()?),
            FieldType::Money { .. } => Self::Money(from_json(value)?),
            FieldType::YesNo => Self::YesNo(value.as_bool()?),
            FieldType::OneChoice { .. } | FieldType::Location { .. } => Self::Choice(text()?),
            FieldType::ManyChoices { .. } => Self::Choices(from_json(value)?),
            FieldType::Date { .. } => Self::Date(value.as_str()?.parse().ok()?),
            FieldType::PartialDate { .. } => Self::PartialDate(from_json(value)?),
            FieldType::DateTime { .. } => {
                Self::DateTime(NaiveDateTime::parse_from_str(value.as_str()?, MOMENT).ok()?)
            }
            FieldType::Address { .. } => Self::Address(from_json(value)?),
            FieldType::IdentityDocument { .. } => Self::IdentityDocument(from_json(value)?),
            FieldType::Tally { .. } => Self::Tally(from_json(value)?),
            FieldType::Group(group) => {
                Self::Rows(Rows::from_json(&group.fields, value.as_array()?))
            }
            FieldType::Calculated { result, .. } => Self::of_result(result, value)?,
            FieldType::Note | FieldType::Divider => return None,
        })
    }

    fn of_result(result: &ResultType, value: &serde_json::Value) -> Option<Self> {
        let text = || value.as_str().map(str::to_owned);
        Some(match result {
            ResultType::Integer => Self::Integer(value.as_i64()?),
            ResultType::Decimal { .. } => Self::Decimal(value.as_str()?.parse().ok()?),
            ResultType::Money { .. } => Self::Money(from_json(value)?),
            ResultType::Text => Self::Text(text()?),
            ResultType::Date => Self::Date(value.as_str()?.parse().ok()?),
            ResultType::YesNo => Self::YesNo(value.as_bool()?),
            ResultType::OneChoice { .. } => Self::Choice(text()?),
        })
    }
}

fn as_json(value: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn from_json<T: serde::de::DeserializeOwned>(value: &serde_json::Value) -> Option<T> {
    T::deserialize(value).ok()
}

/// The answers to one form, or to one row of a group; what is not answered is absent.
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
        let mut inputs = Inputs::new();
        for (field, answer) in self.iter() {
            answer.write_inputs(field, &mut inputs);
        }
        inputs
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
        Self::of_fields(&definition.fields, document)
    }

    pub(super) fn of_fields(fields: &[Field], document: &serde_json::Value) -> Self {
        let answered = fields.iter().filter_map(|field| {
            let answer = Answer::from_json(field, document.get(&field.id)?)?;
            Some((field.id.clone(), answer))
        });
        Self(answered.collect())
    }

    /// As they are stored in this version on top of `stored`: rows that are new get numbers of their
    /// own.
    #[must_use]
    pub fn with_rows_numbered(&self, stored: &Self, version: i32) -> Self {
        let version = u32::try_from(version).unwrap_or_default();
        let numbered = |(field, answer): (&str, &Answer)| {
            let answer = match (answer, stored.get(field)) {
                (Answer::Rows(rows), Some(Answer::Rows(stored))) => {
                    Answer::Rows(rows.numbered(stored, version))
                }
                (Answer::Rows(rows), _) => Answer::Rows(rows.numbered(&Rows::default(), version)),
                (other, _) => other.clone(),
            };
            (field.to_owned(), answer)
        };
        self.iter().map(numbered).collect()
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

impl FromIterator<(String, Answer)> for Answers {
    fn from_iter<I: IntoIterator<Item = (String, Answer)>>(answers: I) -> Self {
        Self(answers.into_iter().collect())
    }
}
