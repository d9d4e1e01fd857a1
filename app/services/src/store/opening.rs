//! Opening a database: for work, and for one large load.

use std::time::Duration;

use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};

use super::{IDLE, WAIT, is_passing};

/// How many rows SQLite's thread reads ahead: more than a page of any list has, so that it is woken
/// once.
const ROWS_AHEAD: usize = 256;

/// How much each connection to SQLite keeps of what it has read, in SQLite's words: 16 MB. A search or
/// a list in a city of 200,000 touches more than the 2 MB that it would keep by itself.
const PAGES_KEPT: &str = "-16000";

/// Opens the database at this address: `sqlite:var/lanchid.sqlite` or `postgres://…`.
///
/// SQLite writes each transaction into its log and waits until the disk has it (`synchronous` is
/// `FULL`): what was answered for outlives a power cut. With `NORMAL` it would outlive the end of
/// the process, but the last transactions before a power cut would be gone, although nothing would
/// be damaged.
///
/// # Errors
/// When it cannot be opened.
pub async fn connect(url: &str, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(with_create(url));
    options
        .max_connections(connections)
        .acquire_timeout(WAIT)
        .test_before_acquire_if_idle_for(IDLE)
        .sqlx_logging_level(log::LevelFilter::Trace)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .row_buffer_size(ROWS_AHEAD)
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                .pragma("cache_size", PAGES_KEPT)
                .pragma("busy_timeout", "10000")
        });
    Database::connect(options).await
}

/// Opens the database for one large load: a single connection, whose settings suit nothing else.
///
/// SQLite trusts the rows that refer to others, keeps more pages in memory, sorts for its indexes
/// on up to two more threads, and writes into the database file at once instead of into its log
/// first, unless somebody else has it open.
///
/// # Errors
/// When it cannot be opened.
pub async fn connect_to_load(url: &str) -> Result<DatabaseConnection, DbErr> {
    let options = |journal: &'static str| {
        let mut options = ConnectOptions::new(with_create(url));
        options
            .max_connections(1)
            .sqlx_logging_level(log::LevelFilter::Trace)
            .sqlx_slow_statements_logging_settings(log::LevelFilter::Off, Duration::MAX)
            .map_sqlx_sqlite_opts(move |sqlite| {
                sqlite
                    .pragma("journal_mode", journal)
                    .pragma("synchronous", "FULL")
                    .pragma("foreign_keys", "OFF")
                    .pragma("cache_size", "-131072")
                    .pragma("threads", "2")
                    .pragma("busy_timeout", "2000")
            });
        options
    };
    match Database::connect(options("DELETE")).await {
        Err(error) if is_passing(&error) => Database::connect(options("WAL")).await,
        opened => opened,
    }
}

/// SQLite makes the file when it is not there yet.
fn with_create(url: &str) -> String {
    if url.starts_with("sqlite:") && !url.contains('?') && !url.contains(":memory:") {
        format!("{url}?mode=rwc")
    } else {
        url.to_owned()
    }
}
