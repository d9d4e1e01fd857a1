//! Steps that change one table each, so that no two of them are locked at once and writers get their
//! turn in between.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

use crate::{
    Step,
    indexes::{Wider, widen},
    is_postgres,
};

/// What a step does.
#[derive(Clone, Copy)]
pub(crate) enum Change {
    /// On SQLite, gives an index more columns.
    Wider(Wider),
    /// On PostgreSQL, takes away the reference of this table to districts.
    NoDistrict(&'static str),
}

struct Migration {
    name: &'static str,
    change: Change,
}

/// The steps of these names, in order.
pub(crate) fn steps(
    all: impl IntoIterator<Item = (&'static str, Change)>,
) -> impl Iterator<Item = Step> {
    all.into_iter()
        .map(|(name, change)| Box::new(Migration { name, change }) as Step)
}

impl MigrationName for Migration {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match (self.change, is_postgres(manager)) {
            (Change::Wider(index), false) => widen(manager, &[index]).await,
            (Change::NoDistrict(table), true) => forget_district(manager, table).await,
            _ => Ok(()),
        }
    }
}

async fn forget_district(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let statement = format!("ALTER TABLE {table} DROP CONSTRAINT {table}_district_id_fkey");
    let db = manager.get_connection();
    db.execute_unprepared(&statement).await.map(drop)
}
