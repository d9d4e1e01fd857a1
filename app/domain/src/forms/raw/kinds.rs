//! The settings of each type.

use std::collections::BTreeSet;

use super::{Bound, FormProblem, ID_RULE, Kind, RawField, ResultKind, is_choice_id};
use crate::{
    Text,
    access::Sensitivity,
    forms::{
        CHOICES_MAX, Choice, Currency, DECIMALS_MAX, DayLimit, Decimal, FieldType, Group,
        LONG_TEXT_MAX, Lookup, ROWS_MAX, ResultType, TALLY_MAX, TEXT_MAX,
    },
};

/// What is wrong: with the field itself, or with the fields in it.
pub(super) enum Wrong {
    Own(String),
    Inner(Vec<FormProblem>),
}

impl From<String> for Wrong {
    fn from(reason: String) -> Self {
        Self::Own(reason)
    }
}

impl RawField {
    /// Settings that do not belong to the field's type.
    pub(super) fn misplaced(&self) -> Vec<String> {
        use Kind::{
            Address, Calculated, Date, DateTime, Decimal, Group, IdentityDocument, Integer,
            Location, LongText, ManyChoices, Money, OneChoice, PartialDate, Tally, Text,
        };
        let days: &[Kind] = &[Date, PartialDate, DateTime];
        let numbers: &[Kind] = &[Integer, Decimal, Money];
        let given: [(&str, bool, &[Kind]); 20] = [
            ("max_length", self.max_length.is_some(), &[Text, LongText]),
            ("min", self.min.is_some(), numbers),
            ("max", self.max.is_some(), &[Integer, Decimal, Money, Tally]),
            ("decimals", self.decimals.is_some(), &[Decimal, Calculated]),
            (
                "currencies",
                self.currencies.is_some(),
                &[Money, Calculated],
            ),
            ("earliest", self.earliest.is_some(), days),
            ("latest", self.latest.is_some(), days),
            (
                "choices",
                self.choices.is_some(),
                &[OneChoice, ManyChoices, Calculated],
            ),
            (
                "lookup",
                self.lookup.is_some(),
                &[OneChoice, ManyChoices, Location, Calculated],
            ),
            ("parent", self.parent.is_some(), &[OneChoice, ManyChoices]),
            (
                "countries",
                self.countries.is_some(),
                &[Address, IdentityDocument],
            ),
            (
                "document_types",
                self.document_types.is_some(),
                &[IdentityDocument],
            ),
            ("result", self.result.is_some(), &[Calculated]),
            ("calculation", self.calculation.is_some(), &[Calculated]),
            ("fields", self.fields.is_some(), &[Group]),
            ("row_label", self.row_label.is_some(), &[Group]),
            ("summary", self.summary.is_some(), &[Group]),
            ("min_rows", self.min_rows.is_some(), &[Group]),
            ("max_rows", self.max_rows.is_some(), &[Group]),
            ("ages", self.ages.is_some(), &[Tally]),
        ];
        let sexes = ("sexes", self.sexes.is_some(), &[Tally] as &[Kind]);
        given
            .into_iter()
            .chain([sexes])
            .filter(|(_, given, fit)| *given && !fit.contains(&self.kind))
            .map(|(name, _, _)| format!("`{name}` does not belong to this type"))
            .collect()
    }

    /// The type with its settings.
    pub(super) fn kind(
        &self,
        lookups: &[Lookup],
        sensitivity: Sensitivity,
    ) -> Result<FieldType, Wrong> {
        Ok(match self.kind {
            Kind::Text => FieldType::Text {
                max_length: length(self.max_length, 200, TEXT_MAX)?,
            },
            Kind::LongText => FieldType::LongText {
                max_length: length(self.max_length, 4000, LONG_TEXT_MAX)?,
            },
            Kind::Integer => self.integer()?,
            Kind::Decimal => self.decimal()?,
            Kind::Money => self.money()?,
            Kind::YesNo => FieldType::YesNo,
            Kind::OneChoice => FieldType::OneChoice {
                choices: self.choices(lookups)?,
            },
            Kind::ManyChoices => FieldType::ManyChoices {
                choices: self.choices(lookups)?,
            },
            Kind::Date => {
                let (earliest, latest) = self.days()?;
                FieldType::Date { earliest, latest }
            }
            Kind::PartialDate => {
                let (earliest, latest) = self.days()?;
                FieldType::PartialDate { earliest, latest }
            }
            Kind::DateTime => {
                let (earliest, latest) = self.days()?;
                FieldType::DateTime { earliest, latest }
            }
            Kind::Phone => FieldType::Phone,
            Kind::Email => FieldType::Email,
            Kind::Iban => FieldType::Iban,
            Kind::Address => FieldType::Address {
                countries: items(lookups, "countries", self.countries.as_deref())?,
            },
            Kind::Location => FieldType::Location {
                choices: places(items(lookups, "lookup", self.lookup.as_deref())?)?,
            },
            Kind::IdentityDocument => FieldType::IdentityDocument {
                document_types: items(lookups, "document_types", self.document_types.as_deref())?,
                countries: items(lookups, "countries", self.countries.as_deref())?,
            },
            Kind::Calculated => FieldType::Calculated {
                result: self.result(lookups)?,
                calculation: self
                    .calculation
                    .clone()
                    .ok_or_else(|| "`calculation` is missing".to_owned())?,
            },
            Kind::Note => FieldType::Note,
            Kind::Divider => FieldType::Divider,
            Kind::Group => FieldType::Group(self.group(lookups, sensitivity)?),
            Kind::Tally => self.tally()?,
        })
    }

    fn integer(&self) -> Result<FieldType, String> {
        let min = whole(self.min.as_ref(), "min")?.unwrap_or(i64::MIN);
        let max = whole(self.max.as_ref(), "max")?.unwrap_or(i64::MAX);
        in_order(min, max)?;
        Ok(FieldType::Integer { min, max })
    }

    fn decimal(&self) -> Result<FieldType, String> {
        let decimals = places_of(self.decimals)?;
        let min = self
            .min
            .as_ref()
            .map(|min| decimal(min, "min"))
            .transpose()?;
        let max = self
            .max
            .as_ref()
            .map(|max| decimal(max, "max"))
            .transpose()?;
        if let (Some(min), Some(max)) = (min, max) {
            in_order(min, max)?;
        }
        let too_fine =
            |bound: Option<Decimal>| bound.is_some_and(|bound| bound.places() > decimals);
        if too_fine(min) || too_fine(max) {
            return Err("`min` or `max` has more places than `decimals`".to_owned());
        }
        Ok(FieldType::Decimal { decimals, min, max })
    }

    fn money(&self) -> Result<FieldType, String> {
        let min = whole(self.min.as_ref(), "min")?.unwrap_or(0);
        let max = whole(self.max.as_ref(), "max")?.unwrap_or(AMOUNT_MAX);
        in_order(min, max)?;
        if min < -AMOUNT_MAX || max > AMOUNT_MAX {
            return Err(format!("amounts go up to {AMOUNT_MAX}"));
        }
        let currencies = self.currencies.clone().unwrap_or_default();
        let unique: BTreeSet<Currency> = currencies.iter().copied().collect();
        if currencies.is_empty() || unique.len() != currencies.len() {
            return Err("`currencies` needs at least one currency, each once".to_owned());
        }
        Ok(FieldType::Money {
            currencies,
            min,
            max,
        })
    }

    fn days(&self) -> Result<(Option<DayLimit>, Option<DayLimit>), String> {
        let earliest = self.earliest.as_deref().map(day_limit).transpose()?;
        let latest = self.latest.as_deref().map(day_limit).transpose()?;
        if let (Some(DayLimit::Day(earliest)), Some(DayLimit::Day(latest))) = (earliest, latest)
            && latest < earliest
        {
            return Err("`earliest` is later than `latest`".to_owned());
        }
        Ok((earliest, latest))
    }

    /// The field's own choices, or those of its lookup.
    fn choices(&self, lookups: &[Lookup]) -> Result<Vec<Choice>, String> {
        match (&self.choices, &self.lookup) {
            (Some(_), Some(_)) => Err("`choices` and `lookup` stand both".to_owned()),
            (None, None) => Err("`choices` or `lookup` is missing".to_owned()),
            (None, lookup) => items(lookups, "lookup", lookup.as_deref()),
            (Some(choices), None) => {
                check_choices(choices, 2, CHOICES_MAX)?;
                Ok(choices.clone())
            }
        }
    }

    fn result(&self, lookups: &[Lookup]) -> Result<ResultType, String> {
        let result = self
            .result
            .ok_or_else(|| "`result` is missing".to_owned())?;
        let fits = [
            ("decimals", self.decimals.is_some(), ResultKind::Decimal),
            ("currencies", self.currencies.is_some(), ResultKind::Money),
            ("choices", self.choices.is_some(), ResultKind::OneChoice),
            ("lookup", self.lookup.is_some(), ResultKind::OneChoice),
        ];
        if let Some((name, _, _)) = fits
            .into_iter()
            .find(|(_, given, fit)| *given && *fit != result)
        {
            return Err(format!("`{name}` does not belong to this result"));
        }
        Ok(match result {
            ResultKind::Integer => ResultType::Integer,
            ResultKind::Decimal => ResultType::Decimal {
                decimals: places_of(self.decimals)?,
            },
            ResultKind::Money => match self.currencies.as_deref() {
                Some([currency]) => ResultType::Money {
                    currency: *currency,
                },
                _ => return Err("`currencies` needs exactly one currency".to_owned()),
            },
            ResultKind::Text => ResultType::Text,
            ResultKind::Date => ResultType::Date,
            ResultKind::YesNo => ResultType::YesNo,
            ResultKind::OneChoice => ResultType::OneChoice {
                choices: self.choices(lookups)?,
            },
        })
    }

    fn group(&self, lookups: &[Lookup], sensitivity: Sensitivity) -> Result<Group, Wrong> {
        let raw = self.fields.clone().unwrap_or_default();
        let mut fields = Vec::new();
        let mut problems = Vec::new();
        for field in raw {
            // What is deeper is refused, and not looked into.
            if field.kind == Kind::Group {
                problems.push(FormProblem::of(
                    &field.field,
                    "a group cannot stand in a group",
                ));
                continue;
            }
            match field.check(lookups, Some(sensitivity)) {
                Ok(field) => fields.push(field),
                Err(found) => problems.extend(found),
            }
        }
        if !problems.is_empty() {
            return Err(Wrong::Inner(problems));
        }
        if !fields.iter().any(super::Field::is_asked) {
            return Err(Wrong::Own("a group needs at least one question".to_owned()));
        }
        let (min_rows, max_rows) = (self.min_rows.unwrap_or(0), self.max_rows.unwrap_or(20));
        if max_rows == 0 || max_rows > ROWS_MAX || min_rows > max_rows {
            let reason = format!("`max_rows` must be 1 to {ROWS_MAX}, and not below `min_rows`");
            return Err(Wrong::Own(reason));
        }
        let summary = self.summary.clone().unwrap_or_default();
        let known = |id: &String| {
            fields
                .iter()
                .any(|field| field.id == *id && field.has_answer())
        };
        if summary.is_empty() || !summary.iter().all(known) {
            return Err(Wrong::Own(
                "`summary` must name fields of the group".to_owned(),
            ));
        }
        let row_label = self.row_label.clone().filter(|label| !label.is_blank());
        Ok(Group {
            fields,
            row_label: row_label.ok_or_else(|| "`row_label` is missing".to_owned())?,
            summary,
            min_rows,
            max_rows,
        })
    }

    fn tally(&self) -> Result<FieldType, String> {
        let ages = self.ages.clone().unwrap_or_default();
        let sexes = self.sexes.clone().unwrap_or_default();
        check_choices(&ages, 1, TALLY_MAX)?;
        check_choices(&sexes, 1, TALLY_MAX)?;
        if ages
            .iter()
            .chain(&sexes)
            .any(|choice| choice.shown_when.is_some())
        {
            return Err("a tally's bands and columns are always shown".to_owned());
        }
        let max = whole(self.max.as_ref(), "max")?.unwrap_or(9999);
        let max = u32::try_from(max)
            .ok()
            .filter(|max| (1..=1_000_000).contains(max));
        Ok(FieldType::Tally {
            ages,
            sexes,
            max: max.ok_or_else(|| "`max` must be 1 to 1000000".to_owned())?,
        })
    }
}

/// The largest amount, so that sums of many stay exact.
const AMOUNT_MAX: i64 = 1_000_000_000_000;

fn length(given: Option<u32>, usual: u32, most: u32) -> Result<u32, String> {
    let length = given.unwrap_or(usual);
    (1..=most)
        .contains(&length)
        .then_some(length)
        .ok_or_else(|| format!("`max_length` must be 1 to {most}"))
}

fn whole(bound: Option<&Bound>, name: &str) -> Result<Option<i64>, String> {
    match bound {
        None => Ok(None),
        Some(Bound::Whole(number)) => Ok(Some(*number)),
        Some(Bound::Written(_)) => Err(format!("`{name}` must be a whole number")),
    }
}

fn decimal(bound: &Bound, name: &str) -> Result<Decimal, String> {
    let number = match bound {
        Bound::Whole(number) => Decimal::whole(*number),
        Bound::Written(text) => text.parse().ok(),
    };
    number.ok_or_else(|| format!("`{name}` is not a decimal number; write it in quotes: \"0.5\""))
}

fn places_of(decimals: Option<u8>) -> Result<u8, String> {
    let decimals = decimals.unwrap_or(2);
    (1..=DECIMALS_MAX)
        .contains(&decimals)
        .then_some(decimals)
        .ok_or_else(|| format!("`decimals` must be 1 to {DECIMALS_MAX}"))
}

fn in_order<T: PartialOrd>(min: T, max: T) -> Result<(), String> {
    (min <= max)
        .then_some(())
        .ok_or_else(|| "`min` is larger than `max`".to_owned())
}

fn day_limit(text: &str) -> Result<DayLimit, String> {
    if text == "today" {
        return Ok(DayLimit::Today);
    }
    text.parse()
        .map(DayLimit::Day)
        .map_err(|_| format!("`{text}` is neither `today` nor a date such as 1900-01-01"))
}

fn items(lookups: &[Lookup], setting: &str, id: Option<&str>) -> Result<Vec<Choice>, String> {
    let id = id.ok_or_else(|| format!("`{setting}` is missing"))?;
    lookups
        .iter()
        .find(|lookup| lookup.lookup == id)
        .map(|lookup| lookup.items.clone())
        .ok_or_else(|| format!("there is no lookup `{id}`"))
}

/// Places lie in places of the same lookup.
fn places(items: Vec<Choice>) -> Result<Vec<Choice>, String> {
    let known: BTreeSet<&str> = items.iter().map(|item| item.choice.as_str()).collect();
    let lost = items.iter().find(|item| {
        item.parent
            .as_deref()
            .is_some_and(|parent| !known.contains(parent))
    });
    match lost {
        Some(item) => Err(format!(
            "the place `{}` lies in a place that is not there",
            item.choice
        )),
        None => Ok(items),
    }
}

fn check_choices(choices: &[Choice], least: usize, most: usize) -> Result<(), String> {
    if choices.len() < least || choices.len() > most {
        return Err(format!("this type needs {least} to {most} choices"));
    }
    let mut seen = BTreeSet::new();
    for Choice {
        choice,
        label,
        from,
        until,
        ..
    } in choices
    {
        if !is_choice_id(choice) {
            return Err(format!("`{choice}` is not a choice id ({ID_RULE})"));
        }
        if !seen.insert(choice) {
            return Err(format!("the choice `{choice}` stands twice"));
        }
        if Text::is_blank(label) {
            return Err(format!("the choice `{choice}` has an empty label"));
        }
        if let (Some(from), Some(until)) = (from, until)
            && until <= from
        {
            return Err(format!("the choice `{choice}` is never offered"));
        }
    }
    Ok(())
}
