use chrono::{Datelike, NaiveDate};

use crate::dates::parse_date;

/// A birth date as far as somebody knows it: the year, the year and the month, or the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Birth {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

impl Birth {
    /// The day itself.
    pub fn on(day: NaiveDate) -> Self {
        Self {
            year: day.year(),
            month: Some(day.month()),
            day: Some(day.day()),
        }
    }

    /// Some day of a month or of a year; `None` when there is no such month.
    pub fn about(year: i32, month: Option<u32>) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month.unwrap_or(1), 1)?;
        Some(Self {
            year,
            month,
            day: None,
        })
    }

    /// Whether the day is known.
    pub fn is_whole(&self) -> bool {
        self.day.is_some()
    }

    /// The first and the last day that it can be.
    pub fn span(&self) -> (NaiveDate, NaiveDate) {
        let day = |month, day| NaiveDate::from_ymd_opt(self.year, month, day).unwrap_or_default();
        let (first, last) = (self.month.unwrap_or(1), self.month.unwrap_or(12));
        if let Some(known) = self.day {
            return (day(first, known), day(first, known));
        }
        let end = (28..=31)
            .rev()
            .find_map(|end| NaiveDate::from_ymd_opt(self.year, last, end));
        (day(first, 1), end.unwrap_or_default())
    }

    /// Whether both can be the same day.
    pub fn may_be(&self, other: &Self) -> bool {
        let same = |ours: Option<u32>, theirs: Option<u32>| {
            ours.zip(theirs).is_none_or(|(ours, theirs)| ours == theirs)
        };
        self.year == other.year && same(self.month, other.month) && same(self.day, other.day)
    }
}

/// The years in which somebody can have been born who is looked for.
pub(super) fn is_year(year: i32) -> bool {
    (1900..=2100).contains(&year)
}

/// A whole date in any notation that [`parse_date`] reads.
pub(super) fn whole_date(text: &str) -> Option<Birth> {
    let day = parse_date(text)?;
    is_year(day.year()).then(|| Birth::on(day))
}

/// `1989`, `1989-04`, `1989. 04.` or `04.1989`.
pub(super) fn part_of_date(text: &str) -> Option<Birth> {
    let parts: Vec<&str> = text
        .split(['-', '.', '/', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let (year, month) = match parts.as_slice() {
        [year] => (number(year, 4..=4)?, None),
        [year, month] if year.len() == 4 => (number(year, 4..=4)?, Some(number(month, 1..=2)?)),
        [month, year] => (number(year, 4..=4)?, Some(number(month, 1..=2)?)),
        _ => return None,
    };
    let year = i32::try_from(year).ok().filter(|year| is_year(*year))?;
    Birth::about(year, month)
}

/// `19890427` or `27041989`: the day that eight digits can mean. No eight digits can mean two,
/// because no month is the beginning of a year.
pub(super) fn date_in_digits(digits: &str) -> Option<Birth> {
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year_first = format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]);
    let year_last = format!("{}-{}-{}", &digits[..2], &digits[2..4], &digits[4..]);
    whole_date(&year_first).or_else(|| whole_date(&year_last))
}

fn number(text: &str, lengths: core::ops::RangeInclusive<usize>) -> Option<u32> {
    let plain = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert, proptest};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn parts_of_dates_are_read() {
        for text in ["1989-04", "1989. 04.", "1989/4", "04.1989", "4/1989"] {
            assert_eq!(part_of_date(text), Birth::about(1989, Some(4)), "{text}");
        }
        assert_eq!(part_of_date("1989."), Birth::about(1989, None));
        for text in ["", "89", "1889", "1989-13", "067-12", "1989-04-27", "0671"] {
            assert_eq!(part_of_date(text), None, "{text}");
        }
    }

    #[test]
    fn a_span_covers_what_it_can_be() {
        let span = |text| part_of_date(text).unwrap().span();
        assert_eq!(span("1989"), (day(1989, 1, 1), day(1989, 12, 31)));
        assert_eq!(span("1988-02"), (day(1988, 2, 1), day(1988, 2, 29)));
        let whole = Birth::on(day(1989, 4, 27));
        assert_eq!(whole.span(), (day(1989, 4, 27), day(1989, 4, 27)));
    }

    #[test]
    fn what_is_not_known_does_not_part() {
        let whole = Birth::on(day(1989, 4, 27));
        for text in ["1989", "1989-04"] {
            assert!(whole.may_be(&part_of_date(text).unwrap()), "{text}");
        }
        for text in ["1988", "1989-05"] {
            assert!(!part_of_date(text).unwrap().may_be(&whole), "{text}");
        }
        assert!(!whole.may_be(&Birth::on(day(1989, 4, 28))));
    }

    #[test]
    fn eight_digits_can_be_a_day() {
        let day = Some(Birth::on(day(1989, 4, 27)));
        assert_eq!(date_in_digits("19890427"), day);
        assert_eq!(date_in_digits("27041989"), day);
        assert_eq!(date_in_digits("12345678"), None);
        assert_eq!(date_in_digits("1989042"), None);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "\\PC{0,20}|[0-9./ -]{0,12}") {
            for birth in part_of_date(&text).into_iter().chain(whole_date(&text)) {
                let (first, last) = birth.span();
                prop_assert!(first <= last && birth.may_be(&birth));
            }
            let _ = date_in_digits(&text);
        }
    }
}
