//! Shelters, their rooms and beds, and who is, was or will be in them.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, date_null, integer, json_binary, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
    sea_orm::ConnectionTrait,
};

use crate::{is_postgres, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What a board reads; one guest a bed, and one bed a guest, at any moment.
const INDEXES: [&str; 7] = [
    "CREATE UNIQUE INDEX rooms_name ON rooms (shelter_id, name)",
    "CREATE UNIQUE INDEX beds_name ON beds (room_id, name)",
    "CREATE INDEX beds_shelter ON beds (shelter_id)",
    "CREATE INDEX stays_in_force ON stays (shelter_id, state) \
     WHERE state IN ('planned', 'held', 'staying')",
    "CREATE INDEX stays_case ON stays (case_id) WHERE case_id IS NOT NULL",
    "CREATE UNIQUE INDEX stays_bed ON stays (bed_id) WHERE state = 'staying'",
    "CREATE UNIQUE INDEX stays_guest ON stays (case_id, member) WHERE state = 'staying'",
];

/// PostgreSQL alone has a constraint for periods: nobody stays in a bed, or has it held, while
/// somebody else does; and nobody is planned to come while somebody else is. On SQLite, where one
/// unit of work writes at a time, the use cases look before they write.
const PERIODS: [&str; 3] = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE stays ADD CONSTRAINT stays_never_overlap EXCLUDE USING gist \
     (bed_id WITH =, tstzrange(begins_at, ends_at) WITH &&) \
     WHERE (state IN ('held', 'staying', 'ended'))",
    "ALTER TABLE stays ADD CONSTRAINT stays_plans_never_overlap EXCLUDE USING gist \
     (bed_id WITH =, daterange(comes_on, leaves_on) WITH &&) WHERE (state = 'planned')",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [shelters(), rooms(), beds(), stays()] {
            manager.create_table(table).await?;
        }
        let db = manager.get_connection();
        for statement in INDEXES {
            db.execute_unprepared(statement).await?;
        }
        if is_postgres(manager) {
            for statement in PERIODS {
                db.execute_unprepared(statement).await?;
            }
            for table in wall::SHELTER_TABLES {
                wall::raise(db, table).await?;
            }
        }
        Ok(())
    }
}

fn table(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(Alias::new(name))
        .col(uuid("district_id"))
        .col(uuid("id").primary_key())
        .foreign_key(&mut to(name, "district_id", "districts"))
        .take()
}

fn shelters() -> TableCreateStatement {
    table("shelters")
        .col(text("name"))
        .col(text("address"))
        .col(text("phone"))
        .col(json_binary("features"))
        .col(big_integer("version"))
        .take()
}

fn rooms() -> TableCreateStatement {
    table("rooms")
        .col(uuid("shelter_id"))
        .col(text("name"))
        .col(json_binary("features"))
        .foreign_key(&mut to("rooms", "shelter_id", "shelters"))
        .take()
}

fn beds() -> TableCreateStatement {
    table("beds")
        .col(uuid("shelter_id"))
        .col(uuid("room_id"))
        .col(text("name"))
        .col(json_binary("features"))
        .col(text_null("out_reason"))
        .foreign_key(&mut to("beds", "shelter_id", "shelters"))
        .foreign_key(&mut to("beds", "room_id", "rooms"))
        .take()
}

fn stays() -> TableCreateStatement {
    table("stays")
        .col(uuid("shelter_id"))
        .col(uuid("bed_id"))
        .col(uuid_null("case_id"))
        .col(text_null("case_number"))
        .col(integer("member"))
        .col(uuid("party_id"))
        .col(text("guest"))
        .col(text("state"))
        .col(timestamp_with_time_zone("begins_at"))
        .col(timestamp_with_time_zone_null("ends_at"))
        .col(date_null("comes_on"))
        .col(date_null("leaves_on"))
        .col(text("note"))
        .col(uuid("begun_by"))
        .col(text("begun_by_name"))
        .col(text_null("ended_by_name"))
        .foreign_key(&mut to("stays", "shelter_id", "shelters"))
        .foreign_key(&mut to("stays", "bed_id", "beds"))
        .foreign_key(&mut to("stays", "case_id", "cases"))
        .take()
}

fn to(from: &'static str, column: &'static str, target: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(Alias::new(from), Alias::new(column))
        .to(Alias::new(target), Alias::new("id"))
        .take()
}
