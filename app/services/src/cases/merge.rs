//! A save that began from answers which are not stored any more.

use std::collections::BTreeMap;

use domain::{
    access::FieldAccess,
    audit::AuditAction,
    cases::{SaveEdit, merge},
    forms::{
        Answers, Edited, Field, FieldType, FormDefinition, Inputs, PlannedForm, Setting,
        edit_planned,
    },
};
use serde_json::Value;

use super::{query::Found, read::stored_answers};
use crate::{Outcome, Unit, audit::query, forms::answers_row};

/// The most saves that are looked back over; whoever began before them meets a conflict.
const SAVES_MAX: u64 = 500;

/// Where an edit meets what others have saved since it began.
pub(super) struct Meeting {
    /// What was typed into the fields that the edit changes, and into no others.
    pub(super) typed: Inputs,
    /// The fields that only others have changed meanwhile.
    pub(super) theirs: Vec<String>,
    /// The fields to which both gave other answers.
    both: Vec<String>,
    /// The fields that the edit changes.
    changed: Vec<String>,
    /// What the edit makes of what it began from; `None` where that cannot be told.
    mine: Option<Answers>,
}

impl Meeting {
    /// What was typed over the first answers, on its way to the second, which are stored now.
    pub(super) fn of(
        planned: &PlannedForm,
        setting: &Setting,
        (base, stored): (Option<&Answers>, &Answers),
        edit: &SaveEdit,
        access: impl Fn(&Field) -> FieldAccess,
    ) -> Self {
        let Some(base) = base else {
            return Self {
                typed: edit.answers.clone(),
                theirs: Vec::new(),
                both: Vec::new(),
                changed: Vec::new(),
                mine: None,
            };
        };
        let form = planned.form();
        let mine = edit_planned(planned, setting, base, &edit.answers, access).answers;
        let merged = merge(base, stored, &mine);
        let asked = |mut fields: Vec<String>| {
            fields.retain(|field| is_asked(form, field));
            fields
        };
        let typed = edit.answers.iter();
        let typed = typed.filter(|(path, values)| {
            let field = field_of(path);
            // What cannot be read as an answer is no answer yet, and still to be told of.
            let is_unread = mine.get(field).is_none() && !is_blank(values);
            let is_unchanged = form.field(field).is_some() && base.get(field) == mine.get(field);
            !is_unchanged || is_unread
        });
        let changed = base.differences(&mine).into_iter();
        Self {
            typed: typed
                .map(|(path, values)| (path.clone(), values.clone()))
                .collect(),
            theirs: asked(merged.theirs),
            both: asked(merged.conflicts),
            changed: asked(changed.map(str::to_owned).collect()),
            mine: Some(mine),
        }
    }

    /// The fields in which the edit and the saves since it began contradict each other, in
    /// alphabetical order. Where it cannot be told what it began from, that is all in which it
    /// differs.
    pub(super) fn conflicts(&self, edited: &Edited, differing: &[&str]) -> Vec<String> {
        let Some(mine) = &self.mine else {
            return differing.iter().map(|field| (*field).to_owned()).collect();
        };
        let mut fields = self.both.clone();
        if edited.problems.is_empty() {
            // Others changed what decides whether a field is asked at all.
            let changed = self.changed.iter();
            let lost = changed.filter(|field| edited.answers.get(field) != mine.get(field));
            fields.extend(lost.cloned());
        }
        fields.sort_unstable();
        fields.dedup();
        fields
    }
}

fn field_of(path: &str) -> &str {
    path.split('.').next().unwrap_or_default()
}

/// Whether people answer it, and not a rule.
fn is_asked(form: &FormDefinition, field: &str) -> bool {
    let field = form.field(field);
    field.is_none_or(|field| !matches!(field.kind, FieldType::Calculated { .. }))
}

fn is_blank(values: &[String]) -> bool {
    values.iter().all(|value| value.trim().is_empty())
}

/// What was stored when an edit of this version began, if that can be told.
pub(super) async fn base_of(
    unit: &Unit,
    found: &Found,
    form: &FormDefinition,
    row: &answers_row::Model,
    version: i32,
) -> Outcome<Option<Answers>> {
    let document = document_of_version(unit, found, row, version).await?;
    Ok(document.map(|document| {
        let then = answers_row::Model {
            document,
            ..row.clone()
        };
        stored_answers(unit, form, Some(&then))
    }))
}

/// The document as it was stored with this version, worked out from what the saves since then
/// changed; `None` when that cannot be told.
async fn document_of_version(
    unit: &Unit,
    found: &Found,
    row: &answers_row::Model,
    version: i32,
) -> Outcome<Option<Value>> {
    if version == 0 {
        return Ok(Some(Value::Object(serde_json::Map::new())));
    }
    if version < 0 || version > row.version {
        return Ok(None);
    }
    let events = query::of_case(unit, found.id(), &[AuditAction::AnswersSaved], SAVES_MAX).await?;
    let of_form = events
        .iter()
        .filter(|event| event.details["form"] == row.form.as_str());
    // Saves that wait for each other may stand in another order than they were made in.
    let changes: BTreeMap<i64, &Value> = of_form
        .filter_map(|event| {
            Some((
                event.details["version"].as_i64()?,
                &event.details["changed"],
            ))
        })
        .collect();
    let mut document = row.document.clone();
    for save in (version + 1..=row.version).rev() {
        let undone = changes
            .get(&i64::from(save))
            .is_some_and(|changes| undo(&mut document, changes));
        if !undone {
            return Ok(None);
        }
    }
    Ok(Some(document))
}

/// Takes one save's changes back; answers whether the document is what that save made of it.
fn undo(document: &mut Value, changes: &Value) -> bool {
    let (Some(document), Some(changes)) = (document.as_object_mut(), changes.as_object()) else {
        return false;
    };
    for (field, sides) in changes {
        if document.get(field).unwrap_or(&Value::Null) != &sides[1] {
            return false;
        }
        match &sides[0] {
            Value::Null => document.remove(field),
            before => document.insert(field.clone(), before.clone()),
        };
    }
    true
}
