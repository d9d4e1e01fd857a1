//! Migrating as far as some database had come, and no further.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait},
    seaql_migrations::{ActiveModel, Entity},
};

use crate::Migrator;

/// The names of every migration, oldest first.
pub fn names() -> Vec<String> {
    let all = Migrator::migrations();
    all.iter()
        .map(|migration| migration.name().to_owned())
        .collect()
}

/// The names of the migrations that a database has seen, whether or not they are known here; none
/// where there is no schema.
///
/// # Errors
/// When the database does not answer.
pub async fn applied(db: &DatabaseTransaction) -> Result<Vec<String>, DbErr> {
    let table = "seaql_migrations";
    if !SchemaManager::new(db).has_table(table).await? {
        return Ok(Vec::new());
    }
    let seen = Entity::find().all(db).await?;
    let mut names: Vec<String> = seen.into_iter().map(|seen| seen.version).collect();
    names.sort_unstable();
    Ok(names)
}

/// Applies those of the named migrations that the database has not seen, within a transaction;
/// `now` is what it keeps as their time, in seconds.
///
/// # Errors
/// When the database refuses one.
pub async fn migrate_only(
    db: &DatabaseTransaction,
    names: &[String],
    now: i64,
) -> Result<(), DbErr> {
    Migrator::install(db).await?;
    let seen = applied(db).await?;
    let manager = SchemaManager::new(db);
    for migration in Migrator::migrations() {
        let name = migration.name().to_owned();
        if !names.contains(&name) || seen.contains(&name) {
            continue;
        }
        migration.up(&manager).await?;
        let row = ActiveModel {
            version: Set(name),
            applied_at: Set(now),
        };
        Entity::insert(row).exec_without_returning(db).await?;
    }
    Ok(())
}
