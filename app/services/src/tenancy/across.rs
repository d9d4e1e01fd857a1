//! The one gate in the second wall.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use super::width;
use crate::{Outcome, Unit};

/// Carries out work that has to touch rows of another district than the actor's.
///
/// What may go through is decided before, by a use case: a case that its new district has accepted,
/// and whom to tell in another district. On SQLite there is no second wall, and nothing to open.
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
    reach(db, "system").await?;
    let outcome = work.await;
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
