//! What a filter's typed values mean for the field that they filter.

use chrono::NaiveDate;

use super::{AnswerPath, Wanted};
use crate::{
    ProblemCode,
    dates::parse_date,
    forms::{
        Choice, Field, FieldType, FormDefinition, IndexValue, Inputs, ResultType, index_values,
        read_input,
    },
    search::document_key,
};

/// From one value to another, both included; open where there is none.
pub type Span<T> = (Option<T>, Option<T>);

/// What a filter accepts, as index rows hold it: any of these, or no answer at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// These texts or choices.
    pub texts: Vec<String>,
    /// Numbers within one of these spans.
    pub numbers: Vec<Span<i64>>,
    /// Days within one of these spans.
    pub days: Vec<Span<NaiveDate>>,
    /// Whether cases without an answer are accepted, too.
    pub unanswered: bool,
}

/// The indexed field at a path, with the group that it belongs to.
pub fn indexed_field<'a>(
    form: &'a FormDefinition,
    path: &AnswerPath,
) -> Option<(Option<&'a Field>, &'a Field)> {
    let found = match path.field.split_once('.') {
        None => (None, form.field(&path.field)?),
        Some((group, inner)) => {
            let group = form.field(group)?;
            let field = group.sub_fields().iter().find(|field| field.id == inner)?;
            (Some(group), field)
        }
    };
    Some(found).filter(|(_, field)| field.indexed)
}

/// Every indexed field of a form with its path.
pub fn indexed_fields(
    form: &FormDefinition,
) -> impl Iterator<Item = (AnswerPath, Option<&Field>, &Field)> {
    let path = |field: String| AnswerPath {
        form: form.form.clone(),
        field,
    };
    form.fields
        .iter()
        .flat_map(move |field| {
            let inner = field.sub_fields().iter().map(move |inner| {
                let path = path(format!("{}.{}", field.id, inner.id));
                (path, Some(field), inner)
            });
            core::iter::once((path(field.id.clone()), None, field)).chain(inner)
        })
        .filter(|(_, _, field)| field.indexed)
}

/// Whether a list can be sorted by this field: by days and numbers, of which a case has one.
pub fn can_be_sorted(group: Option<&Field>, field: &Field) -> bool {
    group.is_none()
        && matches!(
            shape(&field.kind),
            FieldType::Integer { .. }
                | FieldType::Decimal { .. }
                | FieldType::Date { .. }
                | FieldType::PartialDate { .. }
                | FieldType::DateTime { .. }
        )
}

/// Whether a field's filter is a span and not a set of values.
pub fn is_filtered_by_span(kind: &FieldType) -> bool {
    matches!(
        shape(kind),
        FieldType::Integer { .. }
            | FieldType::Decimal { .. }
            | FieldType::Money { .. }
            | FieldType::Date { .. }
            | FieldType::PartialDate { .. }
            | FieldType::DateTime { .. }
    )
}

/// What the typed values mean for this field.
///
/// # Errors
/// Why they mean nothing.
pub fn accepted(field: &Field, wanted: &Wanted) -> Result<Accepted, ProblemCode> {
    let kind = shape(&field.kind);
    let mut accepted = Accepted {
        unanswered: wanted.none,
        ..Accepted::default()
    };
    for typed in &wanted.any_of {
        accepted.add(&kind, (Some(typed), Some(typed)))?;
    }
    if wanted.from.is_some() || wanted.to.is_some() {
        if !is_filtered_by_span(&kind) {
            return Err(ProblemCode::NotAChoice);
        }
        accepted.add(&kind, (wanted.from.as_deref(), wanted.to.as_deref()))?;
    }
    Ok(accepted)
}

/// What the typed values mean for a day of the case itself.
///
/// # Errors
/// Why they mean nothing.
pub fn accepted_days(wanted: &Wanted) -> Result<Accepted, ProblemCode> {
    if wanted.none {
        return Err(ProblemCode::NotAChoice);
    }
    let kind = FieldType::Date {
        earliest: None,
        latest: None,
    };
    let mut accepted = Accepted::default();
    for typed in &wanted.any_of {
        accepted.add(&kind, (Some(typed), Some(typed)))?;
    }
    if wanted.from.is_some() || wanted.to.is_some() {
        accepted.add(&kind, (wanted.from.as_deref(), wanted.to.as_deref()))?;
    }
    Ok(accepted)
}

impl Accepted {
    fn add(&mut self, kind: &FieldType, (from, to): Span<&str>) -> Result<(), ProblemCode> {
        match kind {
            FieldType::Date { .. } | FieldType::PartialDate { .. } | FieldType::DateTime { .. } => {
                let day = |typed: &str| parse_date(typed).ok_or(ProblemCode::NotADate);
                self.days.push(both((from, to), day)?);
            }
            FieldType::Location { choices } => {
                let place = value(kind, from)?.text.ok_or(ProblemCode::NotAPlace)?;
                self.texts.extend(within(choices, place));
            }
            FieldType::Money { .. } | FieldType::Integer { .. } | FieldType::Decimal { .. } => {
                let number = |typed: &str| {
                    let number = value(kind, Some(typed))?.integer;
                    number.ok_or(ProblemCode::NotAnInteger)
                };
                self.numbers.push(both((from, to), number)?);
            }
            FieldType::YesNo => {
                let number = value(kind, from)?.integer;
                self.numbers.push((number, number));
            }
            FieldType::ManyChoices { choices } => {
                let one = FieldType::OneChoice {
                    choices: choices.clone(),
                };
                self.texts.extend(value(&one, from)?.text);
            }
            FieldType::IdentityDocument { .. } => {
                let number = document_key(from.unwrap_or_default());
                let number = number.ok_or(ProblemCode::NotADocumentNumber)?;
                self.texts.push(number);
            }
            _ => self.texts.extend(value(kind, from)?.text),
        }
        Ok(())
    }
}

fn both<T>(
    (from, to): Span<&str>,
    read: impl Fn(&str) -> Result<T, ProblemCode>,
) -> Result<Span<T>, ProblemCode> {
    Ok((from.map(&read).transpose()?, to.map(&read).transpose()?))
}

/// What typed text comes to in a field of this kind.
fn value(kind: &FieldType, typed: Option<&str>) -> Result<IndexValue, ProblemCode> {
    let typed = typed.unwrap_or_default().to_owned();
    let path = match kind {
        FieldType::Money { .. } => "value.amount",
        _ => "value",
    };
    let field = Field {
        id: "value".to_owned(),
        kind: kind.clone(),
        label: crate::Text::default(),
        help: None,
        why: None,
        required: false,
        required_when: None,
        sensitivity: crate::access::Sensitivity::default(),
        indexed: true,
        feeds: None,
        shown_when: None,
        checks: Vec::new(),
        parent: None,
    };
    let inputs = Inputs::from([(path.to_owned(), vec![typed])]);
    let answer = read_input(&field, &inputs, "value");
    let values = answer.as_ref().map(index_values).unwrap_or_default();
    values.into_iter().next().ok_or(match kind {
        FieldType::Integer { .. } => ProblemCode::NotAnInteger,
        FieldType::Decimal { decimals, .. } => ProblemCode::NotADecimal {
            decimals: *decimals,
        },
        FieldType::Phone => ProblemCode::NotAPhone,
        FieldType::Email => ProblemCode::NotAnEmail,
        FieldType::Iban => ProblemCode::NotAnIban,
        FieldType::YesNo => ProblemCode::NotYesOrNo,
        FieldType::Location { .. } => ProblemCode::NotAPlace,
        FieldType::Text { .. } => ProblemCode::NotText,
        _ => ProblemCode::NotAChoice,
    })
}

/// A place and every place in it.
fn within(places: &[Choice], place: String) -> Vec<String> {
    let mut found = vec![place];
    let mut next = 0;
    while let Some(outer) = found.get(next).cloned() {
        let inner = places
            .iter()
            .filter(|place| place.parent.as_ref() == Some(&outer));
        for place in inner {
            if !found.contains(&place.choice) {
                found.push(place.choice.clone());
            }
        }
        next += 1;
    }
    found
}

/// The type with whose control a field's filter is filled in: what a calculation gives counts.
pub fn shape(kind: &FieldType) -> FieldType {
    let FieldType::Calculated { result, .. } = kind else {
        return kind.clone();
    };
    match result.clone() {
        ResultType::Integer => FieldType::Integer {
            min: i64::MIN,
            max: i64::MAX,
        },
        ResultType::Decimal { decimals } => FieldType::Decimal {
            decimals,
            min: None,
            max: None,
        },
        ResultType::Money { currency } => FieldType::Money {
            currencies: vec![currency],
            min: i64::MIN,
            max: i64::MAX,
        },
        ResultType::Text => FieldType::Text { max_length: 1000 },
        ResultType::Date => FieldType::Date {
            earliest: None,
            latest: None,
        },
        ResultType::YesNo => FieldType::YesNo,
        ResultType::OneChoice { choices } => FieldType::OneChoice { choices },
    }
}
