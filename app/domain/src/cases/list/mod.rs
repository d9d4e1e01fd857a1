use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{CaseNumber, Stage};

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
}

impl Whose {
    /// Every choice, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Mine, Self::All, Self::Nobodys];

    /// The name in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::All => "all",
            Self::Nobodys => "nobodys",
        }
    }

    /// The choice of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|whose| whose.code() == code)
    }
}

/// Where a page of the list begins: behind this case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ListCursor(pub CaseNumber);

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseListItem {
    /// Its number.
    pub number: CaseNumber,
    /// The person's name in their own spelling; empty where it is hidden.
    pub name: String,
    /// The name in Latin letters, where it differs.
    pub latin_name: String,
    /// The birth date, where known and not hidden.
    pub birth_date: Option<NaiveDate>,
    /// Its stage.
    pub stage: Stage,
    /// Who is responsible; `None` when nobody is yet.
    pub owner: Option<String>,
    /// The last change, as the clock on the wall shows it.
    pub changed: NaiveDateTime,
}

/// One page of a list of cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasePageOfList {
    /// The cases, latest change first.
    pub cases: Vec<CaseListItem>,
    /// How many there are in all.
    pub total: u64,
    /// Where the next page begins, if there is one.
    pub next: Option<ListCursor>,
    /// Whether the actor may register persons.
    pub may_register: bool,
}
