//! What tables a database has.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement};

use super::{Column, Kind, LEFT_OUT, Table};

const SQLITE: &str = "SELECT t.name, c.name, c.type FROM sqlite_master t, \
     pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
     ORDER BY t.name, c.cid";

const POSTGRES: &str = "SELECT t.relname::text, a.attname::text, format_type(a.atttypid, NULL) \
     FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid \
     WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p') \
     AND a.attnum > 0 AND NOT a.attisdropped ORDER BY t.relname, a.attnum";

/// The tables that a backup holds, with their columns; their rows are not counted yet.
pub(super) async fn tables(db: &DatabaseTransaction) -> Result<Vec<Table>, String> {
    let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for (table, name, declared) in declared(db).await? {
        if LEFT_OUT.contains(&table.as_str()) {
            continue;
        }
        let kind = Kind::declared(&declared).ok_or_else(|| {
            format!("`{table}.{name}` is declared `{declared}`, which a backup cannot hold")
        })?;
        let columns = tables.entry(table).or_default();
        columns.push(Column { name, kind });
    }
    let tables = tables.into_iter().map(|(name, columns)| Table {
        name,
        rows: 0,
        columns,
    });
    Ok(tables.collect())
}

/// The names of every table.
pub(super) async fn names(db: &DatabaseTransaction) -> Result<Vec<String>, String> {
    let columns = declared(db).await?.into_iter();
    let mut names: Vec<String> = columns.map(|(table, ..)| table).collect();
    names.dedup();
    Ok(names)
}

/// Every column: table, name, and how it is declared.
async fn declared(db: &DatabaseTransaction) -> Result<Vec<(String, String, String)>, String> {
    let question = match db.get_database_backend() {
        DbBackend::Postgres => POSTGRES,
        _ => SQLITE,
    };
    let question = Statement::from_string(db.get_database_backend(), question);
    let rows = db.query_all_raw(question).await;
    let rows = rows.map_err(|error| format!("database: {error}"))?;
    let text = |row: &sea_orm::QueryResult, place| row.try_get_by_index::<String>(place);
    let columns = rows
        .iter()
        .map(|row| Ok((text(row, 0)?, text(row, 1)?, text(row, 2)?)));
    let columns: Result<_, sea_orm::DbErr> = columns.collect();
    columns.map_err(|error| format!("database: {error}"))
}
