//! Less to write with each person and case, and less to read for a list and for sealing.
//!
//! - Two indexes over persons are gone: since words of names and telephones are found in tables of
//!   their own, nobody read them.
//! - On PostgreSQL, what refers to a row of the same district need not refer to the district as
//!   well: that row does. SQLite keeps such keys, which it cannot take away from a table.
//! - On SQLite, the indexes along which cases are listed hold all that decides whether a case is in
//!   reach and in which stage it is, so that those that are passed over are not read. PostgreSQL
//!   reads them all the same.
//! - The index over the time of events holds their ids, so that whoever seals them need not read
//!   all those that are sealed.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

use crate::is_postgres;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const UNREAD: [&str; 2] = ["persons_name", "persons_phone"];

/// Tables whose rows each refer to a person, a case or a team of their district.
const REFERRING: [&str; 5] = [
    "cases",
    "answers",
    "answer_index",
    "person_words",
    "person_keys",
];

/// Index, table and columns.
const EVENTS: (&str, &str, &str) = ("audit_events_at", "audit_events", "district_id, at, id");

/// The same; the last three decide whether a case is passed over.
const ORDERS: [(&str, &str, &str); 3] = [
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
        let mut anew = vec![EVENTS];
        if is_postgres(manager) {
            for table in REFERRING {
                db.execute_unprepared(&format!(
                    "ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_district_id_fkey"
                ))
                .await?;
            }
        } else {
            anew.extend(ORDERS);
        }
        for (name, table, columns) in anew {
            db.execute_unprepared(&format!("DROP INDEX {name}")).await?;
            db.execute_unprepared(&format!("CREATE INDEX {name} ON {table} ({columns})"))
                .await?;
        }
        Ok(())
    }
}
