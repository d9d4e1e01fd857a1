//! What stands around a list: its filters in words, saved views, and panels for other choices.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Sort, Span, Subject, Wanted};
use crate::Text;

/// A panel that is open above a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenPanel {
    /// Which filter to add.
    Filters,
    /// One filter.
    Filter(Subject),
    /// What to show, and in which order.
    Columns,
    /// Keeping the list under a name.
    Save,
}

impl OpenPanel {
    /// Reads its name in addresses: `filters`, `columns`, `save`, or what to filter.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "filters" => Some(Self::Filters),
            "columns" => Some(Self::Columns),
            "save" => Some(Self::Save),
            subject => Subject::parse(subject).map(Self::Filter),
        }
    }
}

/// What stands around a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ListFrame {
    /// The list's own address, from its beginning.
    pub address: String,
    /// Its filters.
    pub filters: Vec<FilterChip>,
    /// The questions of the columns that show answers, in their order.
    pub questions: Vec<Text>,
    /// The views that the actor may use.
    pub views: Vec<ListView>,
    /// The open panel.
    pub panel: Option<Panel>,
}

/// A filter in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FilterChip {
    /// What it filters.
    pub subject: Subject,
    /// The question, where it filters an answer.
    pub question: Option<Text>,
    /// What it accepts.
    pub values: Vec<FilterValue>,
    /// The list's address without it.
    pub without: String,
}

/// What a filter accepts, in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FilterValue {
    /// This text, choice, person or team.
    Is(Text),
    /// Yes or no.
    YesNo(bool),
    /// A day within these.
    Days(Span<NaiveDate>),
    /// A number within these, as they were typed.
    Numbers(Span<String>),
    /// No answer, or nobody.
    Nothing,
}

/// A list that was kept under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListView {
    /// Its id.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The list's address.
    pub address: String,
    /// Whether the whole district may use it.
    pub shared: bool,
    /// Whether it is the actor's own.
    pub own: bool,
}

/// A panel with its choices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Panel {
    /// What can be filtered.
    Filters {
        /// What the rest of the address says, for the panel's form.
        rest: Vec<(String, String)>,
        /// What there is to choose.
        groups: Vec<SubjectGroup>,
    },
    /// The values of one filter.
    Filter {
        /// What the rest of the address says.
        rest: Vec<(String, String)>,
        /// What it filters.
        subject: Subject,
        /// The question, where it filters an answer.
        question: Option<Text>,
        /// How to say what is wanted.
        control: FilterControl,
        /// Whether cases without an answer can be asked for.
        can_be_nothing: bool,
        /// What is asked for now.
        wanted: Wanted,
    },
    /// Columns and order.
    Columns {
        /// What the rest of the address says.
        rest: Vec<(String, String)>,
        /// What there is to choose.
        groups: Vec<SubjectGroup>,
        /// The columns in force.
        columns: Vec<Subject>,
        /// The order in force.
        sort: String,
    },
    /// Keeping the list.
    Save,
}

/// How to say what a filter accepts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FilterControl {
    /// Any of these.
    Choices(Vec<FilterChoice>),
    /// Yes, no or both.
    YesNo,
    /// From a day to a day.
    Days,
    /// From a number to a number.
    Numbers,
    /// Exactly this text.
    Text,
    /// A place by its name; places in it count.
    Place,
}

/// One choice of a filter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FilterChoice {
    /// Its value.
    pub value: String,
    /// What people read.
    pub label: Text,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What belongs together in a panel: the case's own, or the questions of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubjectGroup {
    /// The form's title; none for what is the case's own.
    pub title: Option<Text>,
    /// What there is to choose.
    pub subjects: Vec<SubjectChoice>,
}

/// Something that can be filtered, shown or sorted by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubjectChoice {
    /// What.
    pub subject: Subject,
    /// The question, where it is an answer.
    pub question: Option<Text>,
    /// Whether a list can be sorted by it.
    pub sortable: bool,
}

impl Sort {
    /// The same order the other way round, or by something else from its usual end.
    #[must_use]
    pub fn toggled(&self, by: &Subject) -> Self {
        let latest_first = matches!(by, Subject::Changed | Subject::Opened);
        Self {
            by: by.clone(),
            descending: if self.by == *by {
                !self.descending
            } else {
                latest_first
            },
        }
    }
}
