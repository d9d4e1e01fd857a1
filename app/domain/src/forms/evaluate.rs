//! Conditions and calculations, worked out over answers.

use core::cmp::Ordering;

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::{Answer, Calculation, Condition, Constant, Decimal, Operand, calculation::Span};
use crate::dates::age_on;

/// Where rules find the answers that they ask for.
pub(super) trait Source: Sized {
    /// The answer to this field, if it is shown and answered.
    fn answer(&self, field: &str) -> Option<&Answer>;
    /// The filled rows of this group, each as a source that knows the fields of the row, too.
    fn rows(&self, group: &str) -> Vec<Self>;
    /// Whether this is a group.
    fn is_group(&self, field: &str) -> bool;
    /// The day of filling.
    fn today(&self) -> NaiveDate;
}

/// What a rule computes with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Truth(bool),
    Number(Decimal),
    Text(String),
    Day(NaiveDate),
    Moment(NaiveDateTime),
}

/// The value of an answer; addresses, lists and rows have none.
fn value_of(answer: &Answer) -> Option<Value> {
    Some(match answer {
        Answer::Text(text) | Answer::Choice(text) => Value::Text(text.clone()),
        Answer::Integer(number) => Value::Number(Decimal::whole(*number)?),
        Answer::Decimal(number) => Value::Number(*number),
        Answer::Money(money) => Value::Number(Decimal::whole(money.amount)?),
        Answer::YesNo(value) => Value::Truth(*value),
        Answer::Date(day) => Value::Day(*day),
        Answer::PartialDate(date) => Value::Day(date.first_day()),
        Answer::DateTime(moment) => Value::Moment(*moment),
        Answer::Tally(numbers) => {
            let total = numbers.values().map(|number| i64::from(*number)).sum();
            Value::Number(Decimal::whole(total)?)
        }
        Answer::Choices(_) | Answer::Address(_) | Answer::IdentityDocument(_) | Answer::Rows(_) => {
            return None;
        }
    })
}

/// Whether the condition holds.
pub(super) fn holds<S: Source>(condition: &Condition, source: &S) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(part, source)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, source)),
        Condition::Not(part) => !holds(part, source),
        Condition::Equal { field, value } => compare(source, field, value) == Some(Ordering::Equal),
        Condition::Less { field, than } => compare(source, field, than) == Some(Ordering::Less),
        Condition::More { field, than } => compare(source, field, than) == Some(Ordering::Greater),
        Condition::Contains { field, choice } => match source.answer(field) {
            Some(Answer::Choices(choices)) => choices.contains(choice),
            _ => false,
        },
        Condition::ContainsText { field, text } => match source.answer(field) {
            Some(Answer::Text(answer)) => answer.to_lowercase().contains(&text.to_lowercase()),
            _ => false,
        },
        Condition::Answered { field } => is_answered(source, field),
        Condition::Empty { field } => !is_answered(source, field),
        Condition::BeforeToday { field } => {
            day_of(source, field).is_some_and(|day| day < source.today())
        }
        Condition::AfterToday { field } => {
            day_of(source, field).is_some_and(|day| day > source.today())
        }
        Condition::Age { field, from, below } => age(source, field).is_some_and(|age| {
            from.is_none_or(|from| from <= age) && below.is_none_or(|below| age < below)
        }),
        Condition::AnyRow { group, holds: part } => {
            source.rows(group).iter().any(|row| holds(part, row))
        }
        Condition::EveryRow { group, holds: part } => {
            source.rows(group).iter().all(|row| holds(part, row))
        }
    }
}

fn is_answered<S: Source>(source: &S, field: &str) -> bool {
    if source.is_group(field) {
        !source.rows(field).is_empty()
    } else {
        source.answer(field).is_some()
    }
}

fn day_of<S: Source>(source: &S, field: &str) -> Option<NaiveDate> {
    as_day(&value_of(source.answer(field)?)?)
}

fn as_day(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::Day(day) => Some(*day),
        Value::Moment(moment) => Some(moment.date()),
        _ => None,
    }
}

fn age<S: Source>(source: &S, field: &str) -> Option<u32> {
    age_on(day_of(source, field)?, source.today())
}

/// How the answer to a field stands to what it is compared with.
fn compare<S: Source>(source: &S, field: &str, with: &Operand) -> Option<Ordering> {
    let value = value_of(source.answer(field)?)?;
    match (&value, with) {
        (_, Operand::Field(other)) => order(&value, &value_of(source.answer(&other.field)?)?),
        (Value::Truth(value), Operand::YesNo(with)) => Some(value.cmp(with)),
        (Value::Number(value), Operand::Integer(with)) => Some(value.cmp(&Decimal::whole(*with)?)),
        (Value::Number(value), Operand::Text(with)) => Some(value.cmp(&with.parse().ok()?)),
        (Value::Text(value), Operand::Text(with)) => Some(value.as_str().cmp(with)),
        (Value::Day(_) | Value::Moment(_), Operand::Text(with)) => {
            let with = if with == Operand::TODAY {
                source.today()
            } else {
                with.parse().ok()?
            };
            Some(as_day(&value)?.cmp(&with))
        }
        _ => None,
    }
}

/// Values of one kind have an order; a day and a moment meet as days.
fn order(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Truth(one), Value::Truth(other)) => Some(one.cmp(other)),
        (Value::Number(one), Value::Number(other)) => Some(one.cmp(other)),
        (Value::Text(one), Value::Text(other)) => Some(one.cmp(other)),
        (Value::Moment(one), Value::Moment(other)) => Some(one.cmp(other)),
        _ => Some(as_day(one)?.cmp(&as_day(other)?)),
    }
}

/// What the calculation gives; `None` when something that it needs is missing.
pub(super) fn calculate<S: Source>(calculation: &Calculation, source: &S) -> Option<Value> {
    match calculation {
        Calculation::Value(constant) => constant_value(constant),
        Calculation::Field(field) => value_of(source.answer(field)?),
        Calculation::Today => Some(Value::Day(source.today())),
        Calculation::Sum(parts) => sum(&numbers(parts, source)),
        Calculation::Average(parts) => average(&numbers(parts, source)),
        Calculation::Product(parts) => {
            let mut product = Decimal::whole(1)?;
            for part in parts {
                product = product.times(number(part, source)?)?;
            }
            Some(Value::Number(product))
        }
        Calculation::Difference(parts) => {
            let (first, others) = parts.split_first()?;
            let mut rest = number(first, source)?;
            for part in others {
                rest = rest.minus(number(part, source)?)?;
            }
            Some(Value::Number(rest))
        }
        Calculation::Smallest(parts) => extreme(parts, source, Ordering::Less),
        Calculation::Largest(parts) => extreme(parts, source, Ordering::Greater),
        Calculation::Count(conditions) => {
            whole(conditions.iter().filter(|part| holds(part, source)).count())
        }
        Calculation::Rows { group, only } => whole(rows(source, group, only.as_ref()).len()),
        Calculation::SumOfRows(over) => sum(&over_rows(
            &rows(source, &over.group, over.only.as_ref()),
            &over.of,
        )),
        Calculation::AverageOfRows(over) => average(&over_rows(
            &rows(source, &over.group, over.only.as_ref()),
            &over.of,
        )),
        Calculation::Chosen { field } => match source.answer(field)? {
            Answer::Choices(choices) => whole(choices.len()),
            _ => None,
        },
        Calculation::DaysBetween(span) => {
            let (from, to) = days(span, source)?;
            Some(Value::Number(Decimal::whole((to - from).num_days())?))
        }
        Calculation::MonthsBetween(span) => {
            let (from, to) = days(span, source)?;
            Some(Value::Number(Decimal::whole(months_between(from, to))?))
        }
        Calculation::YearsBetween(span) => {
            let (from, to) = days(span, source)?;
            Some(Value::Number(Decimal::whole(
                months_between(from, to) / 12,
            )?))
        }
        Calculation::Age { field } => whole(usize::try_from(age(source, field)?).ok()?),
        Calculation::Score {
            field,
            points,
            otherwise,
        } => {
            let points = |answer: &str| points.get(answer).copied().or(*otherwise);
            score(source.answer(field)?, points)
        }
        Calculation::Join { parts, separator } => {
            let texts: Vec<String> = parts
                .iter()
                .filter_map(|part| calculate(part, source))
                .map(|value| in_words(&value))
                .collect();
            (!texts.is_empty()).then(|| Value::Text(texts.join(separator)))
        }
        Calculation::If {
            when,
            then,
            otherwise,
        } => {
            if holds(when, source) {
                calculate(then, source)
            } else {
                calculate(otherwise.as_deref()?, source)
            }
        }
    }
}

fn constant_value(constant: &Constant) -> Option<Value> {
    Some(match constant {
        Constant::YesNo(value) => Value::Truth(*value),
        Constant::Integer(number) => Value::Number(Decimal::whole(*number)?),
        Constant::Text(text) => Value::Text(text.clone()),
    })
}

fn whole(count: usize) -> Option<Value> {
    let count = i64::try_from(count).ok()?;
    Decimal::whole(count).map(Value::Number)
}

/// A text counts as a number where it reads as one: that is how a definition writes decimals.
fn as_number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

fn number<S: Source>(calculation: &Calculation, source: &S) -> Option<Decimal> {
    as_number(&calculate(calculation, source)?)
}

fn numbers<S: Source>(parts: &[Calculation], source: &S) -> Vec<Decimal> {
    parts
        .iter()
        .filter_map(|part| number(part, source))
        .collect()
}

fn rows<S: Source>(source: &S, group: &str, only: Option<&Condition>) -> Vec<S> {
    let mut rows = source.rows(group);
    if let Some(only) = only {
        rows.retain(|row| holds(only, row));
    }
    rows
}

fn over_rows<S: Source>(rows: &[S], of: &Calculation) -> Vec<Decimal> {
    rows.iter().filter_map(|row| number(of, row)).collect()
}

fn total(numbers: &[Decimal]) -> Option<Decimal> {
    let (first, others) = numbers.split_first()?;
    others.iter().try_fold(*first, |sum, next| sum.plus(*next))
}

fn sum(numbers: &[Decimal]) -> Option<Value> {
    total(numbers).map(Value::Number)
}

fn average(numbers: &[Decimal]) -> Option<Value> {
    total(numbers)?.over(numbers.len()).map(Value::Number)
}

fn extreme<S: Source>(parts: &[Calculation], source: &S, wanted: Ordering) -> Option<Value> {
    let values = parts.iter().filter_map(|part| calculate(part, source));
    values.reduce(|best, next| {
        if order(&next, &best) == Some(wanted) {
            next
        } else {
            best
        }
    })
}

fn days<S: Source>(span: &Span, source: &S) -> Option<(NaiveDate, NaiveDate)> {
    let day = |calculation| match calculate(calculation, source)? {
        Value::Text(text) => text.parse().ok(),
        value => as_day(&value),
    };
    Some((day(&span.from)?, day(&span.to)?))
}

/// Full months from one day to another; negative when the second comes first.
fn months_between(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -months_between(to, from);
    }
    let count = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    count(to) - count(from) - i64::from(to.day() < from.day())
}

fn score(answer: &Answer, points: impl Fn(&str) -> Option<i64>) -> Option<Value> {
    let total = match answer {
        Answer::Choice(choice) => points(choice)?,
        Answer::YesNo(value) => points(if *value { "yes" } else { "no" })?,
        Answer::Choices(choices) => choices
            .iter()
            .filter_map(|choice| points(choice))
            .try_fold(0_i64, i64::checked_add)?,
        _ => return None,
    };
    Decimal::whole(total).map(Value::Number)
}

pub(super) fn in_words(value: &Value) -> String {
    match value {
        Value::Truth(value) => if *value { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Day(day) => day.to_string(),
        Value::Moment(moment) => moment.format("%Y-%m-%d %H:%M").to_string(),
    }
}
