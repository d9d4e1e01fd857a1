//! Requests that were answered, so that one that is repeated happens once.

use sea_orm_migration::{
    prelude::*,
    schema::{json_binary, text, timestamp_with_time_zone, uuid},
};

use crate::{is_postgres, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(answered()).await?;
        if is_postgres(manager) {
            wall::raise(manager.get_connection(), wall::ANSWERED_REQUESTS).await?;
        }
        Ok(())
    }
}

fn answered() -> TableCreateStatement {
    let table = || Alias::new(wall::ANSWERED_REQUESTS);
    let to = |column: &'static str, other: &'static str| {
        ForeignKey::create()
            .from(table(), Alias::new(column))
            .to(Alias::new(other), Alias::new("id"))
            .take()
    };
    let mut key = Index::create()
        .primary()
        .col(Alias::new("user_id"))
        .col(Alias::new("key"))
        .take();
    Table::create()
        .table(table())
        .col(uuid("district_id"))
        .col(uuid("user_id"))
        .col(text("key"))
        .col(text("print"))
        .col(json_binary("answer"))
        .col(timestamp_with_time_zone("answered_at"))
        .primary_key(&mut key)
        .foreign_key(&mut to("district_id", "districts"))
        .foreign_key(&mut to("user_id", "users"))
        .take()
}
