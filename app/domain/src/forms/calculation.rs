use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Condition;

/// How a value is worked out: a typed tree, so that a builder can edit it.
///
/// Sums, averages and extremes leave out what is missing, and are missing when everything is;
/// products, differences and spans of time need both sides. Numbers are exact to six places.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Calculation {
    /// A fixed value.
    Value(Constant),
    /// The answer to a field; money counts in its smallest unit, a tally as its total.
    Field(String),
    /// The day of filling.
    Today,
    /// The sum.
    Sum(Vec<Calculation>),
    /// The product.
    Product(Vec<Calculation>),
    /// The first less the others.
    Difference(Vec<Calculation>),
    /// The mean.
    Average(Vec<Calculation>),
    /// The smallest number or the earliest day.
    Smallest(Vec<Calculation>),
    /// The largest number or the latest day.
    Largest(Vec<Calculation>),
    /// How many of the conditions hold.
    Count(Vec<Condition>),
    /// How many rows a group has.
    Rows {
        /// The group.
        group: String,
        /// Counts only the rows in which this holds.
        #[serde(default, rename = "where")]
        only: Option<Condition>,
    },
    /// The sum over the rows of a group.
    SumOfRows(OverRows),
    /// The mean over the rows of a group.
    AverageOfRows(OverRows),
    /// How many choices are chosen.
    Chosen {
        /// The field.
        field: String,
    },
    /// Full days between two days.
    DaysBetween(Span),
    /// Full months between two days.
    MonthsBetween(Span),
    /// Full years between two days.
    YearsBetween(Span),
    /// Full years between a birth date and the day of filling.
    Age {
        /// The field that holds the birth date.
        field: String,
    },
    /// Points for an answer.
    Score {
        /// The field: one choice, many choices (their points add up), or yes/no.
        field: String,
        /// Points by the id of the choice, or by `yes` and `no`.
        points: BTreeMap<String, i64>,
        /// Points for every other answer.
        #[serde(default)]
        otherwise: Option<i64>,
    },
    /// Texts, one after the other; what is missing is left out.
    Join {
        /// The texts.
        parts: Vec<Calculation>,
        /// What stands between them.
        #[serde(default)]
        separator: String,
    },
    /// One value or another.
    If {
        /// What decides.
        when: Condition,
        /// The value if it holds.
        then: Box<Calculation>,
        /// The value if it does not.
        #[serde(default)]
        otherwise: Option<Box<Calculation>>,
    },
}

/// A fixed value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Constant {
    /// Yes or no.
    YesNo(bool),
    /// A whole number.
    Integer(i64),
    /// A text; a decimal number or a day where one is needed.
    Text(String),
}

/// A calculation for each row of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverRows {
    /// The group.
    pub group: String,
    /// What each row gives.
    pub of: Box<Calculation>,
    /// Takes only the rows in which this holds.
    #[serde(default, rename = "where")]
    pub only: Option<Condition>,
}

/// From one day to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// The first day.
    pub from: Box<Calculation>,
    /// The last day.
    pub to: Box<Calculation>,
}

impl Calculation {
    /// The calculations that it consists of.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Sum(parts)
            | Self::Product(parts)
            | Self::Difference(parts)
            | Self::Average(parts)
            | Self::Smallest(parts)
            | Self::Largest(parts)
            | Self::Join { parts, .. } => parts.iter().collect(),
            Self::SumOfRows(rows) | Self::AverageOfRows(rows) => vec![&rows.of],
            Self::DaysBetween(span) | Self::MonthsBetween(span) | Self::YearsBetween(span) => {
                vec![&span.from, &span.to]
            }
            Self::If {
                then, otherwise, ..
            } => core::iter::once(then)
                .chain(otherwise)
                .map(|part| &**part)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The conditions that this part itself holds.
    pub fn conditions(&self) -> Vec<&Condition> {
        match self {
            Self::Count(conditions) => conditions.iter().collect(),
            Self::Rows { only, .. } => only.iter().collect(),
            Self::SumOfRows(rows) | Self::AverageOfRows(rows) => rows.only.iter().collect(),
            Self::If { when, .. } => vec![when],
            _ => Vec::new(),
        }
    }

    /// The field or the group that this part itself asks.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Field(field)
            | Self::Chosen { field }
            | Self::Age { field }
            | Self::Score { field, .. } => Some(field),
            Self::Rows { group, .. } => Some(group),
            Self::SumOfRows(rows) | Self::AverageOfRows(rows) => Some(&rows.group),
            _ => None,
        }
    }

    /// Adds every field that it asks.
    pub(super) fn collect_asked<'a>(&'a self, asked: &mut BTreeSet<&'a str>) {
        asked.extend(self.field());
        for condition in self.conditions() {
            condition.collect_asked(asked);
        }
        for part in self.parts() {
            part.collect_asked(asked);
        }
    }

    /// How deep it is nested, its conditions included.
    pub fn depth(&self) -> usize {
        let parts = self.parts().into_iter().map(Self::depth);
        let conditions = self.conditions().into_iter().map(Condition::depth);
        1 + parts.chain(conditions).max().unwrap_or(0)
    }

    /// How many parts it has, its conditions' included.
    pub fn size(&self) -> usize {
        let parts = self.parts().into_iter().map(Self::size);
        let conditions = self.conditions().into_iter().map(Condition::size);
        1 + parts.chain(conditions).sum::<usize>()
    }
}
