//! The chain over the audit: batches of events with their hashes, each holding the hash of the one
//! before. The events themselves stay as they are.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text, timestamp_with_time_zone, uuid},
};

use crate::{is_postgres, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(seals()).await?;
        manager.create_index(through()).await?;
        if is_postgres(manager) {
            wall::raise(manager.get_connection(), wall::AUDIT_SEALS).await?;
        }
        Ok(())
    }
}

/// The events stand as text, because every sign of it is sealed.
fn seals() -> TableCreateStatement {
    let seals = || Alias::new(wall::AUDIT_SEALS);
    let mut district = ForeignKey::create()
        .from(seals(), Alias::new("district_id"))
        .to(Alias::new("districts"), Alias::new("id"))
        .take();
    let mut key = Index::create()
        .primary()
        .col(Alias::new("district_id"))
        .col(Alias::new("number"))
        .take();
    Table::create()
        .table(seals())
        .col(uuid("district_id"))
        .col(big_integer("number"))
        .col(text("previous"))
        .col(timestamp_with_time_zone("through_at"))
        .col(timestamp_with_time_zone("sealed_at"))
        .col(big_integer("count"))
        .col(text("events"))
        .col(text("hash"))
        .primary_key(&mut key)
        .foreign_key(&mut district)
        .take()
}

/// Which seals may hold an event of some time.
fn through() -> IndexCreateStatement {
    Index::create()
        .name("audit_seals_through")
        .table(Alias::new(wall::AUDIT_SEALS))
        .col(Alias::new("district_id"))
        .col(Alias::new("through_at"))
        .take()
}
