use core::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A decimal number, exact to six places: what a rule computes with, the same in every build.
///
/// Floating point would round differently in the last digit from one machine to the next. The
/// largest numbers are a little over nine million million; what is larger is no value at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i64);

/// The most places after the point.
pub const DECIMALS_MAX: u8 = 6;

const ONE: i64 = 1_000_000;

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// A whole number, unless it is too large.
    pub fn whole(number: i64) -> Option<Self> {
        number.checked_mul(ONE).map(Self)
    }

    /// The whole number that it is, rounded half away from zero.
    pub fn to_whole(self) -> i64 {
        self.rounded(0).0 / ONE
    }

    /// How many millionths it is: as index rows hold it.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// Rounded half away from zero to so many places.
    #[must_use]
    pub fn rounded(self, places: u8) -> Self {
        let step = 10_i64.pow(u32::from(DECIMALS_MAX - places.min(DECIMALS_MAX)));
        let rest = self.0 % step;
        let down = self.0 - rest;
        let up = rest.abs() * 2 >= step;
        // At the very end of what there is, there is nothing left to round up to.
        let rounded = down.checked_add(if up { step * rest.signum() } else { 0 });
        Self(rounded.unwrap_or(down))
    }

    /// How many places after the point it needs.
    pub fn places(self) -> u8 {
        (0..DECIMALS_MAX)
            .find(|places| self.rounded(*places) == self)
            .unwrap_or(DECIMALS_MAX)
    }

    /// The sum, unless it is too large.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, unless it is too large.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The product, rounded to six places, unless it is too large.
    pub fn times(self, other: Self) -> Option<Self> {
        divided(i128::from(self.0) * i128::from(other.0), i128::from(ONE))
    }

    /// The quotient, rounded to six places; none for a division by nothing.
    pub fn over(self, count: usize) -> Option<Self> {
        let count = i128::try_from(count).ok().filter(|count| *count > 0)?;
        divided(i128::from(self.0), count)
    }
}

/// Rounded half away from zero.
fn divided(number: i128, by: i128) -> Option<Decimal> {
    let (whole, rest) = (number / by, number % by);
    let up = if rest.abs() * 2 >= by {
        rest.signum()
    } else {
        0
    };
    i64::try_from(whole + up).ok().map(Decimal)
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = usize::from(self.places());
        let (whole, rest) = (self.0 / ONE, (self.0 % ONE).abs());
        let sign = if self.0 < 0 { "-" } else { "" };
        let digits = format!("{rest:06}");
        let point = if places == 0 { "" } else { "." };
        write!(out, "{sign}{}{point}{}", whole.abs(), &digits[..places])
    }
}

impl FromStr for Decimal {
    type Err = ();

    /// Reads `12`, `-3`, `0.25`: digits, and after a point at most six more.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", text),
        };
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !plain(rest) || rest.len() > usize::from(DECIMALS_MAX) {
            return Err(());
        }
        let scaled = format!("{sign}{whole}{rest:0<6}");
        scaled.parse().map(Self).map_err(|_| ())
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|()| de::Error::custom("not a decimal number"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_are_read_and_written_alike() {
        for text in ["0", "1", "-1", "0.5", "-0.000001", "12.34", "9000000000000"] {
            assert_eq!(decimal(text).to_string(), text);
        }
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "+1",
            "1e3",
            "1.2345678",
            "--1",
            "99999999999999",
        ] {
            assert_eq!(text.parse::<Decimal>(), Err(()), "{text}");
        }
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!(decimal("2.5").rounded(0), decimal("3"));
        assert_eq!(decimal("-2.5").rounded(0), decimal("-3"));
        assert_eq!(decimal("2.345").rounded(2), decimal("2.35"));
        assert_eq!(decimal("2").over(3), Some(decimal("0.666667")));
        assert_eq!(decimal("2").over(0), None);
    }

    proptest! {
        #[test]
        fn every_number_is_read_back(number: i64) {
            let number = Decimal(number);
            prop_assert_eq!(number.to_string().parse(), Ok(number));
        }

        #[test]
        fn arithmetic_never_panics(one: i64, other: i64, count: usize, places in 0..9_u8) {
            let (one, other) = (Decimal(one), Decimal(other));
            let _ = (one.plus(other), one.minus(other), one.times(other), one.over(count));
            let _ = (one.rounded(places), one.to_whole(), one.places());
        }
    }
}
