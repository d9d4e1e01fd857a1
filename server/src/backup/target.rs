//! Whether a database may be restored into.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement};

use super::{Column, Header, Table, schema};

/// Refuses a backup that knows more than this program, a database that has gone further than the
/// backup, and one that holds anything.
pub(super) async fn refuse_unfit(db: &DatabaseTransaction, header: &Header) -> Result<(), String> {
    let known = migrations::names();
    let unknown = |name: &&String| !known.contains(name);
    if let Some(newer) = header.migrations.iter().find(unknown) {
        return Err(format!(
            "the backup was taken by a newer version (its database has seen `{newer}`): restore \
             it with that version"
        ));
    }
    lock(db).await?;
    refuse_full(db).await?;
    let applied = migrations::taken(db).await.map_err(database)?;
    let further = |name: &&String| !header.migrations.contains(name);
    match applied.iter().find(further) {
        None => Ok(()),
        Some(further) => Err(format!(
            "the database is migrated further than the backup (`{further}`): give restore a \
             database without any tables, and it migrates that itself"
        )),
    }
}

/// Whoever else would write into the empty tables waits, and meets what was restored.
async fn lock(db: &DatabaseTransaction) -> Result<(), String> {
    let tables = schema::names(db).await?;
    if db.get_database_backend() != DbBackend::Postgres || tables.is_empty() {
        return Ok(());
    }
    let tables = tables.join("\",\"");
    let locked = db
        .execute_unprepared(&format!("LOCK TABLE \"{tables}\""))
        .await;
    locked.map(drop).map_err(database)
}

async fn refuse_full(db: &DatabaseTransaction) -> Result<(), String> {
    for table in schema::names(db).await? {
        if table == "seaql_migrations" {
            continue;
        }
        let question = format!("SELECT 1 FROM \"{table}\" LIMIT 1");
        let question = Statement::from_string(db.get_database_backend(), question);
        if db
            .query_one_raw(question)
            .await
            .map_err(database)?
            .is_some()
        {
            return Err(format!(
                "the database is not empty (there are rows in `{table}`), and restore overwrites \
                 nothing: give it an empty one"
            ));
        }
    }
    Ok(())
}

/// Refuses a backup whose tables are others than those of the database, now that it was migrated
/// as far: then somebody changed one of the two by hand.
pub(super) async fn refuse_other_tables(
    db: &DatabaseTransaction,
    header: &Header,
) -> Result<(), String> {
    let columns = |tables: &[Table]| {
        let columns = tables.iter().flat_map(|table| {
            let name = table.name.clone();
            let columns = table.columns.iter().cloned();
            columns.map(move |column| (name.clone(), column))
        });
        columns.collect::<BTreeSet<(String, Column)>>()
    };
    let ours = columns(&schema::tables(db).await?);
    let theirs = columns(&header.tables);
    match ours.symmetric_difference(&theirs).next() {
        None => Ok(()),
        Some((table, column)) => Err(format!(
            "the backup and the database do not agree on the column `{table}.{}`",
            column.name
        )),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn database(error: DbErr) -> String {
    format!("database: {error}")
}
