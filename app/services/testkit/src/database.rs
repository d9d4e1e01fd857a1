use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, QueryResult, Statement};
use tokio::sync::OnceCell;

use crate::{postgres, sqlite, world};

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The embedded one.
    Sqlite,
    /// The one for a city.
    Postgres,
}

/// A database of one test: a copy of a template that is made once in each process.
///
/// Two ways lead in: `url`, by which the store under test connects, and `owner`, a connection of
/// the owning role, by which a test looks behind the store.
#[derive(Clone, Debug)]
pub struct TestDatabase {
    /// Which database it is.
    pub kind: Kind,
    /// The address for the store under test; on PostgreSQL as the role that owns nothing.
    pub url: String,
    /// A connection that may do everything.
    pub owner: DatabaseConnection,
    pub(crate) name: String,
}

/// The role that the store under test connects as.
pub(crate) const RUNTIME: &str = "lanchid_runtime";

impl TestDatabase {
    /// A migrated database that holds the districts and the accounts of every [`crate::World`].
    ///
    /// # Panics
    /// When there is no such database to be had.
    pub async fn new(kind: Kind) -> Self {
        static SQLITE: OnceCell<Vec<u8>> = OnceCell::const_new();
        static POSTGRES: OnceCell<String> = OnceCell::const_new();
        match kind {
            Kind::Sqlite => {
                let template = SQLITE.get_or_init(async || {
                    let database = sqlite::create(&[]).await;
                    fill(&database).await;
                    sqlite::take(database).await
                });
                sqlite::create(template.await).await
            }
            Kind::Postgres => {
                let template = POSTGRES.get_or_init(async || {
                    let database = postgres::create("template0").await;
                    fill(&database).await;
                    postgres::leave(database).await
                });
                postgres::create(template.await).await
            }
        }
    }

    /// A database without any tables.
    ///
    /// # Panics
    /// When there is none to be had.
    pub async fn empty(kind: Kind) -> Self {
        match kind {
            Kind::Sqlite => sqlite::create(&[]).await,
            Kind::Postgres => postgres::create("template0").await,
        }
    }

    /// Takes the database away.
    ///
    /// # Panics
    /// When somebody still works in it.
    pub async fn remove(self) {
        match self.kind {
            Kind::Sqlite => drop(sqlite::take(self).await),
            Kind::Postgres => postgres::remove(self).await,
        }
    }

    /// Runs one statement as the owner.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn execute(&self, sql: &str) {
        let done = self.owner.execute_unprepared(sql).await;
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Asks one question as the owner.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn rows(&self, sql: &str) -> Vec<QueryResult> {
        let answer = self
            .owner
            .query_all_raw(Statement::from_string(self.backend(), sql));
        answer
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The first column of every row, as text.
    ///
    /// # Panics
    /// When the database refuses it, or when the column is not text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.rows(sql).await;
        rows.iter()
            .map(|row| row.try_get_by_index(0).expect(sql))
            .collect()
    }

    /// Which dialect it speaks.
    pub fn backend(&self) -> DbBackend {
        self.owner.get_database_backend()
    }
}

/// Makes a database a template: its tables, its grants, and the people of every world.
async fn fill(database: &TestDatabase) {
    migrations::migrate(&database.owner)
        .await
        .expect("the migrations");
    migrations::grant_runtime(&database.owner, RUNTIME)
        .await
        .expect("the grants");
    world::settle(database).await;
}
