//! Approvals: asked for by one person, granted or refused by another.

use sea_orm_migration::{
    prelude::*,
    schema::{
        text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
    sea_orm::ConnectionTrait,
};

use crate::{is_postgres, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What waits in a district, what there is on a case, and that one of a kind waits at a time.
const INDEXES: [&str; 3] = [
    "CREATE INDEX approvals_waiting ON approvals (district_id, asked_at, id) WHERE state = 'asked'",
    "CREATE INDEX approvals_case ON approvals (case_id, asked_at)",
    "CREATE UNIQUE INDEX approvals_one_asked ON approvals (case_id, kind) WHERE state = 'asked'",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(approvals()).await?;
        let db = manager.get_connection();
        for statement in INDEXES {
            db.execute_unprepared(statement).await?;
        }
        if is_postgres(manager) {
            wall::raise(db, wall::APPROVALS).await?;
        }
        Ok(())
    }
}

fn approvals() -> TableCreateStatement {
    let to = |column: &'static str, target: &'static str| {
        ForeignKey::create()
            .from(Alias::new(wall::APPROVALS), Alias::new(column))
            .to(Alias::new(target), Alias::new("id"))
            .take()
    };
    Table::create()
        .table(Alias::new(wall::APPROVALS))
        .col(uuid("district_id"))
        .col(uuid("id").primary_key())
        .col(uuid("case_id"))
        .col(text("case_number"))
        .col(text("kind"))
        .col(text("state"))
        .col(text("shown"))
        .col(uuid("asked_by"))
        .col(text("asked_by_name"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(text("note"))
        .col(uuid_null("decided_by"))
        .col(text_null("decided_by_name"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(text_null("comment"))
        .foreign_key(&mut to("district_id", "districts"))
        .foreign_key(&mut to("case_id", "cases"))
        .take()
}
