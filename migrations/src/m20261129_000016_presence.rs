//! Who has a case open at this moment.
//!
//! A row lives for seconds and refers to no case: checking that would make whoever opens a page wait
//! for whoever saves.

use sea_orm_migration::{
    prelude::*,
    schema::{timestamp_with_time_zone, uuid},
};

use crate::{is_postgres, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(presence()).await?;
        manager.create_index(of_case()).await?;
        if is_postgres(manager) {
            wall::raise(manager.get_connection(), wall::PRESENCE).await?;
        }
        Ok(())
    }
}

fn presence() -> TableCreateStatement {
    let presence = || Alias::new(wall::PRESENCE);
    let mut user = ForeignKey::create()
        .from_tbl(presence())
        .from_col(Alias::new("district_id"))
        .from_col(Alias::new("user_id"))
        .to_tbl(Alias::new("users"))
        .to_col(Alias::new("district_id"))
        .to_col(Alias::new("id"))
        .take();
    Table::create()
        .table(presence())
        .col(uuid("district_id"))
        .col(uuid("id").primary_key())
        .col(uuid("case_id"))
        .col(uuid("user_id"))
        .col(timestamp_with_time_zone("seen_at"))
        .foreign_key(&mut user)
        .take()
}

fn of_case() -> IndexCreateStatement {
    Index::create()
        .name("presence_case")
        .table(Alias::new(wall::PRESENCE))
        .col(Alias::new("district_id"))
        .col(Alias::new("case_id"))
        .take()
}
