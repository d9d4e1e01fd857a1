use sea_orm::{ConnectionTrait, DbBackend, Statement, sqlx::postgres::PgListener};

use super::Store;
use crate::{Outcome, Unit};

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

/// Tells other processes something on a channel of PostgreSQL, once the unit has ended well. On
/// SQLite nobody is told.
pub(crate) async fn tell(unit: &Unit, channel: &str, what: &str) -> Outcome<()> {
    let db = unit.connection();
    if db.get_database_backend() == DbBackend::Postgres {
        let values = [channel.into(), what.into()];
        let notify = "SELECT pg_notify($1, $2)";
        let notify = Statement::from_sql_and_values(DbBackend::Postgres, notify, values);
        db.query_one_raw(notify).await?;
    }
    Ok(())
}
