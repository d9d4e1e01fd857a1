use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::NotificationKind;
use crate::{cases::CaseNumber, ids::NotificationId};

/// One notification, as its receiver reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its id; later ones are greater.
    pub id: NotificationId,
    /// What happened.
    pub kind: NotificationKind,
    /// The case, where it concerns one.
    pub case: Option<CaseNumber>,
    /// Where to go from here: a path of ours.
    pub link: String,
    /// When, as the clock on the wall in Budapest shows it.
    pub at: NaiveDateTime,
    /// Whether it was read.
    pub read: bool,
}

/// A page of somebody's inbox, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inbox {
    /// What the page shows.
    pub notices: Vec<Notice>,
    /// How many are unread, on every page.
    pub unread: u64,
    /// Where the next page begins, if there is one.
    pub after: Option<NotificationId>,
}

/// What an open page is told while it listens. Nothing in it is about a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxState {
    /// How many are unread.
    pub unread: u64,
    /// The unread ones that are new to the listener. After an interruption one may be told twice.
    pub ids: Vec<NotificationId>,
}
