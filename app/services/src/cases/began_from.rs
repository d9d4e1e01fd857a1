//! What an edit began from that others have saved over since.

use std::collections::BTreeMap;

use domain::{
    audit::AuditAction,
    forms::{Answers, FormDefinition},
};
use serde_json::Value;

use super::{query::Found, read::stored_answers};
use crate::{Outcome, Unit, audit::query, forms::answers_row};

/// The most saves that are looked back over; whoever began before them meets a conflict.
const SAVES_MAX: u64 = 500;

/// What was stored when an edit of this version began, if that can be told.
pub(super) async fn began_from(
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
