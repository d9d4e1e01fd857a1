use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::forms::{Answers, Inputs};

/// Who else has a case open at this moment, and how the case stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasePresence {
    /// The display names of the others, in alphabetical order.
    pub here: Vec<String>,
    /// The forms that were saved, as far as the reader may see them.
    pub saved: Vec<SavedForm>,
    /// Another text whenever something about the case itself is another; it begins with the time of
    /// the last change.
    pub mark: String,
}

impl CasePresence {
    /// Whether a case has gone on from how it stood there to how it stands here.
    pub fn is_behind(&self, earlier: &Self) -> bool {
        let since = |mark: &str| mark.split(' ').next().unwrap_or_default().to_owned();
        self.mark != earlier.mark && since(&self.mark) >= since(&earlier.mark)
    }
}

/// How a form of a case was last saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedForm {
    /// The form's id.
    pub form: String,
    /// Counts the saves, from 1.
    pub version: i32,
    /// The display name of who saved it.
    pub by: String,
    /// When, as the clock on the wall shows it.
    pub at: NaiveDateTime,
}

/// What others have saved of a form while it is being filled in, held against what was typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meanwhile {
    /// The last save.
    pub saved: SavedForm,
    /// The version that the edit goes on from: the stored one, unless something is in conflict.
    pub version: i32,
    /// What stands from now on in the fields that only others have changed, as it would be typed;
    /// each field as a whole.
    pub taken: Inputs,
    /// The fields to which both gave other answers, or of which others decided that they are not
    /// asked any more.
    pub both: BTreeSet<String>,
    /// What is stored now in those fields.
    pub theirs: Answers,
}
