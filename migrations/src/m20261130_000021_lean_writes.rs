//! Less to write with each person, and less to read for a list and for sealing.
//!
//! - Two indexes over persons are gone: since words of names and telephones are found in tables of
//!   their own, nobody read them.
//! - On SQLite, the indexes along which cases are listed hold all that decides whether a case is in
//!   reach and in which stage it is, so that those that are passed over are not read; and the one
//!   over the time of events holds their ids, for whoever seals them. PostgreSQL reads such rows
//!   all the same.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

use crate::{
    indexes::{Wider, widen},
    is_postgres,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const UNREAD: [&str; 2] = ["persons_name", "persons_phone"];

const WIDER: [Wider; 4] = [
    ("audit_events_at", "audit_events", "district_id, at, id"),
    (
        "cases_changed",
        "cases",
        "district_id, changed_at, id, team_id, owner_id, stage",
    ),
    (
        "cases_name",
        "cases",
        "district_id, sort_name, id, team_id, owner_id, stage",
    ),
    (
        "cases_opened",
        "cases",
        "district_id, opened_at, id, team_id, owner_id, stage",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for name in UNREAD {
            db.execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        if is_postgres(manager) {
            return Ok(());
        }
        widen(manager, &WIDER).await
    }
}
