//! Values and their types in PostgreSQL's words.

use std::fmt::Write;

use sea_orm::Value;

use crate::{Failure, Outcome};

/// Writes a value behind the text. Answers `false`, and writes nothing, where there is none.
pub(super) fn write(text: &mut String, value: &Value) -> Outcome<bool> {
    let written = match value {
        Value::Uuid(Some(id)) => write!(text, "{id}"),
        Value::String(Some(value)) => text.write_str(value),
        Value::Bool(Some(value)) => write!(text, "{value}"),
        Value::SmallInt(Some(value)) => write!(text, "{value}"),
        Value::Int(Some(value)) => write!(text, "{value}"),
        Value::BigInt(Some(value)) => write!(text, "{value}"),
        Value::Double(Some(value)) => write!(text, "{value}"),
        Value::Bytes(Some(value)) => {
            let begun = text.write_str("\\x");
            value.iter().fold(begun, |done, byte| {
                done.and_then(|()| write!(text, "{byte:02x}"))
            })
        }
        Value::ChronoDate(Some(day)) => write!(text, "{day}"),
        Value::ChronoDateTimeUtc(Some(moment)) => {
            write!(text, "{}", moment.format("%Y-%m-%dT%H:%M:%S%.6fZ"))
        }
        Value::Json(Some(value)) => write!(text, "{value}"),
        none => {
            kind(none)?;
            return Ok(false);
        }
    };
    written.map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(true)
}

/// The type of a value, as PostgreSQL names it.
pub(super) fn kind(value: &Value) -> Outcome<&'static str> {
    Ok(match value {
        Value::Uuid(_) => "uuid",
        Value::String(_) => "text",
        Value::Bool(_) => "boolean",
        Value::SmallInt(_) | Value::Int(_) => "integer",
        Value::BigInt(_) => "bigint",
        Value::Double(_) => "double precision",
        Value::Bytes(_) => "bytea",
        Value::ChronoDate(_) => "date",
        Value::ChronoDateTimeUtc(_) => "timestamptz",
        Value::Json(_) => "jsonb",
        other => {
            let reason = format!("a load cannot write {other:?}");
            return Err(Failure::Broken(reason));
        }
    })
}
