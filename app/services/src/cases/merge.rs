//! A save that began from answers which are not stored any more.

use domain::{
    audit::AuditAction,
    cases::merge,
    forms::{Answers, Field, FieldType, Inputs, PlannedForm, Setting, edit_planned},
};
use serde_json::Value;

use super::query::Found;
use crate::{Outcome, Unit, audit::query, forms::answers_row};

/// The most saves that are looked back over; whoever began before them meets a conflict.
const SAVES_MAX: u64 = 500;

/// What was typed, as far as it changes what the edit began from.
pub(super) struct Rebased {
    /// What was typed into the fields that the edit changes, and into no others.
    pub(super) typed: Inputs,
    /// The fields that only others have changed meanwhile.
    pub(super) theirs: Vec<String>,
    /// The fields to which both gave other answers.
    pub(super) conflicts: Vec<String>,
    /// What the edit makes of its fields.
    mine: Answers,
    /// The fields that it changes.
    changed: Vec<String>,
}

impl Rebased {
    /// Of what was typed over these answers, what goes on top of those stored now.
    pub(super) fn of(
        planned: &PlannedForm,
        setting: &Setting,
        (base, stored): (&Answers, &Answers),
        typed: &Inputs,
        access: impl Fn(&Field) -> domain::access::FieldAccess,
    ) -> Self {
        let mine = edit_planned(planned, setting, base, typed, access).answers;
        let is_asked = |id: &str| {
            let field = planned.form().field(id);
            field.is_none_or(|field| !matches!(field.kind, FieldType::Calculated { .. }))
        };
        let merged = merge(base, stored, &mine);
        let asked = |fields: Vec<String>| fields.into_iter().filter(|id| is_asked(id)).collect();
        let changed: Vec<String> = base
            .differences(&mine)
            .into_iter()
            .filter(|id| is_asked(id))
            .map(str::to_owned)
            .collect();
        let is_unchanged = |path: &str| {
            let id = path.split('.').next().unwrap_or_default();
            planned.form().field(id).is_some() && base.get(id) == mine.get(id)
        };
        let kept = typed.iter().filter(|(path, values)| {
            // What cannot be read as an answer is no answer yet, and still to be told of.
            !is_unchanged(path) || (is_unread(path, &mine) && !is_blank(values))
        });
        Self {
            typed: kept
                .map(|(path, values)| (path.clone(), values.clone()))
                .collect(),
            theirs: asked(merged.theirs),
            conflicts: asked(merged.conflicts),
            changed,
            mine,
        }
    }

    /// Those changes that what is stored now leaves no room for: others changed what decides
    /// whether the field is asked at all.
    pub(super) fn lost(&self, result: &Answers) -> Vec<String> {
        let changed = self.changed.iter();
        changed
            .filter(|field| result.get(field) != self.mine.get(field))
            .cloned()
            .collect()
    }
}

fn is_unread(path: &str, mine: &Answers) -> bool {
    let id = path.split('.').next().unwrap_or_default();
    mine.get(id).is_none()
}

fn is_blank(values: &[String]) -> bool {
    values.iter().all(|value| value.trim().is_empty())
}

/// The document as it was stored with this version, worked out from what the saves since then
/// changed; `None` when that cannot be told.
pub(super) async fn document_of_version(
    unit: &Unit,
    found: &Found,
    row: &answers_row::Model,
    version: i32,
) -> Outcome<Option<Value>> {
    if version == 0 {
        return Ok(Some(Value::Object(serde_json::Map::new())));
    }
    let Some(saves) = saves_between(version, row.version) else {
        return Ok(None);
    };
    let events = query::of_case(unit, found.id(), &[AuditAction::AnswersSaved], SAVES_MAX).await?;
    let of_form = events
        .iter()
        .filter(|event| event.details["form"] == row.form.as_str());
    let changes: Vec<&Value> = of_form.map(|event| &event.details["changed"]).collect();
    let mut document = row.document.clone();
    let Some(changes) = changes.get(..saves) else {
        return Ok(None);
    };
    for change in changes {
        if !undo(&mut document, change) {
            return Ok(None);
        }
    }
    Ok(Some(document))
}

/// How many saves lie between two versions; `None` where the first is none that was before.
fn saves_between(version: i32, now: i32) -> Option<usize> {
    let saves = now.checked_sub(version)?;
    usize::try_from(saves).ok().filter(|_| version > 0)
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
