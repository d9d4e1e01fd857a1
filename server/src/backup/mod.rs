//! Backups: one file that holds one moment of everything in the database, and reading it back.
//!
//! # The file, format 1
//!
//! 1. The line `lanchid-backup 1`.
//! 2. One gzip member that holds lines of JSON: first a [`Header`], which names every table with
//!    its columns and the number of its rows, then that many rows of each table, in the header's
//!    order, each an array with one value for each column.
//! 3. The line `sha256 …`: the hash of every byte before it, in hexadecimal.
//!
//! Values are alike for both databases: ids, texts, days (`2026-11-29`) and moments
//! (`2026-11-29T20:30:00.000001Z`) are strings, stored JSON is a string that holds it, numbers and
//! truth values are themselves, and `null` is nothing at all.

mod check;
mod column;
mod header;
mod partial;
mod reader;
mod restore;
mod schema;
mod sight;
mod take;
mod target;
mod writer;

pub use check::check;
pub use column::Kind;
pub use header::{Column, Header, Table};
pub use partial::Partial;
pub use restore::{Restoring, restore};
pub use take::{Taken, take};

/// The version of the format, as it is written and read here.
const FORMAT: u32 = 1;
/// What every backup begins with, before its format.
const MAGIC: &str = "lanchid-backup ";
/// What stands before the hash in the last line.
const SEAL: &str = "sha256 ";

/// Tables of the database that a backup leaves out: what was signed out or revoked since must not
/// open anything again, and which migrations were applied stands in the header.
const LEFT_OUT: [&str; 3] = ["sessions", "api_tokens", "seaql_migrations"];

/// Bytes as they are written in the last line.
fn in_hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
