use sea_orm::{ConnectionTrait, DbBackend};

use super::Store;

impl Store {
    /// Lets the database learn how many rows of which kind there are, as the owner of its tables:
    /// worthwhile behind a large load.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_stock(&self) -> domain::Result<()> {
        let statement = match self.db.get_database_backend() {
            DbBackend::Postgres => "VACUUM (ANALYZE)",
            _ => "PRAGMA analysis_limit = 2000; ANALYZE",
        };
        let taken = self.db.execute_unprepared(statement).await;
        taken.map(drop).map_err(|error| self.answer(&error.into()))
    }
}
