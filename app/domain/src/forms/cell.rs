//! One field, worked out.

use super::{
    Answer, Choice, Decimal, Field, FieldType, Money, ResultType,
    evaluate::{Source, Value, calculate, holds},
    limits::TEXT_MAX,
    parse::{Fault, Parsed},
};
use crate::ProblemCode;

/// What is known of a field, in one row if it belongs to a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// What the typed text comes to, whatever the rules say.
    pub(super) parsed: Parsed,
    pub(super) shown: bool,
    pub(super) required: bool,
    /// The answer that counts.
    pub(super) answer: Option<Answer>,
    pub(super) faults: Vec<Fault>,
    /// For each choice, whether it is offered.
    pub(super) offered: Vec<bool>,
    pub(super) is_worked_out: bool,
}

/// Works a field out from what was typed and what its rules see.
pub(super) fn work_out<S: Source>(
    field: &Field,
    parsed: &Parsed,
    in_shown_group: bool,
    source: &S,
    was_stored: &impl Fn(&Answer) -> bool,
) -> Cell {
    let shown = in_shown_group
        && field
            .shown_when
            .as_ref()
            .is_none_or(|condition| holds(condition, source));
    let mut cell = Cell {
        parsed: parsed.clone(),
        shown,
        offered: offered(field, source),
        is_worked_out: true,
        ..Cell::default()
    };
    if !shown {
        return cell;
    }
    let needed = |condition| holds(condition, source);
    cell.required = field.required || field.required_when.as_ref().is_some_and(needed);
    if let FieldType::Calculated {
        result,
        calculation,
    } = &field.kind
    {
        cell.answer = calculate(calculation, source).and_then(|value| as_result(result, value));
        cell.required = false;
        return cell;
    }
    cell.faults.clone_from(&parsed.faults);
    cell.answer.clone_from(&parsed.answer);
    if let Some(answer) = &cell.answer
        && !is_offered(field, answer, &cell.offered)
        && !was_stored(answer)
    {
        cell.faults.push(ProblemCode::NotOffered.into());
        cell.answer = None;
    }
    cell
}

/// Which choices are offered: valid today, belonging to the parent's answer, their condition met.
fn offered<S: Source>(field: &Field, source: &S) -> Vec<bool> {
    if !field.is_asked() {
        return Vec::new();
    }
    let parent = field
        .parent
        .as_ref()
        .map(|parent| match source.answer(parent) {
            Some(Answer::Choice(choice)) => Some(choice.clone()),
            _ => None,
        });
    let belongs = |choice: &Choice| match &parent {
        Some(parent) => choice.parent == *parent && parent.is_some(),
        None => true,
    };
    let choices = field.kind.choices().iter();
    choices
        .map(|choice| {
            choice.is_valid_on(source.today())
                && belongs(choice)
                && choice
                    .shown_when
                    .as_ref()
                    .is_none_or(|condition| holds(condition, source))
        })
        .collect()
}

fn is_offered(field: &Field, answer: &Answer, offered: &[bool]) -> bool {
    let chosen: &[String] = match answer {
        Answer::Choice(choice) => core::slice::from_ref(choice),
        Answer::Choices(choices) => choices,
        _ => return true,
    };
    let choices = field.kind.choices().iter().zip(offered);
    let taken: Vec<&str> = choices
        .filter(|(_, offered)| **offered)
        .map(|(choice, _)| choice.choice.as_str())
        .collect();
    chosen.iter().all(|choice| taken.contains(&choice.as_str()))
}

/// The checks of a field that do not hold.
pub(super) fn failed_checks<S: Source>(field: &Field, source: &S) -> Vec<ProblemCode> {
    field
        .checks
        .iter()
        .filter(|check| !holds(&check.holds, source))
        .map(|check| {
            let message = check.message.clone();
            ProblemCode::OwnRule { message }
        })
        .collect()
}

/// A value as the type that the calculation is said to give; what does not fit is no value.
fn as_result(result: &ResultType, value: Value) -> Option<Answer> {
    let number = |value: Value| match value {
        Value::Number(number) => Some(number),
        Value::Text(text) => text.parse::<Decimal>().ok(),
        _ => None,
    };
    Some(match result {
        ResultType::Integer => Answer::Integer(number(value)?.to_whole()),
        ResultType::Decimal { decimals } => Answer::Decimal(number(value)?.rounded(*decimals)),
        ResultType::Money { currency } => Answer::Money(Money {
            amount: number(value)?.to_whole(),
            currency: *currency,
        }),
        ResultType::Text => Answer::Text(shortened(text(value))),
        ResultType::Date => Answer::Date(match value {
            Value::Day(day) => day,
            Value::Moment(moment) => moment.date(),
            Value::Text(text) => text.parse().ok()?,
            _ => return None,
        }),
        ResultType::YesNo => match value {
            Value::Truth(value) => Answer::YesNo(value),
            _ => return None,
        },
        ResultType::OneChoice { choices } => match value {
            Value::Text(id) if choices.iter().any(|choice| choice.choice == id) => {
                Answer::Choice(id)
            }
            _ => return None,
        },
    })
}

fn text(value: Value) -> String {
    match value {
        Value::Text(text) => text,
        other => super::evaluate::in_words(&other),
    }
}

fn shortened(text: String) -> String {
    if text.chars().count() <= TEXT_MAX as usize {
        return text;
    }
    text.chars().take(TEXT_MAX as usize).collect()
}
