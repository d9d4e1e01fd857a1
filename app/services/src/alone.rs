use sea_orm::{ConnectionTrait, DbBackend};

use crate::{Outcome, Unit};

/// Whoever makes the database ready holds this lock of PostgreSQL until the unit ends.
const READY: i64 = 7_310_589_002;

/// Waits until no other process makes the database ready, and keeps others waiting until the unit
/// ends: several may be started at once. What one of them has done, the next one finds done.
///
/// On SQLite every unit that writes is alone.
pub(crate) async fn alone(unit: &Unit) -> Outcome<()> {
    if unit.connection().get_database_backend() == DbBackend::Postgres {
        let lock = format!("SELECT pg_advisory_xact_lock({READY})");
        unit.connection().execute_unprepared(&lock).await?;
    }
    Ok(())
}
