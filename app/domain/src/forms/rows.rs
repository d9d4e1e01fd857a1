//! The rows of a group.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Answers, Field,
    limits::{ROW_NUMBER_MAX, ROWS_MAX},
};

/// Under which key a stored row tells its number, where that is not its place; no field can have
/// this id.
const NUMBER: &str = "~row";

/// How many numbers each version of the answers has for rows of its own: a person who adds rows to
/// those of one version never reaches those of the next.
const NUMBERS_OF_A_VERSION: u32 = 2 * ROWS_MAX;

/// The rows of a group by their numbers, in that order.
///
/// The number says which row it is: a row keeps it as long as it is there, and none that comes
/// later is given it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(u32, Answers)>", into = "Vec<(u32, Answers)>")]
pub struct Rows(BTreeMap<u32, Answers>);

impl Rows {
    /// Every row with its number.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Answers)> {
        self.0.iter().map(|(number, row)| (*number, row))
    }

    /// What is answered in every row.
    pub fn answers(&self) -> impl Iterator<Item = &Answers> {
        self.0.values()
    }

    /// The row of this number.
    pub fn get(&self, number: u32) -> Option<&Answers> {
        self.0.get(&number)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These rows, with other answers in each.
    #[must_use]
    pub fn map(&self, answers: impl Fn(&Answers) -> Answers) -> Self {
        self.iter()
            .map(|(number, row)| (number, answers(row)))
            .collect()
    }

    /// As they are stored on top of `stored`: rows that are not there yet get numbers of this
    /// version. The same answers in the same order are the same rows, whatever their numbers.
    pub(super) fn numbered(&self, stored: &Self, version: u32) -> Self {
        if self.answers().eq(stored.answers()) {
            return stored.clone();
        }
        let (kept, new): (Vec<_>, Vec<_>) = self
            .iter()
            .partition(|(number, _)| stored.get(*number).is_some());
        let mut rows: Self = kept
            .into_iter()
            .map(|(number, row)| (number, row.clone()))
            .collect();
        let first = version
            .saturating_sub(1)
            .saturating_mul(NUMBERS_OF_A_VERSION);
        let mut next = rows.free_number(first);
        for (_, row) in new {
            rows.0.insert(next, row.clone());
            next = rows.free_number(next);
        }
        rows
    }

    /// The first number from this one on that no row has, and that a row may be sent under.
    pub fn free_number(&self, from: u32) -> u32 {
        let from = if from > ROW_NUMBER_MAX { 0 } else { from };
        (from..=ROW_NUMBER_MAX)
            .chain(0..from)
            .find(|number| self.get(*number).is_none())
            .unwrap_or_default()
    }

    pub(super) fn to_json(&self) -> Value {
        let rows = (0..).zip(self.iter());
        rows.map(|(place, (number, row)): (u32, _)| {
            let mut document = row.to_json();
            if let Some(document) = document.as_object_mut().filter(|_| place != number) {
                document.insert(NUMBER.to_owned(), number.into());
            }
            document
        })
        .collect()
    }

    pub(super) fn from_json(fields: &[Field], rows: &[Value]) -> Self {
        let rows = (0..).zip(rows).map(|(place, row)| {
            let told = row.get(NUMBER).and_then(Value::as_u64);
            let number = told.and_then(|number| u32::try_from(number).ok());
            (number.unwrap_or(place), Answers::of_fields(fields, row))
        });
        rows.collect()
    }
}

/// Of rows with the same number, the later ones get others: none is lost.
impl FromIterator<(u32, Answers)> for Rows {
    fn from_iter<I: IntoIterator<Item = (u32, Answers)>>(rows: I) -> Self {
        let mut all = Self::default();
        for (number, row) in rows {
            let number = all.free_number(number);
            all.0.insert(number, row);
        }
        all
    }
}

impl From<Vec<(u32, Answers)>> for Rows {
    fn from(rows: Vec<(u32, Answers)>) -> Self {
        rows.into_iter().collect()
    }
}

impl From<Rows> for Vec<(u32, Answers)> {
    fn from(rows: Rows) -> Self {
        rows.0.into_iter().collect()
    }
}
