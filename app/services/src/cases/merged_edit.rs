//! What was typed into a form, held against what is stored in it by now.

use std::collections::BTreeMap;

use domain::{
    access::{Actor, FieldAccess},
    cases::{ParallelEdit, SaveEdit},
    forms::{Answers, Edited, Field, FieldType, FormDefinition, Inputs, edit_planned},
};

use super::{
    began_from::{Began, began_from},
    open::writable_form,
    query::{Found, answers_of},
    read::stored_answers,
    setting::setting_of,
};
use crate::{Failure, Outcome, Unit, forms::answers_row};

/// An edit of a form on top of what is stored now.
pub(super) struct MergedEdit<'a> {
    pub(super) form: &'a FormDefinition,
    /// What is stored, if anything is.
    pub(super) row: Option<answers_row::Model>,
    /// The same as answers.
    pub(super) stored: Answers,
    /// The other forms of the case.
    pub(super) others: BTreeMap<String, answers_row::Model>,
    /// What the edit began from, where that is not what is stored, and it can be told.
    pub(super) began: Option<Began>,
    /// The edit beside what others have saved since it began.
    pub(super) parallel: Option<ParallelEdit>,
    /// What comes of it.
    pub(super) edited: Edited,
    /// What was typed, whole.
    typed: Inputs,
}

impl<'a> MergedEdit<'a> {
    /// Merges what was typed into a form of a case that was found in scope.
    ///
    /// # Errors
    /// As [`writable_form`].
    pub(super) async fn of(unit: &'a Unit, found: &Found, typed: &SaveEdit) -> Outcome<Self> {
        let form = writable_form(unit, &typed.form)?;
        let actor = unit.actor()?;
        let access = |field: &Field| actor.field_access(&form.form, field.sensitivity);
        let mut others = answers_of(unit, found).await?;
        let setting = setting_of(unit, form, &others);
        let row = others.remove(&form.form);
        let stored = stored_answers(unit, form, row.as_ref());
        let planned = unit.catalog().planned(&form.form);
        let planned = planned.ok_or(Failure::not_found())?;
        let began = match row.as_ref().filter(|row| row.version != typed.version) {
            Some(row) => began_from(unit, found, form, row, typed.version).await?,
            None => None,
        };
        let before = began.as_ref().map_or(&stored, |began| &began.answers);
        let typed = completed(form, before, &typed.answers);
        let parallel = began.as_ref().map(|began| {
            let sides = (&began.answers, &stored);
            ParallelEdit::of(planned, &setting, sides, &typed, access)
        });
        let inputs = inputs_of(parallel.as_ref(), &typed);
        let edited = edit_planned(planned, &setting, &stored, inputs, access);
        Ok(Self {
            form,
            row,
            stored,
            others,
            began,
            parallel,
            edited,
            typed,
        })
    }

    /// The version that is stored; 0 while nothing is.
    pub(super) fn version(&self) -> i32 {
        self.row.as_ref().map_or(0, |row| row.version)
    }

    /// Whether somebody may know what stands in a field.
    pub(super) fn is_seen_by(&self, actor: &Actor, field: &str) -> bool {
        let access = |field: &Field| actor.field_access(&self.form.form, field.sensitivity);
        let field = self.form.field(field);
        field.is_some_and(|field| access(field) > FieldAccess::Hidden)
    }

    /// What was typed, with what only others have changed taken over.
    pub(super) fn inputs(&self) -> &Inputs {
        inputs_of(self.parallel.as_ref(), &self.typed)
    }
}

fn inputs_of<'t>(parallel: Option<&'t ParallelEdit>, typed: &'t Inputs) -> &'t Inputs {
    parallel.map_or(typed, |edit| &edit.merged)
}

/// What was typed, where of an answer with several parts some are not said at all: these stay as
/// they were. A page says all of them, a program those that it changes.
fn completed(form: &FormDefinition, before: &Answers, typed: &Inputs) -> Inputs {
    let mut whole = typed.clone();
    for field in form.fields.iter().filter(|field| has_parts(&field.kind)) {
        let part = format!("{}.", field.id);
        if !typed.keys().any(|path| path.starts_with(&part)) {
            continue;
        }
        let stored = before.only(|id| id == field.id).to_inputs();
        for (path, values) in stored {
            if path.starts_with(&part) {
                whole.entry(path).or_insert(values);
            }
        }
    }
    whole
}

const fn has_parts(kind: &FieldType) -> bool {
    matches!(
        kind,
        FieldType::Address { .. } | FieldType::IdentityDocument { .. } | FieldType::Tally { .. }
    )
}
