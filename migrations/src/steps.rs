//! Bringing the schema up to date, one step at a time, whoever else does the same.
//!
//! Each step is one transaction together with the note that it was taken, on SQLite as well:
//! whatever ends the process leaves whole steps behind. Processes that start at once take turns. On
//! PostgreSQL a step never waits long for a lock, because everybody who comes after it would wait
//! behind it; it gives up, lets them pass, and tries again.

use std::{collections::BTreeSet, time::Duration};

use sea_orm_migration::{
    prelude::*,
    sea_orm::{
        ActiveValue::Set, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend,
        EntityTrait, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
    },
    seaql_migrations,
};

use crate::Migrator;

/// One step of the schema.
pub type Step = Box<dyn MigrationTrait>;

/// Whoever changes the schema holds this lock of PostgreSQL until the transaction ends.
const TURN: i64 = 7_310_589_001;
/// How long a step waits for each lock, in PostgreSQL's words. Less than PostgreSQL waits before it
/// looks for a deadlock (1 s): where a step and a save wait for each other, the step gives way.
const LOCK_TIMEOUT: &str = "400ms";
/// How long others are let pass before it is tried again.
const PAUSE: Duration = Duration::from_secs(1);
/// How often it is tried: about two minutes.
const TRIES: u32 = 90;

/// Takes every step that was not taken yet, in order.
///
/// # Errors
/// When a newer version took away what these steps still lead to; when a lock was not to be had in
/// two minutes; or when the database refuses. The steps before are taken then, and stay.
pub async fn take(db: &DatabaseConnection, steps: &[Step]) -> Result<(), DbErr> {
    let taken = taken(db).await?;
    check_newer(&taken, steps)?;
    if steps.iter().all(|step| taken.contains(step.name())) {
        return Ok(());
    }
    let mut tries = 0;
    loop {
        match take_next(db, steps).await {
            Ok(true) => tries = 0,
            Ok(false) => return Ok(()),
            Err(error) => wait_or_fail(error, &mut tries).await?,
        }
    }
}

/// Does something to the schema while no other process does.
pub(crate) async fn in_turn<F>(db: &DatabaseConnection, work: F) -> Result<(), DbErr>
where
    F: AsyncFn(&DatabaseTransaction) -> Result<(), DbErr>,
{
    let mut tries = 0;
    loop {
        let done = async {
            let transaction = begin(db).await?;
            work(&transaction).await?;
            transaction.commit().await
        };
        match done.await {
            Ok(()) => return Ok(()),
            Err(error) => wait_or_fail(error, &mut tries).await?,
        }
    }
}

/// The names of every step, oldest first.
pub fn names() -> Vec<String> {
    let steps = Migrator::migrations();
    steps.iter().map(|step| step.name().to_owned()).collect()
}

/// Takes those of the named steps that the database has not seen, within a transaction: as far as
/// some database had come, and no further.
///
/// # Errors
/// When the database refuses one.
pub async fn take_only(db: &DatabaseTransaction, names: &[String]) -> Result<(), DbErr> {
    Migrator::install(db).await?;
    let seen = taken(db).await?;
    for step in Migrator::migrations() {
        let name = step.name();
        if names.iter().any(|named| named == name) && !seen.contains(name) {
            go(db, &step).await?;
        }
    }
    Ok(())
}

/// Answers whether there was a step to take.
async fn take_next(db: &DatabaseConnection, steps: &[Step]) -> Result<bool, DbErr> {
    let transaction = begin(db).await?;
    Migrator::install(&transaction).await?;
    let taken = taken(&transaction).await?;
    let Some(step) = steps.iter().find(|step| !taken.contains(step.name())) else {
        transaction.rollback().await?;
        return Ok(false);
    };
    tracing::info!(step = step.name(), "the schema takes a step");
    go(&transaction, step).await?;
    transaction.commit().await?;
    Ok(true)
}

/// Takes a step, and notes that it was taken.
async fn go(db: &DatabaseTransaction, step: &Step) -> Result<(), DbErr> {
    step.up(&SchemaManager::new(db)).await?;
    let note = seaql_migrations::ActiveModel {
        version: Set(step.name().to_owned()),
        applied_at: Set(seconds(db).await?),
    };
    seaql_migrations::Entity::insert(note)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Begins a transaction in which nobody else changes the schema.
///
/// # Errors
/// When the database does not answer, or stays locked.
pub async fn begin(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        // The only write lock of the file, taken at once.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        return db.begin_with_options(options).await;
    }
    let transaction = db.begin().await?;
    for statement in [
        format!("SELECT pg_advisory_xact_lock({TURN})"),
        format!("SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"),
    ] {
        transaction.execute_unprepared(&statement).await?;
    }
    Ok(transaction)
}

/// The names of all steps that were ever taken, whether or not they are known here; none where
/// there is no schema.
///
/// # Errors
/// When the database does not answer.
pub async fn taken<C: ConnectionTrait>(db: &C) -> Result<BTreeSet<String>, DbErr>
where
    for<'c> &'c C: IntoSchemaManagerConnection<'c>,
{
    let name = Migrator::migration_table_name();
    if !SchemaManager::new(db).has_table(name.to_string()).await? {
        return Ok(BTreeSet::new());
    }
    let rows = seaql_migrations::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

/// The time in seconds, as the database has it.
async fn seconds<C: ConnectionTrait>(db: &C) -> Result<i64, DbErr> {
    let backend = db.get_database_backend();
    let now = match backend {
        DbBackend::Postgres => "SELECT CAST(extract(epoch FROM now()) AS bigint) AS at",
        _ => "SELECT CAST(strftime('%s', 'now') AS INTEGER) AS at",
    };
    let row = db
        .query_one_raw(Statement::from_string(backend, now))
        .await?;
    row.map_or(Ok(0), |row| row.try_get("", "at"))
}

/// Waits until it is worth another try; answers the error when it is not.
async fn wait_or_fail(error: DbErr, tries: &mut u32) -> Result<(), DbErr> {
    const PASSING: [&str; 4] = [
        "lock timeout",
        "deadlock detected",
        "concurrently updated",
        "database is locked",
    ];
    let told = error.to_string();
    *tries += 1;
    if *tries >= TRIES || !PASSING.iter().any(|words| told.contains(words)) {
        return Err(error);
    }
    tracing::warn!(%error, "the schema waits for others who work in the database");
    tokio::time::sleep(PAUSE).await;
    Ok(())
}

/// A newer version may have taken steps that this program does not know. What it added is no harm.
/// What it took away is none either, as long as this program knows the step since which nobody
/// needs it, which stands in the name: `…_drops_after_000014_…`.
fn check_newer(taken: &BTreeSet<String>, steps: &[Step]) -> Result<(), DbErr> {
    let known: BTreeSet<&str> = steps.iter().map(|step| step.name()).collect();
    let newer: Vec<&str> = taken.iter().map(String::as_str).collect();
    let newer: Vec<&str> = newer
        .into_iter()
        .filter(|name| !known.contains(name))
        .collect();
    if newer.is_empty() {
        return Ok(());
    }
    let latest = known.iter().filter_map(|name| number(name)).max();
    let missed = newer
        .iter()
        .find(|name| drops_after(name).is_some_and(|after| latest < Some(after)));
    if let Some(step) = missed {
        return Err(DbErr::Custom(format!(
            "a newer version of this program has taken away what this one still uses ({step}); \
             start the newer one"
        )));
    }
    tracing::warn!(
        steps = newer.join(", "),
        "a newer version of this program has extended the database; this one works on without that"
    );
    Ok(())
}

/// `m20261128_000014_audit_seals` is the 14th.
pub(crate) fn number(name: &str) -> Option<u32> {
    name.split('_').nth(1)?.parse().ok()
}

/// The step since which nobody needs what a step takes away; `None` for one that only adds.
pub fn drops_after(name: &str) -> Option<u32> {
    let (_, rest) = name.split_once("_drops_after_")?;
    // One whose number cannot be read is after everything.
    Some(rest.split('_').next()?.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(names: &[&str]) -> Result<(), DbErr> {
        let taken = names.iter().map(|name| (*name).to_owned()).collect();
        check_newer(&taken, &Migrator::migrations())
    }

    #[test]
    fn what_a_newer_version_added_is_no_harm() {
        assert_eq!(met(&[]), Ok(()));
        assert_eq!(met(&["m20991231_009999_adds"]), Ok(()));
    }

    #[test]
    fn what_it_took_away_must_be_known_to_be_out_of_use() {
        assert_eq!(met(&["m20991231_009999_drops_after_000014_old"]), Ok(()));
        for name in [
            "m20991231_009999_drops_after_009998_old",
            "m20991231_009999_drops_after_all",
        ] {
            let told = met(&[name]).unwrap_err().to_string();
            assert!(told.contains(name) && told.contains("start the newer one"));
        }
    }

    #[test]
    fn every_step_has_its_number_and_they_rise() {
        let steps = Migrator::migrations();
        let numbers: Vec<_> = steps.iter().map(|step| number(step.name())).collect();
        assert!(numbers.is_sorted() && numbers.iter().all(Option::is_some));
    }
}
