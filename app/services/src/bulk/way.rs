use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::Table;
use crate::Outcome;

/// How rows reach the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// In statements, each an ordinary INSERT.
    Insert(DbBackend),
    /// As PostgreSQL's `COPY`.
    Copy,
}

impl Way {
    /// The fastest way into these tables for whoever asks.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn into(db: &impl ConnectionTrait, tables: &[Table]) -> Outcome<Self> {
        let backend = db.get_database_backend();
        if backend != DbBackend::Postgres {
            return Ok(Self::Insert(backend));
        }
        let names: Vec<&str> = tables.iter().map(Table::name).collect();
        let question = format!(
            "SELECT 1 AS one WHERE true IN (SELECT row_security_active(name) \
             FROM unnest(ARRAY['{}']) AS names(name))",
            names.join("','")
        );
        let narrowed = db.query_one_raw(Statement::from_string(backend, question));
        Ok(match narrowed.await? {
            Some(_) => Self::Insert(backend),
            None => Self::Copy,
        })
    }

    pub(super) const fn backend(self) -> DbBackend {
        match self {
            Self::Insert(backend) => backend,
            Self::Copy => DbBackend::Postgres,
        }
    }
}
