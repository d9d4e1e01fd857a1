use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{OpenPanel, Subject, Whose};
use crate::cases::{CaseNumber, Stage};

/// The most filters of one list.
pub const FILTERS_MAX: usize = 10;
/// The most values that one filter may accept.
pub const FILTER_VALUES_MAX: usize = 50;
/// The most characters of one value of a filter.
pub(super) const FILTER_CHARS_MAX: usize = 200;
/// The most columns that a list shows beside the name and the number.
pub const COLUMNS_MAX: usize = 8;

/// Which cases to list, in which order, and what to show of them.
///
/// It is written as the part of an address behind `?`, so that a list can be kept and sent:
/// `whose=all&stage=plan&housing/kind=shelter&arrival/arrived_on:from=2026-01-01&sort=-opened`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Whose.
    pub whose: Whose,
    /// Only those in one of these stages; in any, if there is none.
    pub stages: BTreeSet<Stage>,
    /// What else must hold.
    pub filters: BTreeMap<Subject, Wanted>,
    /// The order.
    pub sort: Sort,
    /// What to show beside the name and the number; the usual columns, if there is none.
    pub columns: Vec<Subject>,
    /// Behind which case the page begins.
    pub after: Option<CaseNumber>,
    /// Whether to count on where counting takes long.
    pub count_all: bool,
    /// The panel that is open; it is no part of the list, and never written.
    pub panel: Option<OpenPanel>,
}

/// What a filter accepts, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// One of these values.
    pub any_of: Vec<String>,
    /// From this one on.
    pub from: Option<String>,
    /// Up to this one, itself included.
    pub to: Option<String>,
    /// Those without an answer.
    pub none: bool,
}

impl Wanted {
    pub(super) fn is_blank(&self) -> bool {
        self.any_of.is_empty() && self.from.is_none() && self.to.is_none() && !self.none
    }
}

/// An order of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// By what.
    pub by: Subject,
    /// Whether the last comes first.
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self {
            by: Subject::Changed,
            descending: true,
        }
    }
}

impl ListQuery {
    /// The usual columns.
    pub const USUAL_COLUMNS: [Subject; 3] = [Subject::Stage, Subject::Owner, Subject::Changed];

    /// The usual columns of what grants open.
    pub const SHARED_COLUMNS: [Subject; 2] = [Subject::Owner, Subject::Team];

    /// The columns to show.
    pub fn shown_columns(&self) -> &[Subject] {
        match (self.columns.is_empty(), self.whose) {
            (false, _) => &self.columns,
            (true, Whose::Shared) => &Self::SHARED_COLUMNS,
            (true, _) => &Self::USUAL_COLUMNS,
        }
    }

    /// The same list from its beginning.
    #[must_use]
    pub fn from_the_beginning(&self) -> Self {
        Self {
            after: None,
            count_all: false,
            panel: None,
            ..self.clone()
        }
    }
}
