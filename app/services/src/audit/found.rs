//! Rows as they are found, even those that cannot be read: SQLite keeps whatever is written into a
//! column.

use chrono::{DateTime, SecondsFormat, Utc};
use domain::audit::{AuditEvent, NamedEvent, Seal};
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use serde_json::Value;
use uuid::Uuid;

use super::{entity, seal_row};

/// An event, without its content if that cannot be read.
pub(super) struct FoundEvent {
    pub(super) named: NamedEvent,
    pub(super) event: Option<AuditEvent>,
}

/// A seal; `None` if it cannot be read.
pub(super) struct FoundSeal(pub(super) Option<Seal>);

impl FromQueryResult for FoundEvent {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let event = entity::Model::from_query_result(row, prefix).ok();
        let as_written = |event: &entity::Model| {
            is_time_as_written(row, prefix, "at", event.at)
                && is_json_as_written(row, prefix, "details", &event.details)
        };
        let event = event.filter(as_written).map(AuditEvent::from);
        let named = match &event {
            Some(event) => event.named(),
            None => NamedEvent {
                id: row.try_get::<Uuid>(prefix, "id").unwrap_or_default().into(),
                at: row
                    .try_get(prefix, "at")
                    .unwrap_or(DateTime::<Utc>::UNIX_EPOCH),
                action: row.try_get(prefix, "action").unwrap_or_default(),
            },
        };
        Ok(Self { named, event })
    }
}

impl FromQueryResult for FoundSeal {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let seal = seal_row::Model::from_query_result(row, prefix).ok();
        let as_written = |seal: &seal_row::Model| {
            is_time_as_written(row, prefix, "through_at", seal.through_at)
                && is_time_as_written(row, prefix, "sealed_at", seal.sealed_at)
        };
        Ok(Self(seal.filter(as_written).map(Seal::from)))
    }
}

/// SQLite keeps times as text, of which more than one may mean the same: `t` for `T` is a change.
fn is_time_as_written(row: &QueryResult, prefix: &str, column: &str, at: DateTime<Utc>) -> bool {
    let written = || at.to_rfc3339_opts(SecondsFormat::AutoSi, false);
    let text = row.try_get::<String>(prefix, column);
    text.is_err() || text.is_ok_and(|text| text == written())
}

/// The same of JSON: `\u001F` for `\u001f`. Fractions may be read a little off, and are left out.
fn is_json_as_written(row: &QueryResult, prefix: &str, column: &str, value: &Value) -> bool {
    let written = || value.to_string();
    let text = row.try_get::<String>(prefix, column);
    text.is_err() || text.is_ok_and(|text| text == written() || holds_fraction(value))
}

fn holds_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(holds_fraction),
        Value::Object(fields) => fields.values().any(holds_fraction),
        _ => false,
    }
}
