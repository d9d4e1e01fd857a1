//! An edit, where others have saved meanwhile.

use std::collections::BTreeSet;

use crate::{
    access::FieldAccess,
    forms::{
        Answer, Answers, Edited, Field, FieldType, FormDefinition, Inputs, PlannedForm, Setting,
        edit_planned, field_of, lies_in, put_answer,
    },
};

mod rows;
#[cfg(test)]
mod tests;

/// An edit that began from answers which are not stored any more, held against what others have
/// made of them: field by field, and in groups row by row.
///
/// A field that one side has changed takes that side's answer; the same answer from both is no
/// conflict. A row is known by its number. A row that one side took away is gone, unless the other
/// has changed it. Of two rows that are new on both sides, those with the same answers are one.
#[derive(Clone, Debug, PartialEq)]
pub struct ParallelEdit {
    /// What was typed, with what only others have changed taken over: it goes on top of what is
    /// stored now.
    pub merged: Inputs,
    /// The fields in which something was taken over, in alphabetical order.
    pub theirs: Vec<String>,
    /// The places in which something was begun that cannot be read as an answer yet, while others
    /// have answered there: it stays as it was typed.
    pub begun: Vec<String>,
    /// Where both gave other answers.
    both: Vec<String>,
    /// What the edit itself changes.
    changed: Vec<Change>,
    /// Whether nothing was wrong with the edit on top of what it began from.
    was_faultless: bool,
}

/// An answer that the edit changes.
#[derive(Clone, Debug, PartialEq)]
struct Change {
    /// Where it stands after the merge: a field, or `group.ROW.field`.
    place: String,
    answer: Option<Answer>,
}

impl ParallelEdit {
    /// What was typed over `base`, on its way to what is stored now.
    pub fn of(
        planned: &PlannedForm,
        setting: &Setting,
        (base, stored): (&Answers, &Answers),
        typed: &Inputs,
        access: impl Fn(&Field) -> FieldAccess,
    ) -> Self {
        let mine = edit_planned(planned, setting, base, typed, &access);
        let mut edit = Self {
            merged: typed.clone(),
            theirs: Vec::new(),
            begun: Vec::new(),
            both: Vec::new(),
            changed: Vec::new(),
            was_faultless: mine.problems.is_empty(),
        };
        let asked = planned
            .form()
            .fields
            .iter()
            .filter(|field| field.is_asked());
        for field in asked {
            let id = field.id.as_str();
            let sides = [base.get(id), mine.answers.get(id), stored.get(id)];
            edit.merge_field(field, sides, access(field) == FieldAccess::Write);
        }
        edit.theirs.sort_unstable();
        edit
    }

    fn merge_field(&mut self, field: &Field, sides: [Option<&Answer>; 3], is_mine: bool) {
        let [base, mine, stored] = sides;
        let id = field.id.as_str();
        if stored == base && mine == base {
            return;
        }
        if !is_mine || !stands_in(&self.merged, id) {
            // It was not on the page, and stays as it is stored.
            self.theirs.push(id.to_owned());
        } else if matches!(field.kind, FieldType::Group(_)) {
            self.merge_rows(field, sides);
        } else if self.merge_answer(id, sides) {
            self.theirs.push(id.to_owned());
        }
    }

    /// Merges what stands in one place; tells whether the others' answer was taken over.
    fn merge_answer(&mut self, place: &str, sides: [Option<&Answer>; 3]) -> bool {
        let [base, mine, stored] = sides;
        if mine != base {
            self.changed.push(Change {
                place: place.to_owned(),
                answer: mine.cloned(),
            });
        }
        if stored == base || mine == stored {
            return false;
        }
        if mine != base {
            self.both.push(place.to_owned());
            return false;
        }
        let is_taken = mine.is_some() || is_blank(&self.merged, place);
        if is_taken {
            put_answer(&mut self.merged, place, stored);
        } else {
            self.begun.push(place.to_owned());
        }
        is_taken
    }

    /// The places in which the edit and the saves since it began contradict each other, in
    /// alphabetical order: `field`, a row of a group `group.ROW`, or `group.ROW.field`. `edited` is
    /// what [`Self::merged`] came to on top of what is stored now.
    pub fn conflicts(&self, form: &FormDefinition, edited: &Edited) -> Vec<String> {
        let mut places: BTreeSet<String> = self.both.iter().cloned().collect();
        if edited.problems.is_empty() {
            // Others changed what decides whether a field is asked at all.
            let changed = self.changed.iter();
            let lost = changed
                .filter(|change| answer_at(&edited.answers, change) != change.answer.as_ref());
            places.extend(lost.map(|change| change.place.clone()));
        } else if self.was_faultless {
            // Each is right by itself, and together they are not.
            let problems = edited.problems.iter();
            places.extend(problems.map(|problem| place_of(form, &problem.field)));
        }
        places.into_iter().collect()
    }
}

fn answer_at<'a>(answers: &'a Answers, change: &Change) -> Option<&'a Answer> {
    let mut parts = change.place.splitn(3, '.');
    let answer = answers.get(parts.next()?)?;
    let Some(row) = parts.next() else {
        return Some(answer);
    };
    let (Answer::Rows(rows), Ok(row)) = (answer, row.parse()) else {
        return None;
    };
    rows.get(row)?.get(parts.next()?)
}

/// The field that a path belongs to, without the part.
fn place_of(form: &FormDefinition, path: &str) -> String {
    match form.field_at(path) {
        Some((Some(_), _)) => path.split('.').take(3).collect::<Vec<_>>().join("."),
        _ => field_of(path).to_owned(),
    }
}

/// Whether anything stands in a place.
fn stands_in(inputs: &Inputs, place: &str) -> bool {
    inputs.keys().any(|path| lies_in(path, place))
}

/// Whether nothing but blanks stands in a place.
fn is_blank(inputs: &Inputs, place: &str) -> bool {
    let mut there = inputs.iter().filter(|(path, _)| lies_in(path, place));
    there.all(|(_, values)| values.iter().all(|value| value.trim().is_empty()))
}
