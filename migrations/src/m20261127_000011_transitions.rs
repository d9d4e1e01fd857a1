//! How cases pass from one person to another, and what a service elsewhere may see meanwhile.

use sea_orm_migration::{
    prelude::*,
    schema::{
        boolean, json_binary, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
    sea_orm::ConnectionTrait,
};

use crate::{is_postgres, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What waits on either side, in its order; what concerns one case; what ends by the clock; and
/// what there may be only one of.
const INDEXES: [&str; 8] = [
    "CREATE INDEX transitions_sending ON transitions (district_id, state, changed_at, id)",
    "CREATE INDEX transitions_receiving ON transitions (to_district_id, state, changed_at, id)",
    "CREATE INDEX transitions_asked ON transitions (asked_by, state, changed_at, id)",
    "CREATE INDEX transitions_case ON transitions (case_id, changed_at)",
    "CREATE INDEX transitions_ending ON transitions (ends_at) \
     WHERE state IN ('awaiting_release', 'offered')",
    "CREATE UNIQUE INDEX transitions_one_open ON transitions (case_id) \
     WHERE kind = 'transfer' AND state IN ('awaiting_release', 'offered')",
    "CREATE UNIQUE INDEX transitions_one_draft ON transitions (case_id, asked_by) \
     WHERE kind = 'transfer' AND state = 'draft'",
    "CREATE UNIQUE INDEX transitions_one_request ON transitions (case_id, to_district_id) \
     WHERE kind = 'transfer_request' AND state = 'asked'",
];

/// What happened to a case is read by the case alone: its district may change.
const AUDIT: [&str; 2] = [
    "DROP INDEX audit_events_case",
    "CREATE INDEX audit_events_case ON audit_events (case_id, at)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(transitions()).await?;
        let db = manager.get_connection();
        for statement in INDEXES.into_iter().chain(AUDIT) {
            db.execute_unprepared(statement).await?;
        }
        if is_postgres(manager) {
            let offered = format!("offered AND to_district_id = {}", wall::OWN_DISTRICT);
            wall::raise_between(db, wall::TRANSITIONS, &offered).await?;
            wall::let_history_follow(db).await?;
        }
        Ok(())
    }
}

fn transitions() -> TableCreateStatement {
    Table::create()
        .table(Alias::new(wall::TRANSITIONS))
        .col(uuid("district_id"))
        .col(uuid("id").primary_key())
        .col(text("kind"))
        .col(text("state"))
        .col(uuid("to_district_id"))
        .col(boolean("offered"))
        .col(uuid("case_id"))
        .col(text("case_number"))
        .col(uuid("asked_by"))
        .col(text("asked_by_name"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(uuid_null("released_by"))
        .col(text_null("released_by_name"))
        .col(timestamp_with_time_zone_null("released_at"))
        .col(uuid_null("decided_by"))
        .col(text_null("decided_by_name"))
        .col(text_null("note"))
        .col(json_binary("typed"))
        .col(json_binary("summary"))
        .col(timestamp_with_time_zone_null("ends_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .foreign_key(&mut to("district_id", "districts"))
        .foreign_key(&mut to("to_district_id", "districts"))
        .foreign_key(&mut to("case_id", "cases"))
        .take()
}

/// A foreign key to a row of any district: a case may move on, and what happened stays.
fn to(column: &'static str, target: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(Alias::new(wall::TRANSITIONS), Alias::new(column))
        .to(Alias::new(target), Alias::new("id"))
        .take()
}
