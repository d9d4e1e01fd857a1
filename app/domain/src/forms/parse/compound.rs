//! Types with several controls.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};

use super::{
    Fault, Parsed, Strictness, Typed,
    plain::{choice, date, plain_number, text, within},
};
use crate::{
    ProblemCode,
    dates::parse_date,
    forms::{
        Address, Answer, Choice, Currency, DayLimit, Decimal, FieldType, IdentityDocument, Money,
        PartialDate,
    },
};

/// The parsed answer, if the type has parts.
pub(super) fn parse(kind: &FieldType, typed: &Typed, how: Strictness) -> Option<Parsed> {
    let mut reader = Reader {
        typed,
        faults: Vec::new(),
    };
    let answer = match kind {
        FieldType::Money {
            currencies,
            min,
            max,
        } => reader.money(currencies, *min, *max, how),
        FieldType::PartialDate { earliest, latest } => reader.partial_date(*earliest, *latest, how),
        FieldType::DateTime { earliest, latest } => reader.date_time(*earliest, *latest, how),
        FieldType::Address { countries } => reader.address(countries),
        FieldType::IdentityDocument {
            document_types,
            countries,
        } => reader.identity_document(document_types, countries),
        FieldType::Tally { ages, sexes, max } => reader.tally(ages, sexes, *max),
        _ => return None,
    };
    reader.refuse_unknown(kind);
    let faultless = reader.faults.is_empty();
    Some(Parsed {
        answer: answer.filter(|_| faultless),
        faults: reader.faults,
    })
}

/// Reads part by part, and remembers what was wrong.
struct Reader<'a> {
    typed: &'a Typed<'a>,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    fn fault(&mut self, part: &str, code: ProblemCode) {
        self.faults.push(Fault {
            part: Some(part.to_owned()),
            code,
        });
    }

    /// A part through its reader; a fault, if it has one, is remembered.
    fn read<T>(
        &mut self,
        part: &str,
        read: impl FnOnce(&'a str) -> Result<T, ProblemCode>,
    ) -> Option<T> {
        let value = self
            .typed
            .part(part)
            .and_then(|value| value.map(read).transpose());
        value.unwrap_or_else(|code| {
            self.fault(part, code);
            None
        })
    }

    fn refuse_unknown(&mut self, kind: &FieldType) {
        let unknown: Vec<&str> = self
            .typed
            .parts()
            .filter(|part| !is_part(kind, part))
            .take(5)
            .collect();
        for part in unknown {
            let name: String = part
                .chars()
                .filter(|sign| !sign.is_control())
                .take(60)
                .collect();
            self.fault(&name, ProblemCode::UnknownField);
        }
        if !self.typed.values().is_empty() {
            self.faults.push(ProblemCode::UnknownField.into());
        }
    }

    fn money(
        &mut self,
        currencies: &[Currency],
        min: i64,
        max: i64,
        how: Strictness,
    ) -> Option<Answer> {
        let currency = self
            .read("currency", |code| {
                Currency::from_code(code)
                    .filter(|currency| currencies.contains(currency))
                    .ok_or(ProblemCode::UnknownCurrency)
            })
            .or(currencies.first().copied())?;
        let amount = self.read("amount", |typed| amount(typed, currency))?;
        let limit = |amount| Money { amount, currency };
        if matches!(how, Strictness::On(_)) {
            if amount < min {
                self.fault("amount", ProblemCode::TooLittle { min: limit(min) });
            } else if amount > max {
                self.fault("amount", ProblemCode::TooMuch { max: limit(max) });
            }
        }
        Some(Answer::Money(limit(amount)))
    }

    fn partial_date(
        &mut self,
        earliest: Option<DayLimit>,
        latest: Option<DayLimit>,
        how: Strictness,
    ) -> Option<Answer> {
        let about = self.read("about", |value| match value {
            "yes" | "true" | "on" => Ok(true),
            "no" | "false" => Ok(false),
            _ => Err(ProblemCode::NotYesOrNo),
        });
        let date = self.read("date", |typed| {
            let date =
                partial_date(typed, about.unwrap_or(false)).ok_or(ProblemCode::NotAPartialDate)?;
            within(date.first_day(), last_day(&date), earliest, latest, how).map(|()| date)
        })?;
        Some(Answer::PartialDate(date))
    }

    fn date_time(
        &mut self,
        earliest: Option<DayLimit>,
        latest: Option<DayLimit>,
        how: Strictness,
    ) -> Option<Answer> {
        let day = self.read("date", |typed| date(typed, earliest, latest, how));
        let time = self.read("time", |typed| time(typed).ok_or(ProblemCode::NotATime));
        match (day, time) {
            (Some(day), Some(time)) => Some(Answer::DateTime(day.and_time(time))),
            (Some(_), None) => self.missing("time"),
            (None, Some(_)) => self.missing("date"),
            (None, None) => None,
        }
    }

    /// A part that the others need.
    fn missing(&mut self, part: &str) -> Option<Answer> {
        if self
            .faults
            .iter()
            .all(|fault| fault.part.as_deref() != Some(part))
        {
            self.fault(part, ProblemCode::PartMissing);
        }
        None
    }

    fn address(&mut self, countries: &[Choice]) -> Option<Answer> {
        let address = Address {
            country: self.read("country", |code| choice(code, countries)),
            postal_code: self.read("postal_code", |code| text(code, 12, false)),
            settlement: self.read("settlement", |name| text(name, 120, false)),
            street: self.read("street", |street| text(street, 200, false)),
        };
        if address.country.as_deref() == Some("hu")
            && let Some(code) = &address.postal_code
            && !(code.len() == 4
                && code.bytes().all(|byte| byte.is_ascii_digit())
                && !code.starts_with('0'))
        {
            self.fault("postal_code", ProblemCode::NotAPostalCode);
        }
        let answered = address.postal_code.is_some()
            || address.settlement.is_some()
            || address.street.is_some();
        answered.then_some(Answer::Address(address))
    }

    fn identity_document(
        &mut self,
        document_types: &[Choice],
        countries: &[Choice],
    ) -> Option<Answer> {
        let document = IdentityDocument {
            kind: self.read("type", |id| choice(id, document_types)),
            country: self.read("country", |code| choice(code, countries)),
            number: self.read("number", document_number),
            expiry: self.read("expiry", |typed| {
                parse_date(typed).ok_or(ProblemCode::NotADate)
            }),
        };
        let stands_alone = document.number.is_some() || document.expiry.is_some();
        if stands_alone && document.kind.is_none() {
            return self.missing("type");
        }
        let answered = document.kind.is_some() || stands_alone;
        answered.then_some(Answer::IdentityDocument(document))
    }

    fn tally(&mut self, ages: &[Choice], sexes: &[Choice], max: u32) -> Option<Answer> {
        let mut numbers = BTreeMap::new();
        for age in ages {
            for sex in sexes {
                let cell = format!("{}.{}", age.choice, sex.choice);
                let number = self.read(&cell, |typed| count(typed, max));
                if let Some(number) = number.filter(|number| *number > 0) {
                    numbers.insert(cell, number);
                }
            }
        }
        (!numbers.is_empty()).then_some(Answer::Tally(numbers))
    }
}

/// Whether a type has a part of this name.
fn is_part(kind: &FieldType, part: &str) -> bool {
    match kind {
        FieldType::Money { .. } => matches!(part, "amount" | "currency"),
        FieldType::PartialDate { .. } => matches!(part, "date" | "about"),
        FieldType::DateTime { .. } => matches!(part, "date" | "time"),
        FieldType::Address { .. } => {
            matches!(part, "country" | "postal_code" | "settlement" | "street")
        }
        FieldType::IdentityDocument { .. } => {
            matches!(part, "type" | "country" | "number" | "expiry")
        }
        FieldType::Tally { ages, sexes, .. } => part.split_once('.').is_some_and(|(age, sex)| {
            let has = |all: &[Choice], id: &str| all.iter().any(|choice| choice.choice == id);
            has(ages, age) && has(sexes, sex)
        }),
        _ => false,
    }
}

/// Reads `48 000`, `12,5` or `12.50` as so many of the smallest unit.
fn amount(typed: &str, currency: Currency) -> Result<i64, ProblemCode> {
    let places = currency.places();
    let code = ProblemCode::NotAnAmount { currency };
    let number: Decimal = match plain_number(typed).parse() {
        Ok(number) => number,
        Err(()) => return Err(code),
    };
    let units = (0..places).try_fold(number, |number, _| number.times(Decimal::whole(10)?));
    units
        .filter(|units| units.places() == 0)
        .map(Decimal::to_whole)
        .ok_or(code)
}

/// Reads `1989`, `1989-04`, `1989. 04.`, `04.1989`, or a whole date.
fn partial_date(typed: &str, about: bool) -> Option<PartialDate> {
    use chrono::Datelike;
    if let Some(day) = parse_date(typed) {
        return PartialDate::new(day.year(), Some(day.month()), Some(day.day()), about);
    }
    let parts: Vec<&str> = typed
        .split(['-', '.', '/', ' ', '\u{a0}'])
        .filter(|part| !part.is_empty())
        .collect();
    let number = |text: &str| -> Option<u32> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok())?
    };
    let year = |text: &str| (text.len() == 4).then(|| i32::try_from(number(text)?).ok())?;
    let month = |text: &str| (text.len() <= 2).then(|| number(text))?;
    match parts.as_slice() {
        [only] => PartialDate::new(year(only)?, None, None, about),
        [first, second] if first.len() == 4 => {
            PartialDate::new(year(first)?, Some(month(second)?), None, about)
        }
        [first, second] => PartialDate::new(year(second)?, Some(month(first)?), None, about),
        _ => None,
    }
}

/// The last day that a partial date may be.
fn last_day(date: &PartialDate) -> NaiveDate {
    let first = date.first_day();
    let months = match (date.month, date.day) {
        (_, Some(_)) => return first,
        (Some(_), None) => 1,
        (None, None) => 12,
    };
    first
        .checked_add_months(chrono::Months::new(months))
        .and_then(|day| day.pred_opt())
        .unwrap_or(first)
}

/// Reads `14:30`, `9:05` or `14.30`.
fn time(typed: &str) -> Option<NaiveTime> {
    let (hour, minute) = typed.split_once([':', '.'])?;
    let digits = |text: &str, lengths: core::ops::RangeInclusive<usize>| -> Option<u32> {
        let plain = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse().ok())?
    };
    NaiveTime::from_hms_opt(digits(hour, 1..=2)?, digits(minute, 2..=2)?, 0)
}

/// Documents' numbers are compared in capital letters and without spaces.
fn document_number(typed: &str) -> Result<String, ProblemCode> {
    let number: String = text(typed, 60, false)?
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .flat_map(char::to_uppercase)
        .collect();
    let fits = number.chars().count() <= 40
        && number
            .chars()
            .all(|sign| sign.is_alphanumeric() || matches!(sign, '-' | '/' | '.'));
    fits.then_some(number)
        .ok_or(ProblemCode::NotADocumentNumber)
}

fn count(typed: &str, max: u32) -> Result<u32, ProblemCode> {
    let number: i64 = plain_number(typed)
        .parse()
        .map_err(|_| ProblemCode::NotAnInteger)?;
    match u32::try_from(number) {
        Err(_) if number < 0 => Err(ProblemCode::TooSmall { min: 0 }),
        Ok(number) if number <= max => Ok(number),
        _ => Err(ProblemCode::TooLarge { max: max.into() }),
    }
}
