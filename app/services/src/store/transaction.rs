//! A transaction that begins, and is told who acts, in one round trip, and that ends without one
//! where nothing was written.
//!
//! SeaORM's own begins with a bare `BEGIN`, so that whoever has more to say has to send it behind.

use std::sync::Arc;

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement,
    prelude::async_trait::async_trait,
    sqlx::{self, AssertSqlSafe, Postgres, SqlSafeStr, Sqlite},
};
use sqlx_core::transaction::TransactionManager;
use tokio::sync::Mutex;

use super::{
    kept::{Connections, Keeps, Kept, Lent},
    sent::{all, as_text, copy_in, execute, not_executed, not_queried, one},
};

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

/// A connection with what is known of its transaction.
struct Held<D: Keeps> {
    /// None once the transaction has ended.
    lent: Option<Lent<D>>,
    /// Unless it has, nobody else may have this connection.
    has_begun: bool,
}

impl Transaction {
    /// Begins a transaction with this statement, which may be several.
    ///
    /// # Errors
    /// When no connection is free in time, or the database refuses.
    pub(super) async fn begin(
        connections: &Connections,
        statement: String,
        listener: Option<Listener>,
    ) -> Result<Self, DbErr> {
        let open = match connections {
            Connections::Postgres(kept) => Open::Postgres(Held::begin(kept, statement).await?),
            Connections::Sqlite(kept) => Open::Sqlite(Held::begin(kept, statement).await?),
        };
        Ok(Self {
            backend: connections.backend(),
            open: Mutex::new(open),
            listener,
        })
    }

    /// Has SQLite's connection give back the memory in which it keeps pages that it has read: very
    /// many were read that nobody else will ask for.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn forget_pages(&self) -> Result<(), DbErr> {
        if self.backend == DbBackend::Sqlite {
            self.execute_unprepared("PRAGMA shrink_memory").await?;
        }
        Ok(())
    }

    /// Has PostgreSQL follow the order of an index instead of sorting, until the transaction ends. It
    /// takes what was stored since it last looked for next to nothing: whoever reads much of that in
    /// pieces would have all that is left read and sorted for each.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn follow_indexes(&self) -> Result<(), DbErr> {
        if self.backend == DbBackend::Postgres {
            self.execute_unprepared("SET LOCAL enable_sort = off")
                .await?;
        }
        Ok(())
    }

    /// Has PostgreSQL read rows for a `COPY … FROM STDIN`, in the form that the statement names.
    ///
    /// # Errors
    /// When it refuses them; and on SQLite, which has nothing like it.
    pub(crate) async fn copy_in(&self, sql: &str, rows: &[u8]) -> Result<(), DbErr> {
        self.tell(&Statement::from_string(self.backend, sql));
        match &mut *self.open.lock().await {
            Open::Postgres(held) => held.copy_in(sql, rows).await,
            Open::Sqlite(_) => Err(DbErr::Custom("SQLite copies no rows".to_owned())),
        }
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

impl<D: Keeps> Held<D> {
    async fn begin(kept: &Kept<D>, statement: String) -> Result<Self, DbErr> {
        let mut held = Self {
            lent: Some(kept.lend().await?),
            has_begun: false,
        };
        let statement = AssertSqlSafe(statement).into_sql_str();
        let begun = D::TransactionManager::begin(held.lent()?, Some(statement)).await;
        begun.map_err(not_executed)?;
        held.has_begun = true;
        Ok(held)
    }

    fn lent(&mut self) -> Result<&mut Lent<D>, DbErr> {
        let ended = || DbErr::Custom("the transaction has ended".to_owned());
        self.lent.as_mut().ok_or_else(ended)
    }

    async fn commit(mut self) -> Result<(), DbErr> {
        let committed = D::TransactionManager::commit(self.lent()?).await;
        self.ended(committed)
    }

    async fn rollback(mut self) -> Result<(), DbErr> {
        let undone = D::TransactionManager::rollback(self.lent()?).await;
        self.ended(undone)
    }

    fn ended(&mut self, outcome: Result<(), sqlx::Error>) -> Result<(), DbErr> {
        outcome.map_err(not_queried)?;
        if let Some(lent) = self.lent.take() {
            lent.rest();
        }
        Ok(())
    }
}

impl Held<Postgres> {
    async fn copy_in(&mut self, sql: &str, rows: &[u8]) -> Result<(), DbErr> {
        // Whoever is dropped in the middle leaves a connection that nobody may have.
        self.has_begun = false;
        let copied = copy_in(self.lent()?, sql, rows).await;
        self.has_begun = true;
        copied
    }
}

impl<D: Keeps> Drop for Held<D> {
    fn drop(&mut self) {
        let Some(mut lent) = self.lent.take() else {
            return;
        };
        if self.has_begun {
            D::TransactionManager::start_rollback(&mut lent);
            lent.rest_unfinished();
        } else {
            lent.end();
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
            Open::Postgres(held) => execute(held.lent()?, statement).await,
            Open::Sqlite(held) => execute(held.lent()?, statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.tell(&Statement::from_string(self.backend, sql));
        match &mut *self.open.lock().await {
            Open::Postgres(held) => as_text(held.lent()?, sql).await,
            Open::Sqlite(held) => as_text(held.lent()?, sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.tell(&statement);
        match &mut *self.open.lock().await {
            Open::Postgres(held) => one(held.lent()?, statement).await,
            Open::Sqlite(held) => one(held.lent()?, statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.tell(&statement);
        match &mut *self.open.lock().await {
            Open::Postgres(held) => all(held.lent()?, statement).await,
            Open::Sqlite(held) => all(held.lent()?, statement).await,
        }
    }
}
