//! An edit, where others have saved meanwhile.

use crate::{
    access::FieldAccess,
    forms::{
        Answers, Edited, Field, FieldType, FormDefinition, Inputs, PlannedForm, Setting,
        edit_planned, field_of,
    },
};

#[cfg(test)]
mod tests;

/// An edit that began from answers which are not stored any more, held field by field against what
/// others have made of them.
///
/// A field that one side has changed takes that side's answer; the same answer from both is no
/// conflict. A group is one field.
#[derive(Clone, Debug, PartialEq)]
pub struct ParallelEdit {
    /// What was typed into the fields that the edit changes, and into no others: it goes on top of
    /// what is stored now.
    pub typed: Inputs,
    /// The fields that only others have changed meanwhile, in alphabetical order.
    pub theirs: Vec<String>,
    /// The fields to which both gave other answers.
    both: Vec<String>,
    /// The fields that the edit changes.
    changed: Vec<String>,
    /// What the edit makes of what it began from.
    mine: Answers,
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
        let form = planned.form();
        let mine = edit_planned(planned, setting, base, typed, access).answers;
        let is_asked = |field: &&str| is_asked(form, field);
        let differing = mine.differences(stored).into_iter().filter(is_asked);
        let (theirs, ours): (Vec<&str>, Vec<&str>) =
            differing.partition(|field| mine.get(field) == base.get(field));
        let both = ours
            .into_iter()
            .filter(|field| stored.get(field) != base.get(field));
        let changed = base.differences(&mine).into_iter().filter(is_asked);
        let kept = typed.iter().filter(|(path, values)| {
            let field = field_of(path);
            // What cannot be read as an answer is no answer yet, and still to be told of.
            let is_unread = mine.get(field).is_none() && !is_blank(values);
            let is_unchanged = form.field(field).is_some() && base.get(field) == mine.get(field);
            !is_unchanged || is_unread
        });
        Self {
            typed: kept
                .map(|(path, values)| (path.clone(), values.clone()))
                .collect(),
            both: both.map(str::to_owned).collect(),
            changed: changed.map(str::to_owned).collect(),
            theirs: theirs.into_iter().map(str::to_owned).collect(),
            mine,
        }
    }

    /// The fields in which the edit and the saves since it began contradict each other, in
    /// alphabetical order; `edited` is what [`Self::typed`] came to on top of what is stored now.
    pub fn conflicts(&self, edited: &Edited) -> Vec<String> {
        let mut fields = self.both.clone();
        if edited.problems.is_empty() {
            // Others changed what decides whether a field is asked at all.
            let changed = self.changed.iter();
            let lost = changed.filter(|field| edited.answers.get(field) != self.mine.get(field));
            fields.extend(lost.cloned());
        }
        fields.sort_unstable();
        fields.dedup();
        fields
    }
}

/// Whether people answer it, and not a rule.
fn is_asked(form: &FormDefinition, field: &str) -> bool {
    let field = form.field(field);
    field.is_none_or(|field| !matches!(field.kind, FieldType::Calculated { .. }))
}

fn is_blank(values: &[String]) -> bool {
    values.iter().all(|value| value.trim().is_empty())
}
