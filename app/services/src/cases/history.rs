use domain::{
    access::{Actor, FieldAccess, Permission},
    audit::AuditAction,
    cases::{CaseHistory, CaseNumber, FieldChange, HistoryEntry},
    forms::{Answers, FormDefinition},
};
use serde_json::{Map, Value, json};

use super::names::Names;
use crate::{
    Outcome, Unit,
    audit::{self, entity, query},
    grants::{Readable, find_readable},
    wall_clock::wall_time,
};

/// How many entries are shown.
const ENTRIES: usize = 100;

/// What happened to a case, as far as the actor may see the fields that changed.
///
/// # Errors
/// `NotFound` when the case is out of reach; refused without the permission.
pub async fn read_history(unit: &Unit, number: &CaseNumber) -> Outcome<CaseHistory> {
    let readable = find_readable(unit, Permission::CASES_HISTORY, number).await?;
    let (found, actor) = (&readable.found, readable.actor.as_ref());
    let kinds = [AuditAction::CaseRegistered, AuditAction::AnswersSaved];
    let limit = u64::try_from(ENTRIES + 1).unwrap_or(u64::MAX);
    let events = query::of_case(unit, found.id(), &kinds, limit);
    let mut events = readable.read(unit, events).await?;
    let more = events.len() > ENTRIES;
    events.truncate(ENTRIES);
    audit::record(unit, readable.event(AuditAction::HistoryRead)).await?;
    Ok(CaseHistory {
        number: found.number()?,
        name: Names::seen_by(actor, unit.catalog(), &found.person).name,
        entries: events
            .iter()
            .filter_map(|event| entry(unit, actor, event))
            .filter_map(|entry| through_grant(&readable, entry))
            .collect(),
        // To say that there is more would tell of changes in other fields.
        more: more && readable.shared.is_none(),
    })
}

/// Whoever reads through a grant hears of changes in granted fields, and not that there are others.
fn through_grant(readable: &Readable<'_>, entry: HistoryEntry) -> Option<HistoryEntry> {
    if readable.shared.is_none() {
        return Some(entry);
    }
    (!entry.changes.is_empty()).then_some(HistoryEntry {
        hidden_changes: 0,
        ..entry
    })
}

fn entry(unit: &Unit, actor: &Actor, event: &entity::Model) -> Option<HistoryEntry> {
    let form = form_of(unit, event);
    let empty = Map::new();
    let stored = event
        .details
        .get("changed")
        .and_then(Value::as_object)
        .unwrap_or(&empty);
    let changes = form
        .map(|form| visible_changes(unit, actor, form, stored))
        .unwrap_or_default();
    let hidden = stored.len().saturating_sub(changes.len());
    Some(HistoryEntry {
        at: wall_time(event.at),
        by: event.actor_name.clone(),
        action: AuditAction::from_code(&event.action)?,
        form: form.map(|form| form.title.clone()),
        form_id: form.map(|form| form.form.clone()),
        changes,
        hidden_changes: u32::try_from(hidden).unwrap_or(u32::MAX),
    })
}

/// The form that an event changed, in the version that it was filled in under.
fn form_of<'a>(unit: &'a Unit, event: &entity::Model) -> Option<&'a FormDefinition> {
    let id = event.details.get("form").and_then(Value::as_str)?;
    let version = event.details.get("form_version").and_then(Value::as_i64);
    match version.and_then(|version| i32::try_from(version).ok()) {
        Some(version) => unit.catalog().version_or_current(id, version),
        None => unit.catalog().form(id),
    }
}

/// The changed fields in the order of the form.
fn visible_changes(
    unit: &Unit,
    actor: &Actor,
    form: &FormDefinition,
    changed: &Map<String, Value>,
) -> Vec<FieldChange> {
    form.fields
        .iter()
        .filter(|field| unit.catalog().field_access(actor, form, field) > FieldAccess::Hidden)
        .filter_map(|field| {
            let pair = changed.get(&field.id)?;
            let answers = |at: usize| {
                let value = pair.get(at).unwrap_or(&Value::Null);
                Answers::from_json(form, &json!({ field.id.as_str(): value }))
            };
            let (before, after) = (answers(0), answers(1));
            Some(FieldChange {
                field: field.for_reading([&before, &after]),
                before: before.get(&field.id).cloned(),
                after: after.get(&field.id).cloned(),
            })
        })
        .collect()
}
