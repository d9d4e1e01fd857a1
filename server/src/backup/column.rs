//! What stands in a column, in either database and in a backup.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::{DbBackend, DbErr, QueryResult, TryGetable, Value};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An id.
    Uuid,
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// A day.
    Day,
    /// A moment.
    Moment,
    /// JSON, as text.
    Json,
}

impl Kind {
    /// The kind of a column that the database declares so; `None` for what a backup cannot hold.
    pub(super) fn declared(declared: &str) -> Option<Self> {
        Some(match declared.to_ascii_lowercase().as_str() {
            "uuid" | "uuid_text" => Self::Uuid,
            "text" => Self::Text,
            "integer" | "bigint" | "smallint" => Self::Integer,
            "boolean" => Self::Boolean,
            "date" | "date_text" => Self::Day,
            "timestamp with time zone" | "timestamp_with_timezone_text" => Self::Moment,
            "jsonb" | "json" | "jsonb_text" | "json_text" => Self::Json,
            _ => return None,
        })
    }

    /// How a column is asked for, so that [`Self::read`] understands the answer.
    pub(super) fn selected(self, column: &str, database: DbBackend) -> String {
        match (database, self) {
            (DbBackend::Postgres, Self::Integer) => format!("\"{column}\"::bigint"),
            (DbBackend::Postgres, Self::Json) => format!("\"{column}\"::text"),
            _ => format!("\"{column}\""),
        }
    }

    /// What stands for a value in a statement that inserts it.
    pub(super) fn placeholder(self, number: usize, database: DbBackend) -> String {
        let postgres = match self {
            Self::Uuid => "uuid",
            Self::Text => "text",
            Self::Integer => "bigint",
            Self::Boolean => "boolean",
            Self::Day => "date",
            Self::Moment => "timestamptz",
            // The value is bound as text, which is not a way to write JSON on its own.
            Self::Json => "text::jsonb",
        };
        match database {
            DbBackend::Postgres => format!("${number}::{postgres}"),
            _ => "?".to_owned(),
        }
    }

    /// The value in a row of the database, as a backup holds it.
    pub(super) fn read(self, row: &QueryResult, place: usize) -> Result<Json, DbErr> {
        Ok(match self {
            Self::Uuid => written(row, place, |id: Uuid| id.to_string())?,
            Self::Text | Self::Json => written(row, place, |text: String| text)?,
            Self::Integer => written(row, place, |number: i64| number)?,
            Self::Boolean => written(row, place, |truth: bool| truth)?,
            Self::Day => written(row, place, |day: NaiveDate| day.to_string())?,
            Self::Moment => written(row, place, |moment: DateTime<Utc>| {
                moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
            })?,
        })
    }

    /// The value in a row of a backup, as the database takes it; `None` if it is of another kind.
    pub(super) fn value(self, json: Json) -> Option<Value> {
        let none = json.is_null();
        let text = json.as_str();
        Some(match self {
            Self::Uuid if none => Value::Uuid(None),
            Self::Uuid => Value::from(text?.parse::<Uuid>().ok()?),
            Self::Text | Self::Json if none => Value::String(None),
            Self::Text => match json {
                Json::String(text) => Value::from(text),
                _ => return None,
            },
            Self::Json => {
                serde_json::from_str::<serde::de::IgnoredAny>(text?).ok()?;
                Value::from(text?)
            }
            Self::Integer if none => Value::BigInt(None),
            Self::Integer => Value::from(json.as_i64()?),
            Self::Boolean if none => Value::Bool(None),
            Self::Boolean => Value::from(json.as_bool()?),
            Self::Day if none => Value::ChronoDate(None),
            Self::Day => Value::from(text?.parse::<NaiveDate>().ok()?),
            Self::Moment if none => Value::ChronoDateTimeUtc(None),
            Self::Moment => Value::from(text?.parse::<DateTime<Utc>>().ok()?),
        })
    }
}

/// JSON as it is written here: PostgreSQL keeps what it means and answers it in its own order and
/// spacing, and what is sealed of an SQLite file is its every sign. Fractions may be read a little
/// off, so what holds one stays as it is; it is not held against its signs.
pub(super) fn as_written_here(value: Value) -> Value {
    let Value::String(Some(text)) = &value else {
        return value;
    };
    match serde_json::from_str::<Json>(text) {
        Ok(json) if !holds_fraction(&json) => Value::from(json.to_string()),
        _ => value,
    }
}

fn holds_fraction(json: &Json) -> bool {
    match json {
        Json::Number(number) => number.is_f64(),
        Json::Array(items) => items.iter().any(holds_fraction),
        Json::Object(fields) => fields.values().any(holds_fraction),
        _ => false,
    }
}

fn written<T: TryGetable, J: Into<Json>>(
    row: &QueryResult,
    place: usize,
    write: impl FnOnce(T) -> J,
) -> Result<Json, DbErr> {
    let value = row.try_get_by_index::<Option<T>>(place)?;
    Ok(value.map_or(Json::Null, |value| write(value).into()))
}
