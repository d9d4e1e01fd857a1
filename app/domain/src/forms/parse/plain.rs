//! Types with a single control.

use chrono::NaiveDate;

use super::Strictness;
use crate::{
    ProblemCode,
    dates::parse_date,
    forms::{Answer, Choice, DayLimit, Decimal, FieldType, location::find_place},
};

pub(super) fn parse(kind: &FieldType, value: &str, how: Strictness) -> Result<Answer, ProblemCode> {
    match kind {
        FieldType::Text { max_length } => text(value, *max_length, false).map(Answer::Text),
        FieldType::LongText { max_length } => text(value, *max_length, true).map(Answer::Text),
        FieldType::Integer { min, max } => integer(value, *min, *max, how),
        FieldType::Decimal { decimals, min, max } => {
            decimal_answer(value, *decimals, *min, *max, how)
        }
        FieldType::YesNo => yes_no(value),
        FieldType::OneChoice { choices } => choice(value, choices).map(Answer::Choice),
        FieldType::Location { choices } => find_place(choices, value).map(Answer::Choice),
        FieldType::Date { earliest, latest } => {
            date(value, *earliest, *latest, how).map(Answer::Date)
        }
        FieldType::Phone => phone(value),
        FieldType::Email => email(value).map(Answer::Text),
        FieldType::Iban => iban(value),
        _ => Err(ProblemCode::UnknownField),
    }
}

pub(super) fn text(value: &str, max: u32, several_lines: bool) -> Result<String, ProblemCode> {
    let lines = value.replace("\r\n", "\n");
    let stray = |sign: char| sign.is_control() && !(several_lines && matches!(sign, '\n' | '\t'));
    if lines.chars().any(stray) {
        return Err(ProblemCode::NotText);
    }
    if lines.chars().count() > max as usize {
        return Err(ProblemCode::TooLong { max });
    }
    Ok(lines)
}

/// The digits of a number as people group them, with a plain minus and point.
pub(super) fn plain_number(value: &str) -> String {
    value
        .chars()
        .filter(|sign| !matches!(sign, ' ' | '\u{a0}' | '\u{202f}'))
        .map(|sign| match sign {
            '−' => '-',
            ',' => '.',
            other => other,
        })
        .collect()
}

fn integer(value: &str, min: i64, max: i64, how: Strictness) -> Result<Answer, ProblemCode> {
    let number: i64 = plain_number(value)
        .parse()
        .map_err(|_| ProblemCode::NotAnInteger)?;
    match how {
        Strictness::On(_) if number < min => Err(ProblemCode::TooSmall { min }),
        Strictness::On(_) if number > max => Err(ProblemCode::TooLarge { max }),
        _ => Ok(Answer::Integer(number)),
    }
}

fn decimal_answer(
    value: &str,
    places: u8,
    min: Option<Decimal>,
    max: Option<Decimal>,
    how: Strictness,
) -> Result<Answer, ProblemCode> {
    let number: Decimal = plain_number(value)
        .parse()
        .map_err(|()| ProblemCode::NotADecimal { decimals: places })?;
    if matches!(how, Strictness::Readable) {
        return Ok(Answer::Decimal(number));
    }
    if number.places() > places {
        return Err(ProblemCode::NotADecimal { decimals: places });
    }
    if let Some(min) = min.filter(|min| number < *min) {
        return Err(ProblemCode::BelowMinimum { min });
    }
    match max.filter(|max| number > *max) {
        Some(max) => Err(ProblemCode::AboveMaximum { max }),
        None => Ok(Answer::Decimal(number)),
    }
}

fn yes_no(value: &str) -> Result<Answer, ProblemCode> {
    match value {
        "yes" | "true" => Ok(Answer::YesNo(true)),
        "no" | "false" => Ok(Answer::YesNo(false)),
        _ => Err(ProblemCode::NotYesOrNo),
    }
}

pub(super) fn choice(value: &str, choices: &[Choice]) -> Result<String, ProblemCode> {
    choices
        .iter()
        .find(|choice| choice.choice == value)
        .map(|choice| choice.choice.clone())
        .ok_or(ProblemCode::NotAChoice)
}

pub(super) fn many_choices(
    values: &[&str],
    choices: &[Choice],
) -> Result<Option<Answer>, ProblemCode> {
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

pub(super) fn date(
    value: &str,
    earliest: Option<DayLimit>,
    latest: Option<DayLimit>,
    how: Strictness,
) -> Result<NaiveDate, ProblemCode> {
    let day = parse_date(value).ok_or(ProblemCode::NotADate)?;
    within(day, day, earliest, latest, how).map(|()| day)
}

/// Whether a span of days, of which one is meant, can lie within the limits.
pub(super) fn within(
    first: NaiveDate,
    last: NaiveDate,
    earliest: Option<DayLimit>,
    latest: Option<DayLimit>,
    how: Strictness,
) -> Result<(), ProblemCode> {
    let Strictness::On(today) = how else {
        return Ok(());
    };
    if let Some(earliest) = earliest.map(|limit| limit.on(today))
        && last < earliest
    {
        return Err(ProblemCode::TooEarly { earliest });
    }
    match latest {
        Some(DayLimit::Today) if first > today => Err(ProblemCode::InTheFuture),
        Some(DayLimit::Day(latest)) if first > latest => Err(ProblemCode::TooLate { latest }),
        _ => Ok(()),
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

/// Reads an e-mail address: a name, `@`, and a domain with a dot in it, at most 254 bytes.
///
/// # Errors
/// `NotAnEmail`.
pub fn email(value: &str) -> Result<String, ProblemCode> {
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
    fits.then(|| value.to_owned())
        .ok_or(ProblemCode::NotAnEmail)
}

/// Reads an IBAN (ISO 13616) with or without spaces; the check digits have to be right.
fn iban(value: &str) -> Result<Answer, ProblemCode> {
    let compact: String = value
        .chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '-')
        .take(40)
        .map(|sign| sign.to_ascii_uppercase())
        .collect();
    let well_formed = (15..=34).contains(&compact.len())
        && compact.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && compact
            .bytes()
            .take(2)
            .all(|byte| byte.is_ascii_uppercase())
        && compact
            .bytes()
            .skip(2)
            .take(2)
            .all(|byte| byte.is_ascii_digit())
        && iban_length(&compact).is_none_or(|length| length == compact.len());
    if well_formed && mod_97(&compact) == 1 {
        Ok(Answer::Text(compact))
    } else {
        Err(ProblemCode::NotAnIban)
    }
}

/// How long an account number of this country is (the IBAN registry), for the countries whose
/// banks people here use most.
fn iban_length(iban: &str) -> Option<usize> {
    const LENGTHS: [(&str, usize); 24] = [
        ("AT", 20),
        ("BE", 16),
        ("BG", 22),
        ("CH", 21),
        ("CZ", 24),
        ("DE", 22),
        ("ES", 24),
        ("FR", 27),
        ("GB", 22),
        ("HR", 21),
        ("HU", 28),
        ("IE", 22),
        ("IT", 27),
        ("LT", 20),
        ("LV", 21),
        ("MD", 24),
        ("NL", 18),
        ("PL", 28),
        ("PT", 25),
        ("RO", 24),
        ("RS", 22),
        ("SI", 19),
        ("SK", 24),
        ("UA", 29),
    ];
    let country = iban.get(..2)?;
    LENGTHS
        .iter()
        .find(|(code, _)| *code == country)
        .map(|(_, length)| *length)
}

/// The remainder of ISO 7064: the first four signs at the end, letters as 10 to 35.
fn mod_97(iban: &str) -> u32 {
    let (head, tail) = iban.split_at(4);
    tail.chars().chain(head.chars()).fold(0, |rest, sign| {
        let value = sign.to_digit(36).unwrap_or(0);
        let shift = if value > 9 { 100 } else { 10 };
        (rest * shift + value) % 97
    })
}
