//! The settings of each type.

use std::collections::BTreeSet;

use super::{
    FormProblem, Kind, RawField, ResultKind,
    bounds::{AMOUNT_MAX, day_limit, decimal, in_order, length, places_of, whole},
    choices::{check_bare, check_choices, items, places},
};
use crate::{
    access::Sensitivity,
    forms::{
        CHOICES_MAX, Choice, Currency, DayLimit, Decimal, FieldType, Group, LONG_TEXT_MAX, Lookup,
        ROWS_MAX, ResultType, TALLY_MAX, TEXT_MAX,
    },
};

/// What is wrong: with the field itself, with one of its choices, or with the fields in it.
pub(super) enum Wrong {
    Own(String),
    Choice(String, String),
    Inner(Vec<FormProblem>),
}

impl From<String> for Wrong {
    fn from(reason: String) -> Self {
        Self::Own(reason)
    }
}

impl RawField {
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
        in_order(&min, &max)?;
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
            in_order(&min, &max)?;
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
        in_order(&min, &max)?;
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
    fn choices(&self, lookups: &[Lookup]) -> Result<Vec<Choice>, Wrong> {
        match (&self.choices, &self.lookup) {
            (Some(_), Some(_)) => Err("`choices` and `lookup` stand both".to_owned().into()),
            (None, None) => Err("`choices` or `lookup` is missing".to_owned().into()),
            (None, lookup) => Ok(items(lookups, "lookup", lookup.as_deref())?),
            (Some(choices), None) => {
                check_choices(choices, 2, CHOICES_MAX)?;
                let lost = choices.iter().find(|choice| choice.parent.is_some());
                if let (None, Some(choice)) = (&self.parent, lost) {
                    let reason = "`parent` means nothing where the field has no `parent`";
                    return Err(Wrong::Choice(choice.choice.clone(), reason.to_owned()));
                }
                Ok(choices.clone())
            }
        }
    }

    fn result(&self, lookups: &[Lookup]) -> Result<ResultType, Wrong> {
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
            return Err(format!("`{name}` does not belong to this result").into());
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
                _ => return Err("`currencies` needs exactly one currency".to_owned().into()),
            },
            ResultKind::Text => ResultType::Text,
            ResultKind::Date => ResultType::Date,
            ResultKind::YesNo => ResultType::YesNo,
            ResultKind::OneChoice => {
                let choices = self.choices(lookups)?;
                if self.choices.is_some() {
                    check_bare(&choices)?;
                }
                ResultType::OneChoice { choices }
            }
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

    fn tally(&self) -> Result<FieldType, Wrong> {
        let ages = self.ages.clone().unwrap_or_default();
        let sexes = self.sexes.clone().unwrap_or_default();
        check_choices(&ages, 1, TALLY_MAX)?;
        check_choices(&sexes, 1, TALLY_MAX)?;
        check_bare(&ages)?;
        check_bare(&sexes)?;
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
