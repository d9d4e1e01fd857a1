//! Lists that read no more than they show: indexes that hold all that decides whether a case is in
//! reach, and a wall between districts that PostgreSQL need not ask again for every row.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

use crate::{is_postgres, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Index and columns; each ends in what the reach of a caseworker is decided by.
const INDEXES: [(&str, &str); 2] = [
    (
        "cases_changed",
        "district_id, changed_at, id, team_id, owner_id",
    ),
    (
        "cases_stage",
        "district_id, stage, changed_at, id, team_id, owner_id",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for (name, columns) in INDEXES {
            db.execute_unprepared(&format!("DROP INDEX {name}")).await?;
            db.execute_unprepared(&format!("CREATE INDEX {name} ON cases ({columns})"))
                .await?;
        }
        if is_postgres(manager) {
            wall::word_anew(db).await?;
        }
        Ok(())
    }
}
