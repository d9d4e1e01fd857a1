//! Values in PostgreSQL's words.

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
        Value::Uuid(None)
        | Value::String(None)
        | Value::Bool(None)
        | Value::SmallInt(None)
        | Value::Int(None)
        | Value::BigInt(None)
        | Value::Double(None)
        | Value::Bytes(None)
        | Value::ChronoDate(None)
        | Value::ChronoDateTimeUtc(None)
        | Value::Json(None) => return Ok(false),
        other => return Err(strange(other)),
    };
    written.map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(true)
}

pub(super) fn strange(value: &Value) -> Failure {
    Failure::Broken(format!("a load cannot write {value:?}"))
}
