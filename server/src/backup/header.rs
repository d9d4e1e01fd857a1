use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Kind;

/// The first line of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The moment that it holds.
    pub moment: DateTime<Utc>,
    /// The version of the program that wrote it.
    pub program: String,
    /// The database that it was taken from, `SQLite` or `PostgreSQL`.
    pub database: String,
    /// The migrations that the database had seen.
    pub migrations: Vec<String>,
    /// What follows.
    pub tables: Vec<Table>,
}

/// What [`Header::database`] says of PostgreSQL.
pub(super) const POSTGRES: &str = "PostgreSQL";

/// A table, and how many of its rows follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// The number of its rows.
    pub rows: u64,
    /// Its columns, in the order of the values in each row.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
}

impl Header {
    /// The rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables
            .iter()
            .fold(0, |rows, table| rows.saturating_add(table.rows))
    }
}
