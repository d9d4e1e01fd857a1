use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

use super::Store;

const POSTGRES: &str = "SELECT name || ' = ' || setting AS told FROM pg_settings \
    WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'";

/// 2 is FULL, 3 EXTRA. Without a log of its own, `FULL` keeps what it should as well.
const SQLITE: &str = "SELECT 'synchronous = ' || synchronous AS told FROM pragma_synchronous \
    WHERE synchronous < 2 UNION ALL \
    SELECT 'journal_mode = ' || journal_mode FROM pragma_journal_mode \
    WHERE journal_mode IN ('off', 'memory')";

impl Store {
    /// The settings of the database because of which a power cut could take away what was
    /// acknowledged; none, if it keeps everything.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn lost_in_a_power_cut(&self) -> domain::Result<Vec<String>> {
        let found = asked(&self.db).await;
        found.map_err(|error| self.answer(&error.into()))
    }
}

async fn asked(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let backend = db.get_database_backend();
    let question = if backend == DbBackend::Postgres {
        POSTGRES
    } else {
        SQLITE
    };
    let rows = db
        .query_all_raw(Statement::from_string(backend, question))
        .await?;
    rows.iter().map(|row| row.try_get("", "told")).collect()
}
