use chrono::NaiveDate;

use super::{
    Answer, Choice, DayLimit, Field, FieldType, limits::INPUT_CHARS_MAX, limits::INPUT_VALUES_MAX,
};
use crate::{ProblemCode, dates::parse_date};

/// Reads what was typed into one field. `Ok(None)` means: not answered.
pub(super) fn parse_input(
    field: &Field,
    typed: &[String],
    today: NaiveDate,
) -> Result<Option<Answer>, ProblemCode> {
    if typed.len() > INPUT_VALUES_MAX {
        return Err(ProblemCode::MoreThanOne);
    }
    let values: Vec<&str> = typed
        .iter()
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
        .collect();
    if let FieldType::ManyChoices { choices } = &field.kind {
        return many_choices(&values, choices);
    }
    match values.as_slice() {
        [] => Ok(None),
        [value] => single(&field.kind, value, today).map(Some),
        _ => Err(ProblemCode::MoreThanOne),
    }
}

fn single(kind: &FieldType, value: &str, today: NaiveDate) -> Result<Answer, ProblemCode> {
    match kind {
        FieldType::Text { max_length } => text(value, *max_length, false),
        FieldType::LongText { max_length } => text(value, *max_length, true),
        FieldType::Integer { min, max } => integer(value, *min, *max),
        FieldType::YesNo => yes_no(value),
        FieldType::OneChoice { choices } => choice(value, choices).map(Answer::Choice),
        FieldType::ManyChoices { choices } => Ok(Answer::Choices(vec![choice(value, choices)?])),
        FieldType::Date { earliest, latest } => date(value, *earliest, *latest, today),
        FieldType::Phone => phone(value),
        FieldType::Email => email(value),
    }
}

fn text(value: &str, max_length: u32, several_lines: bool) -> Result<Answer, ProblemCode> {
    let lines = value.replace("\r\n", "\n");
    let stray = |sign: char| sign.is_control() && !(several_lines && matches!(sign, '\n' | '\t'));
    if lines.chars().any(stray) {
        return Err(ProblemCode::NotText);
    }
    if lines.chars().count() > max_length as usize {
        return Err(ProblemCode::TooLong { max: max_length });
    }
    Ok(Answer::Text(lines))
}

fn integer(value: &str, min: i64, max: i64) -> Result<Answer, ProblemCode> {
    let digits: String = value
        .chars()
        .filter(|sign| !matches!(sign, ' ' | '\u{a0}' | '\u{202f}'))
        .map(|sign| if sign == '−' { '-' } else { sign })
        .collect();
    let number: i64 = digits.parse().map_err(|_| ProblemCode::NotAnInteger)?;
    if number < min {
        Err(ProblemCode::TooSmall { min })
    } else if number > max {
        Err(ProblemCode::TooLarge { max })
    } else {
        Ok(Answer::Integer(number))
    }
}

fn yes_no(value: &str) -> Result<Answer, ProblemCode> {
    match value {
        "yes" | "true" => Ok(Answer::YesNo(true)),
        "no" | "false" => Ok(Answer::YesNo(false)),
        _ => Err(ProblemCode::NotYesOrNo),
    }
}

fn choice(value: &str, choices: &[Choice]) -> Result<String, ProblemCode> {
    choices
        .iter()
        .find(|choice| choice.choice == value)
        .map(|choice| choice.choice.clone())
        .ok_or(ProblemCode::NotAChoice)
}

fn many_choices(values: &[&str], choices: &[Choice]) -> Result<Option<Answer>, ProblemCode> {
    for value in values {
        choice(value, choices)?;
    }
    let chosen: Vec<String> = choices
        .iter()
        .filter(|choice| values.contains(&choice.choice.as_str()))
        .map(|choice| choice.choice.clone())
        .collect();
    Ok((!chosen.is_empty()).then_some(Answer::Choices(chosen)))
}

fn date(
    value: &str,
    earliest: Option<DayLimit>,
    latest: Option<DayLimit>,
    today: NaiveDate,
) -> Result<Answer, ProblemCode> {
    let day = parse_date(value).ok_or(ProblemCode::NotADate)?;
    if let Some(earliest) = earliest.map(|limit| limit.on(today))
        && day < earliest
    {
        return Err(ProblemCode::TooEarly { earliest });
    }
    match latest {
        Some(DayLimit::Today) if day > today => Err(ProblemCode::InTheFuture),
        Some(DayLimit::Day(latest)) if day > latest => Err(ProblemCode::TooLate { latest }),
        _ => Ok(Answer::Date(day)),
    }
}

/// Reads a telephone number in any usual notation as E.164.
///
/// `00…` is international, and `06` with nine more digits a Hungarian mobile. Every other number
/// needs its `+` and country code: `067 123 4567` could be a line in either country.
fn phone(value: &str) -> Result<Answer, ProblemCode> {
    let signs = value
        .chars()
        .filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '(' | ')' | '/' | '.' | '–'));
    let compact: String = signs.take(32).collect();
    let digits = if let Some(international) = compact.strip_prefix('+') {
        international.to_owned()
    } else if let Some(international) = compact.strip_prefix("00") {
        international.to_owned()
    } else if let Some(mobile) = compact.strip_prefix("06").filter(|rest| rest.len() == 9) {
        format!("36{mobile}")
    } else {
        let a_number = !compact.is_empty() && compact.bytes().all(|byte| byte.is_ascii_digit());
        return Err(if a_number {
            ProblemCode::PhoneWithoutCountry
        } else {
            ProblemCode::NotAPhone
        });
    };
    let fits = (8..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    fits.then(|| Answer::Text(format!("+{digits}")))
        .ok_or(ProblemCode::NotAPhone)
}

fn email(value: &str) -> Result<Answer, ProblemCode> {
    let plain =
        |sign: char| !sign.is_whitespace() && !sign.is_control() && !"<>()[],;:\\\"".contains(sign);
    let (local, domain) = value.rsplit_once('@').ok_or(ProblemCode::NotAnEmail)?;
    let labels: Vec<&str> = domain.split('.').collect();
    let fits = value.len() <= 254
        && !local.is_empty()
        && !local.contains('@')
        && value.chars().all(plain)
        && labels.len() >= 2
        && labels
            .iter()
            .all(|label| !label.is_empty() && !label.starts_with('-'));
    fits.then(|| Answer::Text(value.to_owned()))
        .ok_or(ProblemCode::NotAnEmail)
}

/// What stands in a field, read without asking whether it would be accepted today.
pub fn read_input(field: &Field, typed: &[String]) -> Option<Answer> {
    let value = typed.iter().find(|value| !value.trim().is_empty())?;
    match &field.kind {
        FieldType::ManyChoices { .. } => Some(Answer::Choices(typed.to_vec())),
        FieldType::Date { .. } => parse_date(value).map(Answer::Date),
        kind => single(kind, value.trim(), NaiveDate::MAX).ok(),
    }
}

/// Whether what was typed is small enough to be looked at.
pub(super) fn fits(typed: &[String]) -> bool {
    typed
        .iter()
        .all(|value| value.len() <= INPUT_CHARS_MAX * 4 && value.chars().count() <= INPUT_CHARS_MAX)
}
