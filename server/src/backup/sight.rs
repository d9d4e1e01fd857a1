//! Whoever copies everything has to see everything.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement};

/// Lets PostgreSQL refuse what row-level security would narrow, instead of hiding rows; and says
/// so beforehand, in words.
pub(super) async fn see_everything(db: &DatabaseTransaction) -> Result<(), String> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let failed = |error: sea_orm::DbErr| format!("database: {error}");
    let question = "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') \
         AND relnamespace = current_schema()::regnamespace AND row_security_active(oid)";
    let question = Statement::from_string(DbBackend::Postgres, question);
    let row = db.query_one_raw(question).await.map_err(failed)?;
    let narrowed = row.map_or(Ok(0), |row| row.try_get_by_index::<i64>(0));
    if narrowed.map_err(failed)? > 0 {
        return Err("this role does not see the rows of every district; set \
                    LANCHID_MIGRATION_DATABASE_URL to the role that owns the tables"
            .to_owned());
    }
    let off = db.execute_unprepared("SET LOCAL row_security = off").await;
    off.map(drop).map_err(failed)
}
