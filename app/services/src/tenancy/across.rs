//! The one gate in the second wall.

use std::sync::atomic::Ordering;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use super::width;
use crate::{Outcome, Unit};

/// Carries out work that has to touch rows of another district than the actor's.
///
/// What may go through is decided before, by a use case: a case that its new district has accepted,
/// what a grant opens, and whom to tell in another district. Work may go through inside other work
/// that does. On SQLite there is no second wall, and nothing to open.
///
/// # Errors
/// What the work answers; or when the database does not.
pub(crate) async fn across<T>(
    unit: &Unit,
    work: impl Future<Output = Outcome<T>> + Send,
) -> Outcome<T> {
    let db = unit.connection();
    if db.get_database_backend() != DbBackend::Postgres {
        return work.await;
    }
    let usual = width(unit.caller());
    if unit.through_gate().load(Ordering::Relaxed) == 0 {
        reach(db, "system").await?;
    }
    unit.through_gate().fetch_add(1, Ordering::Relaxed);
    let outcome = work.await;
    if unit.through_gate().fetch_sub(1, Ordering::Relaxed) > 1 {
        return outcome;
    }
    let narrowed = reach(db, usual).await;
    let value = outcome?;
    narrowed?;
    Ok(value)
}

async fn reach<C: ConnectionTrait>(db: &C, width: &str) -> Result<(), DbErr> {
    let statement = Statement::from_sql_and_values(
        DbBackend::Postgres,
        "SELECT set_config('app.reach', $1, true)",
        [width.into()],
    );
    db.query_one_raw(statement).await?;
    Ok(())
}
