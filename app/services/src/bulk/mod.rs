//! Writing many rows at once, for loads.
//!
//! A [`Table`] takes the rows that the ordinary row builders make. Its name and columns are read
//! off the SeaORM entity, so that a new column needs no change here.

mod copied;
mod known;
mod lean;
mod postgres;
mod sqlite;
mod table;
mod way;
mod written;

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbBackend, Statement};

pub use self::lean::Lean;
use self::{copied::Copied, known::Known};
pub(crate) use self::{table::Table, way::Way};
use crate::{Outcome, Unit};

/// Rows of one table on their way to the database.
pub(crate) struct Load {
    name: String,
    rows: Rows,
}

enum Rows {
    /// They can be sent as they are.
    Ready(Vec<Statement>),
    /// They can be copied as they are.
    Copied(Copied),
    /// It has yet to be seen which of them are there already.
    Once(Table),
}

impl Load {
    /// The rows of a table, made ready as far as that can be done apart from those before them.
    pub(crate) fn of(table: Table, way: Way) -> Outcome<Self> {
        let name = table.name().to_owned();
        let rows = match way {
            _ if table.once => Rows::Once(table),
            Way::Copy if !table.is_empty() => Rows::Copied(Copied::of(&table)?),
            way => Rows::Ready(statements(table, way.backend())?),
        };
        Ok(Self { name, rows })
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
                Rows::Copied(Copied { sql, rows }) => {
                    db.copy_in(&sql, rows.as_bytes()).await?;
                    continue;
                }
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
