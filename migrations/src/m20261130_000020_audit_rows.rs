//! Room for what a list shows in a row of the audit.
//!
//! An event of a list names up to fifty cases by their ids, a little more than the 2 kB up to which
//! PostgreSQL leaves a row as it is. Random ids hardly become smaller, and trying took a tenth of
//! what PostgreSQL did for a list.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

use crate::is_postgres;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if is_postgres(manager) {
            let db = manager.get_connection();
            db.execute_unprepared("ALTER TABLE audit_events SET (toast_tuple_target = 4080)")
                .await?;
        }
        Ok(())
    }
}
