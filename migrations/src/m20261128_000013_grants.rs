//! What a service of another district may see of a case while it works on a referral.

use sea_orm_migration::{
    prelude::*,
    schema::{
        json_binary, text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
    sea_orm::ConnectionTrait,
};

use crate::{is_postgres, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What is in force for a district and of a case; one grant a referral; what ends by the clock.
const INDEXES: [&str; 4] = [
    "CREATE INDEX grants_in_force ON grants (to_district_id, ends_at) WHERE ended_at IS NULL",
    "CREATE INDEX grants_case ON grants (case_id) WHERE ended_at IS NULL",
    "CREATE UNIQUE INDEX grants_referral ON grants (referral_id)",
    "CREATE INDEX transitions_referrals_ending ON transitions (ends_at) \
     WHERE kind = 'referral' AND state IN ('offered', 'accepted')",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let to_team = Table::alter()
            .table(Alias::new(wall::TRANSITIONS))
            .add_column(uuid_null("to_team_id"))
            .take();
        manager.alter_table(to_team).await?;
        manager.create_table(grants()).await?;
        let db = manager.get_connection();
        for statement in INDEXES {
            db.execute_unprepared(statement).await?;
        }
        if is_postgres(manager) {
            let received = format!("to_district_id = {}", wall::OWN_DISTRICT);
            wall::raise_between(db, wall::GRANTS, &received).await?;
        }
        Ok(())
    }
}

fn grants() -> TableCreateStatement {
    Table::create()
        .table(Alias::new(wall::GRANTS))
        .col(uuid("district_id"))
        .col(uuid("id").primary_key())
        .col(uuid("to_district_id"))
        .col(uuid("to_team_id"))
        .col(uuid("referral_id"))
        .col(uuid("case_id"))
        .col(text("case_number"))
        .col(text("purpose"))
        .col(json_binary("fields"))
        .col(uuid("given_by"))
        .col(text("given_by_name"))
        .col(uuid("taken_by"))
        .col(text("taken_by_name"))
        .col(timestamp_with_time_zone("begins_at"))
        .col(timestamp_with_time_zone("ends_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .foreign_key(&mut to("district_id", "districts"))
        .foreign_key(&mut to("to_district_id", "districts"))
        .foreign_key(&mut to("to_team_id", "teams"))
        .foreign_key(&mut to("referral_id", wall::TRANSITIONS))
        .foreign_key(&mut to("case_id", "cases"))
        .take()
}

/// A foreign key to a row of any district.
fn to(column: &'static str, target: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(Alias::new(wall::GRANTS), Alias::new(column))
        .to(Alias::new(target), Alias::new("id"))
        .take()
}
