//! Writing many rows at once, for loads.
//!
//! A [`Table`] takes the rows that the ordinary row builders make. Its name and columns are read
//! off the SeaORM entity, so that a new column needs no change here.

mod known;
mod lean;
mod postgres;
mod sqlite;
mod table;

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbBackend};

use self::known::Known;
pub use self::lean::Lean;
pub(crate) use self::table::Table;
use crate::{Outcome, Unit};

/// Writes tables in the transaction of a unit.
pub(crate) struct Writer {
    unit: Unit,
    known: BTreeMap<String, Known>,
}

impl Writer {
    pub(crate) fn new(unit: Unit) -> Self {
        let known = BTreeMap::new();
        Self { unit, known }
    }

    /// Writes every row of the tables, in their order.
    pub(crate) async fn write(&mut self, tables: Vec<Table>) -> Outcome<()> {
        for mut table in tables {
            if table.once {
                let known = self.known.entry(table.name.clone()).or_default();
                table.retain(|row| known.is_new(row));
            }
            if table.is_empty() {
                continue;
            }
            let db = self.unit.connection();
            if db.get_database_backend() == DbBackend::Postgres {
                db.execute_raw(postgres::insert(&table)?).await?;
                continue;
            }
            for statement in sqlite::inserts(table) {
                db.execute_raw(statement).await?;
            }
        }
        Ok(())
    }
}
