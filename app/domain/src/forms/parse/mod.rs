//! Reading what was typed, type by type.

mod compound;
mod plain;

use chrono::NaiveDate;

use super::{
    Answer, Field, FieldType, Inputs,
    limits::{INPUT_CHARS_MAX, INPUT_VALUES_MAX},
};
use crate::ProblemCode;

pub use plain::email as parse_email;

/// What was typed into the control, or the controls, of one field.
#[derive(Clone, Copy)]
pub(super) struct Typed<'a> {
    inputs: &'a Inputs,
    path: &'a str,
}

impl<'a> Typed<'a> {
    pub(super) const fn new(inputs: &'a Inputs, path: &'a str) -> Self {
        Self { inputs, path }
    }

    /// Every value that is not blank.
    fn values(&self) -> Vec<&'a str> {
        self.inputs
            .get(self.path)
            .map(|typed| not_blank(typed))
            .unwrap_or_default()
    }

    /// The value of a part.
    fn part(&self, part: &str) -> Result<Option<&'a str>, ProblemCode> {
        let typed = self.inputs.get(&format!("{}.{part}", self.path));
        one(&typed.map(|typed| not_blank(typed)).unwrap_or_default())
    }

    /// Whether anything was sent for it, empty or not.
    pub(super) fn is_there(&self) -> bool {
        self.inputs.contains_key(self.path) || self.parts().next().is_some()
    }

    /// The parts that were sent: `country`, `0_2.female`.
    pub(super) fn parts(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let prefix = format!("{}.", self.path);
        let from = self.inputs.range(prefix.clone()..);
        from.map_while(move |(path, _)| path.strip_prefix(&prefix))
    }

    /// Whether everything is small enough to be looked at.
    fn fits(&self) -> bool {
        let of_parts = self
            .parts()
            .filter_map(|part| self.inputs.get(&format!("{}.{part}", self.path)));
        self.inputs
            .get(self.path)
            .into_iter()
            .chain(of_parts)
            .all(|values| {
                values.len() <= INPUT_VALUES_MAX && values.iter().all(|value| is_short(value))
            })
    }
}

fn not_blank(typed: &[String]) -> Vec<&str> {
    typed
        .iter()
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
        .collect()
}

fn is_short(value: &str) -> bool {
    value.len() <= INPUT_CHARS_MAX * 4 && value.chars().count() <= INPUT_CHARS_MAX
}

fn one<'a>(values: &[&'a str]) -> Result<Option<&'a str>, ProblemCode> {
    match values {
        [] => Ok(None),
        [value] => Ok(Some(value)),
        _ => Err(ProblemCode::MoreThanOne),
    }
}

/// Something wrong with what was typed, and with which part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) part: Option<String>,
    pub(super) code: ProblemCode,
}

impl From<ProblemCode> for Fault {
    fn from(code: ProblemCode) -> Self {
        Self { part: None, code }
    }
}

/// What a field's typed text comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parsed {
    pub(super) answer: Option<Answer>,
    pub(super) faults: Vec<Fault>,
}

impl Parsed {
    /// An answer that is taken as it is.
    pub(super) const fn kept(answer: Option<Answer>) -> Self {
        Self {
            answer,
            faults: Vec::new(),
        }
    }

    fn fault(code: ProblemCode) -> Self {
        Self {
            answer: None,
            faults: vec![code.into()],
        }
    }
}

impl From<Result<Option<Answer>, ProblemCode>> for Parsed {
    fn from(read: Result<Option<Answer>, ProblemCode>) -> Self {
        match read {
            Ok(answer) => Self::kept(answer),
            Err(code) => Self::fault(code),
        }
    }
}

/// How strictly to read.
#[derive(Clone, Copy)]
pub(super) enum Strictness {
    /// As it is accepted on this day.
    On(NaiveDate),
    /// Whatever can be read, accepted or not.
    Readable,
}

/// Reads what was typed into one field.
pub(super) fn parse(field: &Field, typed: &Typed, how: Strictness) -> Parsed {
    if !typed.fits() {
        return Parsed::fault(ProblemCode::TooLong {
            max: super::LONG_TEXT_MAX,
        });
    }
    if let Some(parsed) = compound::parse(&field.kind, typed, how) {
        return parsed;
    }
    if let Some(part) = typed.parts().next() {
        return Parsed {
            answer: None,
            faults: vec![Fault {
                part: Some(
                    part.chars()
                        .filter(|sign| !sign.is_control())
                        .take(60)
                        .collect(),
                ),
                code: ProblemCode::UnknownField,
            }],
        };
    }
    if !field.is_asked() {
        return Parsed::fault(ProblemCode::ReadOnly);
    }
    let values = typed.values();
    if let FieldType::ManyChoices { choices } = &field.kind {
        return plain::many_choices(&values, choices).into();
    }
    let read = one(&values).and_then(|value| match value {
        Some(value) => plain::parse(&field.kind, value, how).map(Some),
        None => Ok(None),
    });
    read.into()
}

/// What stands at a path, read without asking whether it would be accepted today.
pub fn read_input(field: &Field, inputs: &Inputs, path: &str) -> Option<Answer> {
    parse(field, &Typed::new(inputs, path), Strictness::Readable).answer
}
