//! Forms in every version that was ever in force.

use sea_orm_migration::{
    prelude::*,
    schema::{integer, json_binary, text, timestamp_with_time_zone},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(Alias::new("form_versions"))
            .col(text("form"))
            .col(integer("version"))
            .col(json_binary("definition"))
            .col(text("hash"))
            .col(timestamp_with_time_zone("first_seen"))
            .primary_key(
                Index::create()
                    .primary()
                    .col(Alias::new("form"))
                    .col(Alias::new("version")),
            )
            .take();
        manager.create_table(table).await?;
        // Whether anybody answered under a version is asked at every start.
        let index = Index::create()
            .name("answers_form_version")
            .table(Alias::new("answers"))
            .col(Alias::new("form"))
            .col(Alias::new("form_version"))
            .take();
        manager.create_index(index).await
    }
}
