//! Tokens by which other programs act for a user.

use sea_orm_migration::{
    prelude::*,
    schema::{text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid},
};

use crate::{is_postgres, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(tokens()).await?;
        manager.create_index(of_user()).await?;
        if is_postgres(manager) {
            wall::raise(manager.get_connection(), wall::API_TOKENS).await?;
        }
        Ok(())
    }
}

fn tokens() -> TableCreateStatement {
    let tokens = || Alias::new(wall::API_TOKENS);
    let mut user = ForeignKey::create()
        .from_tbl(tokens())
        .from_col(Alias::new("district_id"))
        .from_col(Alias::new("user_id"))
        .to_tbl(Alias::new("users"))
        .to_col(Alias::new("district_id"))
        .to_col(Alias::new("id"))
        .take();
    Table::create()
        .table(tokens())
        .col(uuid("district_id"))
        .col(uuid("id").primary_key())
        .col(uuid("user_id"))
        .col(text("token_hash").unique_key())
        .col(text("scopes"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .col(timestamp_with_time_zone_null("last_used_at"))
        .foreign_key(&mut user)
        .take()
}

fn of_user() -> IndexCreateStatement {
    Index::create()
        .name("api_tokens_user")
        .table(Alias::new(wall::API_TOKENS))
        .col(Alias::new("district_id"))
        .col(Alias::new("user_id"))
        .take()
}
