//! What an edit meets when somebody else has saved other answers meanwhile.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::forms::{Inputs, clear_place, field_of, in_places, lies_in};

/// Somebody saved the same form after this edit began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The version that is stored now; saving again from it overwrites knowingly.
    pub version: i32,
    /// The display name of who saved it.
    pub by: String,
    /// When, as the clock on the wall in Budapest shows it.
    pub at: NaiveDateTime,
    /// Where both gave other answers: `field`, a row of a group `group.ROW`, or
    /// `group.ROW.field`.
    #[serde(default)]
    pub places: Vec<String>,
    /// Who saved a field last since the edit began, where that is not [`Self::by`] at
    /// [`Self::at`].
    #[serde(default)]
    pub others: BTreeMap<String, (String, NaiveDateTime)>,
    /// What is stored now in these places, as it would be typed.
    pub theirs: Inputs,
    /// What was typed in these places.
    #[serde(default)]
    pub mine: Inputs,
    /// All that was typed, with what only others have changed taken over: whoever goes on from
    /// this version goes on from this. It is kept as their draft, and not sent.
    #[serde(skip)]
    pub merged: Inputs,
}

/// Whose answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// That of who met the conflict.
    Mine,
    /// That of who saved before them.
    Theirs,
}

impl Conflict {
    /// Who saved what stands in a place, and when.
    pub fn saved_by(&self, place: &str) -> (&str, NaiveDateTime) {
        match self.others.get(field_of(place)) {
            Some((by, at)) => (by, *at),
            None => (&self.by, self.at),
        }
    }

    /// Puts one side's answer in a place where both gave other answers; elsewhere, nothing.
    pub fn choose(&self, side: Side, place: &str, inputs: &mut Inputs) {
        if !self.places.iter().any(|known| known == place) {
            return;
        }
        let chosen = match side {
            Side::Mine => &self.mine,
            Side::Theirs => &self.theirs,
        };
        clear_place(inputs, place);
        inputs.extend(in_places(chosen, &[place]));
        let field = field_of(place);
        if !inputs.keys().any(|path| lies_in(path, field)) {
            // What is absent would stay as it is stored.
            inputs.insert(field.to_owned(), Vec::new());
        }
    }
}
