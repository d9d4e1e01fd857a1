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

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use self::known::Known;
pub use self::lean::Lean;
pub(crate) use self::table::Table;
use crate::{Outcome, Unit};

/// Rows of one table on their way to the database.
pub(crate) struct Load {
    name: String,
    rows: Rows,
}

enum Rows {
    /// They can be sent as they are.
    Ready(Vec<Statement>),
    /// It has yet to be seen which of them are there already.
    Once(Table),
}

impl Load {
    /// The rows of a table, made ready as far as that can be done apart from those before them.
    pub(crate) fn of(table: Table, backend: DbBackend) -> Outcome<Self> {
        let name = table.name().to_owned();
        let rows = if table.once {
            Rows::Once(table)
        } else {
            Rows::Ready(statements(table, backend)?)
        };
        Ok(Self { name, rows })
    }

    /// The table's name in the database.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

fn statements(table: Table, backend: DbBackend) -> Outcome<Vec<Statement>> {
    Ok(match backend {
        _ if table.is_empty() => Vec::new(),
        DbBackend::Postgres => vec![postgres::insert(&table)?],
        _ => sqlite::inserts(table).collect(),
    })
}

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

    /// Writes every row, in their order.
    pub(crate) async fn write(&mut self, loads: Vec<Load>) -> Outcome<()> {
        let db = self.unit.connection();
        for Load { name, rows } in loads {
            let statements = match rows {
                Rows::Ready(statements) => statements,
                Rows::Once(mut table) => {
                    let known = self.known.entry(name).or_default();
                    table.retain(|row| known.is_new(row));
                    statements(table, db.get_database_backend())?
                }
            };
            for statement in statements {
                db.execute_raw(statement).await?;
            }
        }
        Ok(())
    }
}
