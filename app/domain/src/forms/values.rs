//! Answers that have parts.

use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An amount in the smallest unit of its currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// How many of the smallest unit.
    pub amount: i64,
    /// The currency.
    pub currency: Currency,
}

/// A currency by its ISO 4217 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the codes are those of ISO 4217")]
pub enum Currency {
    Huf,
    Eur,
    Uah,
    Usd,
    Gbp,
    Pln,
    Ron,
    Czk,
    Chf,
    Rsd,
}

impl Currency {
    /// Every currency that a form may ask for.
    pub const ALL: [Self; 10] = [
        Self::Huf,
        Self::Eur,
        Self::Uah,
        Self::Usd,
        Self::Gbp,
        Self::Pln,
        Self::Ron,
        Self::Czk,
        Self::Chf,
        Self::Rsd,
    ];

    /// The code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Huf => "HUF",
            Self::Eur => "EUR",
            Self::Uah => "UAH",
            Self::Usd => "USD",
            Self::Gbp => "GBP",
            Self::Pln => "PLN",
            Self::Ron => "RON",
            Self::Czk => "CZK",
            Self::Chf => "CHF",
            Self::Rsd => "RSD",
        }
    }

    /// The currency with this code, however it is written.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|currency| currency.code().eq_ignore_ascii_case(code))
    }

    /// How many places the smallest unit has. Nobody pays in fillér any more.
    pub const fn places(self) -> u8 {
        match self {
            Self::Huf => 0,
            _ => 2,
        }
    }
}

impl Money {
    /// The amount in whole units as it would be typed: `48000`, `12.50`.
    pub fn to_typed(&self) -> String {
        if self.currency.places() == 0 {
            return self.amount.to_string();
        }
        let (amount, sign) = (
            self.amount.unsigned_abs(),
            if self.amount < 0 { "-" } else { "" },
        );
        format!("{sign}{}.{:02}", amount / 100, amount % 100)
    }
}

/// A date of which only the year, or the year and the month, may be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartialDate {
    /// The year.
    pub year: i32,
    /// The month, if it is known.
    pub month: Option<u32>,
    /// The day, if it is known.
    pub day: Option<u32>,
    /// Whether it is only about then.
    pub about: bool,
}

impl PartialDate {
    /// The date, if it is one of the calendar, between the years 1 and 9999.
    pub fn new(year: i32, month: Option<u32>, day: Option<u32>, about: bool) -> Option<Self> {
        let complete = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1));
        let fits = (1..=9999).contains(&year) && !(month.is_none() && day.is_some());
        complete.filter(|_| fits).map(|_| Self {
            year,
            month,
            day,
            about,
        })
    }

    /// The first day that it may be.
    pub fn first_day(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
            .unwrap_or_default()
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(out, "-{part:02}")?;
        }
        Ok(())
    }
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The country: an item of the field's lookup.
    pub country: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// Town or village.
    pub settlement: Option<String>,
    /// Street, house number, floor, door.
    pub street: Option<String>,
}

/// An identity document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityDocument {
    /// The type: an item of the field's lookup.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The country that issued it: an item of the field's lookup.
    pub country: Option<String>,
    /// Its number, in capital letters, without spaces.
    pub number: Option<String>,
    /// Until when it is valid.
    pub expiry: Option<NaiveDate>,
}
