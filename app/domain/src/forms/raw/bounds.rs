//! Limits of lengths, numbers and days.

use super::Bound;
use crate::forms::{DECIMALS_MAX, DayLimit, Decimal};

/// The largest amount, so that sums of many stay exact.
pub(super) const AMOUNT_MAX: i64 = 1_000_000_000_000;

pub(super) fn length(given: Option<u32>, usual: u32, most: u32) -> Result<u32, String> {
    let length = given.unwrap_or(usual);
    (1..=most)
        .contains(&length)
        .then_some(length)
        .ok_or_else(|| format!("`max_length` must be 1 to {most}"))
}

pub(super) fn whole(bound: Option<&Bound>, name: &str) -> Result<Option<i64>, String> {
    match bound {
        None => Ok(None),
        Some(Bound::Whole(number)) => Ok(Some(*number)),
        Some(Bound::Written(_)) => Err(format!("`{name}` must be a whole number")),
    }
}

pub(super) fn decimal(bound: &Bound, name: &str) -> Result<Decimal, String> {
    let number = match bound {
        Bound::Whole(number) => Decimal::whole(*number),
        Bound::Written(text) => text.parse().ok(),
    };
    number.ok_or_else(|| format!("`{name}` is not a decimal number; write it in quotes: \"0.5\""))
}

pub(super) fn places_of(decimals: Option<u8>) -> Result<u8, String> {
    let decimals = decimals.unwrap_or(2);
    (1..=DECIMALS_MAX)
        .contains(&decimals)
        .then_some(decimals)
        .ok_or_else(|| format!("`decimals` must be 1 to {DECIMALS_MAX}"))
}

pub(super) fn in_order<T: PartialOrd>(min: &T, max: &T) -> Result<(), String> {
    (min <= max)
        .then_some(())
        .ok_or_else(|| "`min` is larger than `max`".to_owned())
}

pub(super) fn day_limit(text: &str) -> Result<DayLimit, String> {
    if text == "today" {
        return Ok(DayLimit::Today);
    }
    text.parse()
        .map(DayLimit::Day)
        .map_err(|_| format!("`{text}` is neither `today` nor a date such as 1900-01-01"))
}
