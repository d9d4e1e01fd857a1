//! Connections that always act for the same caller, and send one statement at a time.

use std::{sync::Arc, time::Duration};

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement,
    prelude::async_trait::async_trait,
    sqlx::{Executor, IntoArguments},
};
use sea_query_sqlx::SqlxValues;

use super::{
    kept::{Connections, Keeps, Kept, Lent},
    sent::{all, as_text, execute, one},
};
use crate::{Caller, tenancy};

/// The most connections that look up sessions.
const AT_THE_DOOR: u32 = 4;

/// The connections that write events: whoever has the turn writes for all.
const RECORDING: u32 = 1;

/// Connections that can do what one caller may, and nothing else. A single statement takes one
/// round trip on them, and a transaction that first says who acts takes more.
#[derive(Clone)]
pub(crate) struct Standing(Arc<Connections>);

impl Standing {
    /// How many connections all of them take.
    pub(super) const CONNECTIONS: u32 = AT_THE_DOOR + RECORDING;

    /// Where somebody's session is looked up.
    pub(super) fn at_the_door(units: &Connections) -> Self {
        Self::of(units, &Caller::Door, AT_THE_DOOR)
    }

    /// The connections of units of work, acting for whomever they are told to.
    pub(super) const fn bare(units: Arc<Connections>) -> Self {
        Self(units)
    }

    /// Where events of reads are written.
    pub(super) fn recording(units: &Connections) -> Self {
        Self::of(units, &Caller::System, RECORDING)
    }

    fn of(units: &Connections, caller: &Caller, connections: u32) -> Self {
        // Whatever is sent here names its rows by keys, so that one plan suits all of them.
        let plans = ("plan_cache_mode", "force_generic_plan".to_owned());
        let settings = tenancy::announced(caller).into_iter().chain([plans]);
        Self(Arc::new(units.apart(connections, settings)))
    }

    /// Ends the connections that nobody has needed for so long, but for one.
    pub(super) async fn end_unneeded(&self, rested: Duration) {
        self.0.end_unneeded(rested).await;
    }

    /// Ends every connection.
    pub(super) async fn close(&self) {
        self.0.close().await;
    }
}

impl<D: Keeps> Kept<D>
where
    for<'a> &'a mut D::Connection: Executor<'a, Database = D>,
    SqlxValues: IntoArguments<D>,
    ExecResult: From<D::QueryResult>,
    QueryResult: From<D::Row>,
{
    async fn execute(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let mut lent = self.lend().await?;
        let done = execute(&mut lent, statement).await;
        back(lent, done)
    }

    async fn as_text(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut lent = self.lend().await?;
        let done = as_text(&mut lent, sql).await;
        back(lent, done)
    }

    async fn one(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let mut lent = self.lend().await?;
        let done = one(&mut lent, statement).await;
        back(lent, done)
    }

    async fn all(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut lent = self.lend().await?;
        let done = all(&mut lent, statement).await;
        back(lent, done)
    }
}

/// Puts the connection by, unless something went wrong.
fn back<D: Keeps, T>(lent: Lent<D>, done: Result<T, DbErr>) -> Result<T, DbErr> {
    match &done {
        Ok(_) => lent.rest(),
        Err(_) => lent.doubt(),
    }
    done
}

#[async_trait]
impl ConnectionTrait for Standing {
    fn get_database_backend(&self) -> DbBackend {
        self.0.backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match &*self.0 {
            Connections::Postgres(kept) => kept.execute(statement).await,
            Connections::Sqlite(kept) => kept.execute(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match &*self.0 {
            Connections::Postgres(kept) => kept.as_text(sql).await,
            Connections::Sqlite(kept) => kept.as_text(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match &*self.0 {
            Connections::Postgres(kept) => kept.one(statement).await,
            Connections::Sqlite(kept) => kept.one(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match &*self.0 {
            Connections::Postgres(kept) => kept.all(statement).await,
            Connections::Sqlite(kept) => kept.all(statement).await,
        }
    }
}
