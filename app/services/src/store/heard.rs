use sea_orm::{DbBackend, sqlx::postgres::PgListener};

use super::Store;

/// What other processes tell over PostgreSQL.
pub struct Heard(Option<PgListener>);

impl Store {
    /// Hears what is told on a channel of PostgreSQL, over a connection of its own. On SQLite, and
    /// where that connection is not to be had, nothing is ever heard; so whoever hears also asks
    /// now and then.
    pub async fn hear(&self, channel: &str) -> Heard {
        if self.db.get_database_backend() != DbBackend::Postgres {
            return Heard(None);
        }
        let heard = async {
            let pool = self.db.get_postgres_connection_pool();
            let mut listener = PgListener::connect_with(pool).await?;
            listener.listen(channel).await?;
            Ok::<_, sea_orm::sqlx::Error>(listener)
        };
        match heard.await {
            Ok(listener) => Heard(Some(listener)),
            Err(error) => {
                tracing::warn!(%error, channel, "other processes are not heard");
                Heard(None)
            }
        }
    }
}

impl Heard {
    /// Waits until something is told. A connection that is lost is opened again; what was told
    /// meanwhile is lost.
    pub async fn next(&mut self) {
        let Some(listener) = &mut self.0 else {
            return std::future::pending().await;
        };
        if let Err(error) = listener.recv().await {
            tracing::warn!(%error, "other processes are not heard any more");
            self.0 = None;
        }
    }
}
