//! What an edit began from that others have saved over since.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    audit::AuditAction,
    forms::{Answers, FormDefinition},
};
use serde_json::Value;

use super::{query::Found, read::stored_answers};
use crate::{
    Outcome, Unit,
    audit::{entity, query},
    forms::answers_row,
};

/// The most saves that are looked back over; whoever began before them meets a conflict.
const SAVES_MAX: u64 = 500;

/// What was stored when an edit began, and who has saved over it since.
pub(super) struct Began {
    pub(super) answers: Answers,
    /// By field, who changed it last since then, and when.
    pub(super) changed_by: BTreeMap<String, (String, DateTime<Utc>)>,
}

/// What was stored when an edit of this version began, if that can be told.
pub(super) async fn began_from(
    unit: &Unit,
    found: &Found,
    form: &FormDefinition,
    row: &answers_row::Model,
    version: i32,
) -> Outcome<Option<Began>> {
    let saves = saves_since(unit, found, row, version).await?;
    let Some(document) = document_of_version(row, version, &saves) else {
        return Ok(None);
    };
    let then = answers_row::Model {
        document,
        ..row.clone()
    };
    let mut changed_by = BTreeMap::new();
    for save in saves.values() {
        let changed = save.details["changed"].as_object();
        for field in changed.into_iter().flat_map(serde_json::Map::keys) {
            changed_by.insert(field.clone(), (save.actor_name.clone(), save.at));
        }
    }
    Ok(Some(Began {
        answers: stored_answers(unit, form, Some(&then)),
        changed_by,
    }))
}

/// The saves of this form that came after a version, by the version that each made. Those that
/// waited for each other may stand in another order than they were made in.
async fn saves_since(
    unit: &Unit,
    found: &Found,
    row: &answers_row::Model,
    version: i32,
) -> Outcome<BTreeMap<i64, entity::Model>> {
    let events = query::of_case(unit, found.id(), &[AuditAction::AnswersSaved], SAVES_MAX).await?;
    let of_form = events
        .into_iter()
        .filter(|event| event.details["form"] == row.form.as_str());
    Ok(of_form
        .filter_map(|event| Some((event.details["version"].as_i64()?, event)))
        .filter(|(made, _)| *made > i64::from(version))
        .collect())
}

/// The document as it was stored with this version, worked out from what the saves since then
/// changed; `None` when that cannot be told.
fn document_of_version(
    row: &answers_row::Model,
    version: i32,
    saves: &BTreeMap<i64, entity::Model>,
) -> Option<Value> {
    if version == 0 {
        return Some(Value::Object(serde_json::Map::new()));
    }
    if version < 0 || version > row.version {
        return None;
    }
    let mut document = row.document.clone();
    for save in (version + 1..=row.version).rev() {
        let changes = &saves.get(&i64::from(save))?.details["changed"];
        if !undo(&mut document, changes) {
            return None;
        }
    }
    Some(document)
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
