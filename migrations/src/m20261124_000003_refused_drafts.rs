//! Whether a draft was refused, or is only what somebody has typed so far.

use sea_orm_migration::{prelude::*, schema::boolean};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter()
            .table(Alias::new("drafts"))
            // Until now a draft was kept only when it could not be saved.
            .add_column(boolean("refused").default(true))
            .take();
        manager.alter_table(table).await
    }
}
