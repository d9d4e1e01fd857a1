//! Dates as people write them.

use chrono::{Datelike, NaiveDate};

use crate::Language;

/// Reads a date as it is written in Hungary, Ukraine or an ISO form.
///
/// Accepted are `1989-04-27`, `1989.04.27.`, `1989. 4. 27.`, `27.04.1989`, `27/4/1989` and
/// `27-04-1989`: a year has four digits, and where it stands last the day comes first.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text
        .split(['-', '.', '/', ' ', '\u{a0}'])
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    if first.len() == 4 {
        date_of(first, second, third)
    } else if third.len() == 4 {
        date_of(third, second, first)
    } else {
        None
    }
}

fn date_of(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let short = |part: &str| (1..=2).contains(&part.len());
    if !(short(month) && short(day)) {
        return None;
    }
    NaiveDate::from_ymd_opt(digits(year)?.try_into().ok()?, digits(month)?, digits(day)?)
}

fn digits(text: &str) -> Option<u32> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

/// Writes a date as the language has it: `1989. 04. 27.`, `27.04.1989` or `27/04/1989`.
pub fn format_date(date: NaiveDate, language: Language) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    match language {
        Language::Hu => format!("{year:04}. {month:02}. {day:02}."),
        Language::Uk => format!("{day:02}.{month:02}.{year:04}"),
        Language::En => format!("{day:02}/{month:02}/{year:04}"),
    }
}

/// Full years between a birth date and a day; `None` before birth.
pub fn age_on(birth: NaiveDate, day: NaiveDate) -> Option<u32> {
    day.years_since(birth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_notation_is_read() {
        let day = NaiveDate::from_ymd_opt(1989, 4, 27);
        for text in [
            "1989-04-27",
            "1989.04.27.",
            "1989. 4. 27.",
            "27.04.1989",
            "27/4/1989",
            "27-04-1989",
            " 27.04.1989 ",
        ] {
            assert_eq!(parse_date(text), day, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_day_is_not_read() {
        for text in [
            "",
            "1989",
            "2023-02-30",
            "27.13.1989",
            "4/27/1989",
            "89-04-27",
            "1989-004-27",
            "+989-04-27",
            "tomorrow",
            "1989-04-27-1",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
