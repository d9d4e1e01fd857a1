//! An edit, where others have saved meanwhile.

use crate::forms::Answers;

#[cfg(test)]
mod tests;

/// What comes of an edit that began from answers which are not stored any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// What is stored now, with the edit's changes on top wherever nobody else has changed the same
    /// field.
    pub answers: Answers,
    /// The fields that only others have changed, in alphabetical order.
    pub theirs: Vec<String>,
    /// The fields to which both have given other answers, in alphabetical order: here the answers
    /// are still those of the others.
    pub conflicts: Vec<String>,
}

/// Merges an edit into what is stored now, field by field: `base` is what the edit began from, and
/// `mine` what it would make of that.
///
/// A field that one side has changed takes that side's answer; the same answer from both is no
/// conflict.
pub fn merge(base: &Answers, stored: &Answers, mine: &Answers) -> Merged {
    let mut merged = Merged {
        answers: stored.clone(),
        ..Merged::default()
    };
    for field in mine.differences(stored) {
        let (before, now) = (base.get(field), stored.get(field));
        if mine.get(field) == before {
            merged.theirs.push(field.to_owned());
        } else if now == before {
            merged.answers.set(field, mine.get(field).cloned());
        } else {
            merged.conflicts.push(field.to_owned());
        }
    }
    merged
}
