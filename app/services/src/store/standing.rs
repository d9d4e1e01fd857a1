//! Connections that always act for the same caller, and send one statement at a time.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
    prelude::async_trait::async_trait,
    sqlx::{
        self, Connection, Database, Executor, IntoArguments, Pool, Postgres, Sqlite,
        pool::{PoolConnection, PoolOptions},
    },
};
use sea_query_sqlx::SqlxValues;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{
    IDLE, WAIT,
    sent::{all, as_text, execute, not_acquired, one},
};
use crate::{Caller, tenancy};

/// The most connections that look up sessions.
const AT_THE_DOOR: u32 = 4;

/// The connections that write events: whoever has the turn writes for all.
const RECORDING: u32 = 1;

/// Connections that can do what one caller may, and nothing else. A single statement takes one
/// round trip on them, and a transaction that first says who acts takes more; nor is each asked for
/// a sign of life behind every statement, as those of a pool are.
#[derive(Clone)]
pub(crate) struct Standing(Arc<Kind>);

enum Kind {
    Postgres(Kept<Postgres>),
    Sqlite(Kept<Sqlite>),
}

/// Connections that are kept while nobody needs them.
struct Kept<D: Database> {
    pool: Pool<D>,
    places: Semaphore,
    /// None any more, once they are closed.
    resting: Mutex<Option<Vec<Resting<D>>>>,
}

struct Resting<D: Database> {
    connection: PoolConnection<D>,
    since: Instant,
}

impl Standing {
    /// Where somebody's session is looked up.
    pub(super) fn at_the_door(db: &DatabaseConnection) -> Self {
        Self::of(db, &Caller::Door, AT_THE_DOOR)
    }

    /// Where events of reads are written.
    pub(super) fn recording(db: &DatabaseConnection) -> Self {
        Self::of(db, &Caller::System, RECORDING)
    }

    fn of(db: &DatabaseConnection, caller: &Caller, connections: u32) -> Self {
        let kind = if db.get_database_backend() == DbBackend::Postgres {
            let options = db.get_postgres_connection_pool().connect_options();
            // Whatever is sent here names its rows by keys, so that one plan suits all of them.
            let plans = ("plan_cache_mode", "force_generic_plan".to_owned());
            let settings = tenancy::announced(caller).into_iter().chain([plans]);
            let options = (*options).clone().options(settings);
            Kind::Postgres(Kept::new(connections, options))
        } else {
            let options = db.get_sqlite_connection_pool().connect_options();
            Kind::Sqlite(Kept::new(connections, (*options).clone()))
        };
        Self(Arc::new(kind))
    }

    /// Ends every connection.
    pub(super) async fn close(&self) {
        match &*self.0 {
            Kind::Postgres(kept) => kept.close().await,
            Kind::Sqlite(kept) => kept.close().await,
        }
    }
}

impl<D: Database> Kept<D> {
    fn new(connections: u32, options: <D::Connection as Connection>::Options) -> Self {
        let pool = PoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(WAIT)
            .connect_lazy_with(options);
        Self {
            pool,
            places: Semaphore::new(connections as usize),
            resting: Mutex::new(Some(Vec::new())),
        }
    }

    /// A connection for one statement.
    async fn lend(&self) -> Result<Lent<'_, D>, DbErr> {
        let place = tokio::time::timeout(WAIT, self.places.acquire()).await;
        let Ok(Ok(place)) = place else {
            return Err(not_acquired(sqlx::Error::PoolTimedOut));
        };
        Ok(Lent {
            connection: self.take().await?,
            kept: self,
            _place: place,
        })
    }

    async fn take(&self) -> Result<PoolConnection<D>, DbErr> {
        let rested = self.resting().as_mut().and_then(Vec::pop);
        if let Some(Resting {
            mut connection,
            since,
        }) = rested
        {
            if since.elapsed() < IDLE || connection.ping().await.is_ok() {
                return Ok(connection);
            }
            let _ = connection.close().await;
        }
        self.pool.acquire().await.map_err(not_acquired)
    }

    fn resting(&self) -> MutexGuard<'_, Option<Vec<Resting<D>>>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn close(&self) {
        self.places.close();
        // The pool waits for all that were taken from it; those in use go back to it by themselves.
        drop(self.resting().take());
        self.pool.close().await;
    }
}

/// A connection that is in use.
struct Lent<'a, D: Database> {
    connection: PoolConnection<D>,
    kept: &'a Kept<D>,
    _place: SemaphorePermit<'a>,
}

impl<D: Database> Lent<'_, D> {
    /// Puts the connection by. If the work failed, the pool looks whether it is of any use.
    fn back<T>(self, done: Result<T, DbErr>) -> Result<T, DbErr> {
        if let (Ok(_), Some(resting)) = (&done, self.kept.resting().as_mut()) {
            resting.push(Resting {
                connection: self.connection,
                since: Instant::now(),
            });
        }
        done
    }
}

impl<D: Database> Kept<D>
where
    for<'a> &'a mut D::Connection: Executor<'a, Database = D>,
    SqlxValues: IntoArguments<D>,
    ExecResult: From<D::QueryResult>,
    QueryResult: From<D::Row>,
{
    async fn execute(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let mut lent = self.lend().await?;
        let done = execute(&mut lent.connection, statement).await;
        lent.back(done)
    }

    async fn as_text(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut lent = self.lend().await?;
        let done = as_text(&mut lent.connection, sql).await;
        lent.back(done)
    }

    async fn one(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let mut lent = self.lend().await?;
        let done = one(&mut lent.connection, statement).await;
        lent.back(done)
    }

    async fn all(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut lent = self.lend().await?;
        let done = all(&mut lent.connection, statement).await;
        lent.back(done)
    }
}

#[async_trait]
impl ConnectionTrait for Standing {
    fn get_database_backend(&self) -> DbBackend {
        match &*self.0 {
            Kind::Postgres(_) => DbBackend::Postgres,
            Kind::Sqlite(_) => DbBackend::Sqlite,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match &*self.0 {
            Kind::Postgres(kept) => kept.execute(statement).await,
            Kind::Sqlite(kept) => kept.execute(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match &*self.0 {
            Kind::Postgres(kept) => kept.as_text(sql).await,
            Kind::Sqlite(kept) => kept.as_text(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match &*self.0 {
            Kind::Postgres(kept) => kept.one(statement).await,
            Kind::Sqlite(kept) => kept.one(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match &*self.0 {
            Kind::Postgres(kept) => kept.all(statement).await,
            Kind::Sqlite(kept) => kept.all(statement).await,
        }
    }
}
