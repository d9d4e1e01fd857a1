//! Reading a backup into an empty database, all of it or nothing.

use std::io::BufRead;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, Statement, Value,
};
use services::bulk::Lean;

use super::{
    Header, Kind, Table, column::as_written_here, header::POSTGRES, reader::Reader,
    sight::see_everything, target,
};

/// About how many values go into one statement.
const VALUES: usize = 1000;

/// Where a restore has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restoring {
    /// Backup and database fit, and there are tables.
    Begun,
    /// So many rows are written.
    Rows(u64),
    /// All are; indexes, foreign keys and later migrations follow.
    Indexes,
}

/// Restores a backup into an empty database, in one transaction: whatever stops it, the database
/// is as it was before.
///
/// # Errors
/// One line: the database or the backup is not fit, or the database refuses.
pub async fn restore(
    db: &DatabaseConnection,
    source: impl BufRead,
    progress: impl Fn(Restoring),
) -> Result<Header, String> {
    let mut reader = Reader::begin(source)?;
    let header = reader.header.clone();
    let transaction = migrations::begin(db).await.map_err(database)?;
    see_everything(&transaction).await?;
    target::refuse_unfit(&transaction, &header).await?;
    let migrated = migrations::take_only(&transaction, &header.migrations).await;
    migrated.map_err(|error| format!("migration: {error}"))?;
    target::refuse_other_tables(&transaction, &header).await?;
    let lean = without_keys(&transaction, &header).await?;
    progress(Restoring::Begun);
    let mut written = 0;
    for table in &header.tables {
        let told = |count| progress(Restoring::Rows(written + count));
        write_rows(&transaction, table, &mut reader, told).await?;
        written += table.rows;
    }
    reader.finish()?;
    progress(Restoring::Indexes);
    let complete = lean.end(&transaction).await;
    complete.map_err(|error| format!("the rows do not fit together: {error}"))?;
    check_keys(&transaction).await?;
    let migrated = migrations::take_only(&transaction, &migrations::names()).await;
    migrated.map_err(|error| format!("migration: {error}"))?;
    transaction.commit().await.map_err(database)?;
    Ok(header)
}

/// Rows are written in the order of their tables' names, so keys between them come afterwards.
async fn without_keys(db: &DatabaseTransaction, header: &Header) -> Result<Lean, String> {
    let tables: Vec<&str> = header
        .tables
        .iter()
        .map(|table| table.name.as_str())
        .collect();
    if tables.is_empty() {
        return Ok(Lean::default());
    }
    let lean = Lean::begin(db, &tables).await;
    let lean = lean.map_err(|error| error.to_string())?;
    if lean.is_lean() {
        return Ok(lean);
    }
    Err(
        "this role does not own the tables; set LANCHID_MIGRATION_DATABASE_URL to the one that \
         does"
            .to_owned(),
    )
}

async fn write_rows<R: BufRead>(
    db: &DatabaseTransaction,
    table: &Table,
    reader: &mut Reader<R>,
    progress: impl Fn(u64),
) -> Result<(), String> {
    let told = |error: DbErr| format!("`{}` cannot be written: {error}", table.name);
    let batch = u64::try_from((VALUES / table.columns.len().max(1)).max(1)).unwrap_or(1);
    let moves =
        reader.header.database == POSTGRES && db.get_database_backend() == DbBackend::Sqlite;
    let mut written = 0;
    while written < table.rows {
        let rows = batch.min(table.rows - written);
        let mut values = Vec::with_capacity(VALUES);
        for _ in 0..rows {
            let row = reader.row(table)?.into_iter().zip(&table.columns);
            values.extend(row.map(|(value, column)| match column.kind {
                Kind::Json if moves => as_written_here(value),
                _ => value,
            }));
        }
        let statement = insert(db.get_database_backend(), table, values);
        db.execute_raw(statement).await.map_err(told)?;
        written += rows;
        progress(written);
    }
    Ok(())
}

fn insert(database: DbBackend, table: &Table, values: Vec<Value>) -> Statement {
    let width = table.columns.len();
    let mut rows = String::new();
    for place in 0..values.len() {
        rows.push_str(match place % width {
            0 if place == 0 => "(",
            0 => "),(",
            _ => ",",
        });
        let kind = table.columns[place % width].kind;
        rows.push_str(&kind.placeholder(place + 1, database));
    }
    let columns: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let columns = columns.join("\",\"");
    let sql = format!(
        "INSERT INTO \"{}\" (\"{columns}\") VALUES {rows})",
        table.name
    );
    Statement::from_sql_and_values(database, sql, values)
}

/// SQLite brings no keys back, so they are asked for.
async fn check_keys(db: &DatabaseTransaction) -> Result<(), String> {
    if db.get_database_backend() != DbBackend::Sqlite {
        return Ok(());
    }
    let question = Statement::from_string(
        DbBackend::Sqlite,
        "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1",
    );
    match db.query_one_raw(question).await.map_err(database)? {
        None => Ok(()),
        Some(row) => {
            let table: String = row.try_get_by_index(0).map_err(database)?;
            Err(format!(
                "the rows do not fit together: one of `{table}` refers to none that is there"
            ))
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn database(error: DbErr) -> String {
    format!("database: {error}")
}
