//! A transaction that begins, and is told who acts, in one round trip, and that ends without one
//! where nothing was written.
//!
//! SeaORM's own begins with a bare `BEGIN`, so that whoever has more to say has to send it behind.

use std::sync::Arc;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
    prelude::async_trait::async_trait,
    sqlx::{AssertSqlSafe, Database, Pool, Postgres, SqlSafeStr, Sqlite, pool::PoolConnection},
};
use sqlx_core::transaction::TransactionManager;
use tokio::sync::Mutex;

use super::sent::{all, as_text, execute, not_acquired, not_executed, not_queried, one};

/// Hears of every statement before it is sent.
pub type Listener = Arc<dyn Fn(&Statement) + Send + Sync>;

/// An open transaction. When it is dropped, what it wrote is undone.
pub struct Transaction {
    backend: DbBackend,
    open: Mutex<Open>,
    listener: Option<Listener>,
}

enum Open {
    Postgres(Held<Postgres>),
    Sqlite(Held<Sqlite>),
}

/// A connection of the pool with what is known of its transaction.
struct Held<D: Database> {
    connection: PoolConnection<D>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It has been asked to begin, and has not answered: nobody else may have this connection.
    Beginning,
    Begun,
    Ended,
}

impl Transaction {
    /// Begins a transaction with this statement, which may be several.
    ///
    /// # Errors
    /// When no connection is free in time, or the database refuses.
    pub(super) async fn begin(
        db: &DatabaseConnection,
        statement: String,
        listener: Option<Listener>,
    ) -> Result<Self, DbErr> {
        let backend = db.get_database_backend();
        let open = match backend {
            DbBackend::Postgres => {
                Open::Postgres(Held::begin(db.get_postgres_connection_pool(), statement).await?)
            }
            _ => Open::Sqlite(Held::begin(db.get_sqlite_connection_pool(), statement).await?),
        };
        Ok(Self {
            backend,
            open: Mutex::new(open),
            listener,
        })
    }

    fn tell(&self, statement: &Statement) {
        if let Some(listener) = &self.listener {
            listener(statement);
        }
    }

    /// Makes what was written last.
    ///
    /// # Errors
    /// When the database cannot: then nothing of it lasts.
    pub(super) async fn commit(self) -> Result<(), DbErr> {
        match self.open.into_inner() {
            Open::Postgres(held) => held.commit().await,
            Open::Sqlite(held) => held.commit().await,
        }
    }

    /// Undoes what was written, and waits until it is undone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn rollback(self) -> Result<(), DbErr> {
        match self.open.into_inner() {
            Open::Postgres(held) => held.rollback().await,
            Open::Sqlite(held) => held.rollback().await,
        }
    }
}

impl<D: Database> Held<D> {
    async fn begin(pool: &Pool<D>, statement: String) -> Result<Self, DbErr> {
        let mut held = Self {
            connection: pool.acquire().await.map_err(not_acquired)?,
            state: State::Beginning,
        };
        let statement = AssertSqlSafe(statement).into_sql_str();
        let begun = D::TransactionManager::begin(&mut held.connection, Some(statement)).await;
        begun.map_err(not_executed)?;
        held.state = State::Begun;
        Ok(held)
    }

    async fn commit(mut self) -> Result<(), DbErr> {
        let committed = D::TransactionManager::commit(&mut self.connection).await;
        committed.map_err(not_queried)?;
        self.state = State::Ended;
        Ok(())
    }

    async fn rollback(mut self) -> Result<(), DbErr> {
        let undone = D::TransactionManager::rollback(&mut self.connection).await;
        undone.map_err(not_queried)?;
        self.state = State::Ended;
        Ok(())
    }
}

impl<D: Database> Drop for Held<D> {
    fn drop(&mut self) {
        match self.state {
            State::Beginning => self.connection.close_on_drop(),
            // It is sent with the sign of life that the pool asks for, so nobody waits for it.
            State::Begun => D::TransactionManager::start_rollback(&mut self.connection),
            State::Ended => {}
        }
    }
}

#[async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.backend
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.tell(&statement);
        match &mut *self.open.lock().await {
            Open::Postgres(held) => execute(&mut held.connection, statement).await,
            Open::Sqlite(held) => execute(&mut held.connection, statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.tell(&Statement::from_string(self.backend, sql));
        match &mut *self.open.lock().await {
            Open::Postgres(held) => as_text(&mut held.connection, sql).await,
            Open::Sqlite(held) => as_text(&mut held.connection, sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.tell(&statement);
        match &mut *self.open.lock().await {
            Open::Postgres(held) => one(&mut held.connection, statement).await,
            Open::Sqlite(held) => one(&mut held.connection, statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.tell(&statement);
        match &mut *self.open.lock().await {
            Open::Postgres(held) => all(&mut held.connection, statement).await,
            Open::Sqlite(held) => all(&mut held.connection, statement).await,
        }
    }
}
