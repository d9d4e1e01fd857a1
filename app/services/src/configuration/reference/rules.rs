//! Rules in words and signs.

use domain::forms::{Calculation, Condition, Constant, Operand, OverRows, Span};

use super::{code, plain};

/// A condition in words.
pub(super) fn condition(condition: &Condition) -> String {
    match condition {
        Condition::All(parts) => conditions(parts, " and "),
        Condition::Any(parts) => any(parts),
        Condition::Not(part) => opposite(part),
        Condition::Equal { field, value } => format!("{} = {}", code(field), operand(value)),
        Condition::Less { field, than } => format!("{} < {}", code(field), operand(than)),
        Condition::More { field, than } => format!("{} > {}", code(field), operand(than)),
        Condition::Contains { field, choice } => {
            format!("{} includes {}", code(field), code(choice))
        }
        Condition::ContainsText { field, text } => {
            format!("{} contains “{}”", code(field), plain(text))
        }
        Condition::Answered { field } => format!("{} is answered", code(field)),
        Condition::Empty { field } => format!("{} is empty", code(field)),
        Condition::BeforeToday { field } => format!("{} < today", code(field)),
        Condition::AfterToday { field } => format!("{} > today", code(field)),
        Condition::Age { field, from, below } => age(field, *from, *below),
        Condition::AnyRow { group, holds } => {
            format!(
                "any row of {} has ({})",
                code(group),
                self::condition(holds)
            )
        }
        Condition::EveryRow { group, holds } => {
            format!(
                "every row of {} has ({})",
                code(group),
                self::condition(holds)
            )
        }
    }
}

fn conditions(parts: &[Condition], between: &str) -> String {
    let [only] = parts else {
        let parts: Vec<String> = parts.iter().map(in_brackets).collect();
        return parts.join(between);
    };
    condition(only)
}

/// Several answers of one field are told at once.
fn any(parts: &[Condition]) -> String {
    let equal = together(parts, |part| match part {
        Condition::Equal { field, value } => Some((field, operand(value))),
        _ => None,
    });
    let contains = together(parts, |part| match part {
        Condition::Contains { field, choice } => Some((field, code(choice))),
        _ => None,
    });
    if let Some((field, values)) = equal {
        format!("{} is one of {values}", code(field))
    } else if let Some((field, choices)) = contains {
        format!("{} includes any of {choices}", code(field))
    } else {
        conditions(parts, " or ")
    }
}

/// What is asked of one and the same field, if there is more than one thing.
fn together<'a>(
    parts: &'a [Condition],
    asked: impl Fn(&'a Condition) -> Option<(&'a String, String)>,
) -> Option<(&'a str, String)> {
    let asked: Vec<(&String, String)> = parts.iter().map(asked).collect::<Option<_>>()?;
    let (first, others) = asked.split_first()?;
    let is_same = !others.is_empty() && others.iter().all(|(field, _)| *field == first.0);
    let values: Vec<&str> = asked.iter().map(|(_, value)| value.as_str()).collect();
    is_same.then(|| (first.0.as_str(), values.join(", ")))
}

/// A part of a longer condition.
fn in_brackets(part: &Condition) -> String {
    let words = condition(part);
    match part {
        Condition::All(parts) if parts.len() > 1 => format!("({words})"),
        Condition::Any(parts) if words.contains(" or ") && parts.len() > 1 => format!("({words})"),
        _ => words,
    }
}

fn opposite(part: &Condition) -> String {
    match part {
        Condition::Equal { field, value } => format!("{} ≠ {}", code(field), operand(value)),
        Condition::Contains { field, choice } => {
            format!("{} does not include {}", code(field), code(choice))
        }
        other => format!("not ({})", condition(other)),
    }
}

fn age(field: &str, from: Option<u32>, below: Option<u32>) -> String {
    let age = format!("age({})", code(field));
    let from = from.map(|from| format!("{age} ≥ {from}"));
    let below = below.map(|below| format!("{age} < {below}"));
    let limits: Vec<String> = from.into_iter().chain(below).collect();
    limits.join(" and ")
}

fn operand(operand: &Operand) -> String {
    match operand {
        Operand::YesNo(value) => yes_no(*value).to_owned(),
        Operand::Integer(number) => number.to_string(),
        Operand::Text(text) if text == Operand::TODAY => text.clone(),
        Operand::Text(text) => code(text),
        Operand::Field(other) => code(&other.field),
    }
}

const fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// A calculation in words and signs.
pub(super) fn calculation(calculation: &Calculation) -> String {
    match calculation {
        Calculation::Value(value) => constant(value),
        Calculation::Field(field) => code(field),
        Calculation::Today => "today".to_owned(),
        Calculation::Sum(parts) => operation(parts, " + "),
        Calculation::Product(parts) => operation(parts, " × "),
        Calculation::Difference(parts) => operation(parts, " − "),
        Calculation::Average(parts) => function("average", parts),
        Calculation::Smallest(parts) => function("smallest", parts),
        Calculation::Largest(parts) => function("largest", parts),
        Calculation::Count(conditions) => {
            let parts: Vec<String> = conditions.iter().map(condition).collect();
            format!("count({})", parts.join("; "))
        }
        Calculation::Rows { group, only } => {
            format!("rows({}{})", code(group), of_rows(only.as_ref()))
        }
        Calculation::SumOfRows(rows) => over_rows("sum", rows),
        Calculation::AverageOfRows(rows) => over_rows("average", rows),
        Calculation::Chosen { field } => format!("chosen({})", code(field)),
        Calculation::DaysBetween(between) => span("days", between),
        Calculation::MonthsBetween(between) => span("months", between),
        Calculation::YearsBetween(between) => span("years", between),
        Calculation::Age { field } => format!("age({})", code(field)),
        Calculation::Score {
            field,
            points,
            otherwise,
        } => {
            let points = points
                .iter()
                .map(|(id, points)| format!("{} {points}", code(id)));
            let otherwise = otherwise.map(|points| format!("otherwise {points}"));
            let points: Vec<String> = points.chain(otherwise).collect();
            format!("points({}: {})", code(field), points.join(", "))
        }
        Calculation::Join { parts, separator } => {
            let joined = function("join", parts);
            match separator.as_str() {
                "" => joined,
                between => format!("{joined} with “{}” between", visible(between)),
            }
        }
        Calculation::If {
            when,
            then,
            otherwise,
        } => {
            let then = format!("if {} then {}", condition(when), self::calculation(then));
            match otherwise {
                Some(other) => format!("{then}, otherwise {}", self::calculation(other)),
                None => then,
            }
        }
    }
}

fn constant(value: &Constant) -> String {
    match value {
        Constant::YesNo(value) => yes_no(*value).to_owned(),
        Constant::Integer(number) => number.to_string(),
        Constant::Text(text) => code(text),
    }
}

/// Spaces are kept: here they are what it is about.
fn visible(text: &str) -> String {
    match plain(text) {
        empty if empty.is_empty() => text.replace(['\n', '\r'], "↵"),
        words => words,
    }
}

fn operation(parts: &[Calculation], sign: &str) -> String {
    let parts: Vec<String> = parts.iter().map(part).collect();
    parts.join(sign)
}

/// A part of a longer calculation.
fn part(part: &Calculation) -> String {
    let words = calculation(part);
    match part {
        Calculation::Sum(_)
        | Calculation::Product(_)
        | Calculation::Difference(_)
        | Calculation::Join { .. }
        | Calculation::If { .. } => format!("({words})"),
        _ => words,
    }
}

fn function(name: &str, parts: &[Calculation]) -> String {
    let parts: Vec<String> = parts.iter().map(calculation).collect();
    format!("{name}({})", parts.join(", "))
}

fn over_rows(name: &str, rows: &OverRows) -> String {
    let of = part(&rows.of);
    let only = of_rows(rows.only.as_ref());
    format!("{name}({of} over the rows of {}{only})", code(&rows.group))
}

fn of_rows(only: Option<&Condition>) -> String {
    only.map(|only| format!(" where {}", condition(only)))
        .unwrap_or_default()
}

fn span(unit: &str, span: &Span) -> String {
    format!(
        "{unit}(from {} to {})",
        calculation(&span.from),
        calculation(&span.to)
    )
}
