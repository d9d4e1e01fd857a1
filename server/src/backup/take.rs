//! Taking a backup beside whoever works.

use std::io::Write;

use chrono::{DateTime, SubsecRound, Utc};
use futures::TryStreamExt;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, Statement, TransactionTrait,
};
use serde_json::Value as Json;

use super::{Header, Table, header::POSTGRES, schema, sight::see_everything, writer::Writer};

/// How many rows are written before others have their turn.
const ROWS_AT_A_TIME: u64 = 256;

/// A backup that was taken.
#[derive(Debug)]
pub struct Taken<W> {
    /// What it holds.
    pub header: Header,
    /// Its size.
    pub bytes: u64,
    /// What it was written into.
    pub out: W,
}

/// Writes everything that stands in the database at one moment, which is no earlier than `now`.
/// Nobody waits for it: it reads in a single transaction, which takes no lock that a writer would
/// meet. `progress` is told how many rows of how many are written.
///
/// # Errors
/// One line: the role does not see everything, there is nothing, or something cannot be read or
/// written.
pub async fn take<W: Write>(
    db: &DatabaseConnection,
    out: W,
    now: DateTime<Utc>,
    progress: impl Fn(u64, u64),
) -> Result<Taken<W>, String> {
    let transaction = one_moment(db).await.map_err(database)?;
    see_everything(&transaction).await?;
    let header = header(&transaction, now).await?;
    let mut writer = Writer::begin(out).map_err(writing)?;
    writer.write(&header).map_err(writing)?;
    let (rows, mut written) = (header.rows(), 0);
    for table in &header.tables {
        let told = |count| progress(written + count, rows);
        written += write_rows(&transaction, table, &mut writer, told).await?;
    }
    transaction.rollback().await.map_err(database)?;
    let (out, bytes) = writer.finish().map_err(writing)?;
    Ok(Taken { header, bytes, out })
}

/// A transaction in which nothing that others write is seen any more. On SQLite that is so in each
/// that reads.
async fn one_moment(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    match db.get_database_backend() {
        DbBackend::Postgres => {
            let (level, mode) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
            db.begin_with_config(Some(level), Some(mode)).await
        }
        _ => db.begin().await,
    }
}

async fn header(db: &DatabaseTransaction, now: DateTime<Utc>) -> Result<Header, String> {
    let taken = migrations::taken(db).await.map_err(database)?;
    let migrations: Vec<String> = taken.into_iter().collect();
    if migrations.is_empty() {
        return Err("there is nothing in this database to back up".to_owned());
    }
    let mut tables = schema::tables(db).await?;
    for table in &mut tables {
        table.rows = count(db, &table.name).await?;
    }
    let database = match db.get_database_backend() {
        DbBackend::Postgres => POSTGRES,
        _ => "SQLite",
    };
    Ok(Header {
        moment: now.trunc_subsecs(6),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        database: database.to_owned(),
        migrations,
        tables,
    })
}

async fn count(db: &DatabaseTransaction, table: &str) -> Result<u64, String> {
    let question = format!("SELECT count(*) FROM \"{table}\"");
    let question = Statement::from_string(db.get_database_backend(), question);
    let row = db.query_one_raw(question).await.map_err(database)?;
    let count = row.map_or(Ok(0), |row| row.try_get_by_index::<i64>(0));
    Ok(u64::try_from(count.map_err(database)?).unwrap_or_default())
}

/// Writes every row of a table as it comes, and answers how many there were: as many as were
/// counted, or it was not one moment.
async fn write_rows<W: Write>(
    db: &DatabaseTransaction,
    table: &Table,
    writer: &mut Writer<W>,
    progress: impl Fn(u64),
) -> Result<u64, String> {
    use sea_orm::StreamTrait;

    let told = |error: DbErr| format!("`{}` cannot be read: {error}", table.name);
    let mut rows = db.stream_raw(select(db, table)).await.map_err(told)?;
    let mut written = 0;
    while let Some(row) = rows.try_next().await.map_err(told)? {
        let columns = table.columns.iter().enumerate();
        let values = columns.map(|(place, column)| column.kind.read(&row, place));
        let values: Vec<Json> = values.collect::<Result<_, _>>().map_err(told)?;
        writer.write(&values).map_err(writing)?;
        written += 1;
        progress(written);
        if written.is_multiple_of(ROWS_AT_A_TIME) {
            // Rows may never be waited for, and whoever wishes to stop this is to be heard.
            tokio::task::yield_now().await;
        }
    }
    if written == table.rows {
        return Ok(written);
    }
    let Table { name, rows, .. } = table;
    Err(format!(
        "`{name}` had {rows} rows and then {written}: that is not one moment"
    ))
}

fn select(db: &DatabaseTransaction, table: &Table) -> Statement {
    let database = db.get_database_backend();
    let columns = table.columns.iter();
    let columns = columns.map(|column| column.kind.selected(&column.name, database));
    let columns: Vec<String> = columns.collect();
    let question = format!("SELECT {} FROM \"{}\"", columns.join(","), table.name);
    Statement::from_string(database, question)
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn database(error: DbErr) -> String {
    format!("database: {error}")
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn writing(error: std::io::Error) -> String {
    format!("writing: {error}")
}
