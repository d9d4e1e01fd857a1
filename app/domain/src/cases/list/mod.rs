//! Lists of cases: what is asked for, and what is answered.

mod address;
mod filter;
mod frame;
mod query;
mod subject;
#[cfg(test)]
mod tests;

use chrono::{NaiveDate, NaiveDateTime};
pub use filter::{
    Accepted, Span, accepted, accepted_days, can_be_sorted, indexed_field, indexed_fields,
    is_filtered_by_span, shape,
};
pub use frame::{
    FilterChip, FilterChoice, FilterControl, FilterValue, ListFrame, ListView, OpenPanel, Panel,
    SubjectChoice, SubjectGroup,
};
pub use query::{COLUMNS_MAX, FILTER_VALUES_MAX, FILTERS_MAX, ListQuery, Sort, Wanted};
use serde::{Deserialize, Serialize};
pub use subject::{AnswerPath, Subject};

use super::{CaseNumber, Stage};
use crate::{Text, forms::Answer};

/// How many cases one page of a list shows.
pub const CASES_PER_PAGE: u64 = 50;

/// Whose cases a list shows, within what the actor may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Those that the user owns.
    #[default]
    Mine,
    /// Every case within reach.
    All,
    /// Those that nobody owns yet.
    Nobodys,
    /// Those of other districts that a grant opens to the user.
    Shared,
}

impl Whose {
    /// Every choice, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Mine, Self::All, Self::Nobodys, Self::Shared];

    /// The name in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::All => "all",
            Self::Nobodys => "nobodys",
            Self::Shared => "shared",
        }
    }

    /// The choice of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|whose| whose.code() == code)
    }
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseListItem {
    /// Its number.
    pub number: CaseNumber,
    /// The person's name in their own spelling; empty where it is hidden.
    pub name: String,
    /// The name in Latin letters, where it differs.
    pub latin_name: String,
    /// The birth date, where known and not hidden.
    pub birth_date: Option<NaiveDate>,
    /// Its stage; `None` where a grant opens the case.
    pub stage: Option<Stage>,
    /// Who is responsible; `None` when nobody is yet.
    pub owner: Option<String>,
    /// The team, where there is a column for it.
    pub team: Option<Text>,
    /// When it was opened, as the clock on the wall shows it; `None` where a grant opens it.
    pub opened: Option<NaiveDateTime>,
    /// The last change; `None` where a grant opens the case.
    pub changed: Option<NaiveDateTime>,
    /// The answers that were asked for, in the order of the columns.
    pub answers: Vec<Option<Answer>>,
}

/// How many cases a list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// So many.
    Exactly(u64),
    /// More than so many: counting on would take long.
    MoreThan(u64),
}

/// One page of a list of cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseList {
    /// The cases, in order.
    pub cases: Vec<CaseListItem>,
    /// How many there are in all.
    pub count: Count,
    /// Behind which case the next page begins, if there is one.
    pub next: Option<CaseNumber>,
    /// Whether the actor may give cases to other owners.
    pub may_assign: bool,
    /// Whether the actor may register persons.
    pub may_register: bool,
}
