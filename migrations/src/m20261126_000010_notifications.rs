//! What people are told, how they wish to be told, and mail that waits to be sent.

use sea_orm_migration::{
    prelude::*,
    schema::{
        integer, integer_null, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
    sea_orm::ConnectionTrait,
};

use crate::{is_postgres, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Those that are counted, and mail that waits: few rows of many.
const PARTIAL: [&str; 2] = [
    "CREATE INDEX notifications_unread ON notifications (district_id, user_id) \
     WHERE read_at IS NULL",
    "CREATE INDEX mail_outbox_waiting ON mail_outbox (try_at) WHERE sent_at IS NULL",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [notifications(), settings(), outbox()] {
            manager.create_table(table).await?;
        }
        let newest_first = Index::create()
            .name("notifications_user")
            .table(Alias::new("notifications"))
            .col(Alias::new("district_id"))
            .col(Alias::new("user_id"))
            .col(Alias::new("id"))
            .take();
        manager.create_index(newest_first).await?;
        let db = manager.get_connection();
        for index in PARTIAL {
            db.execute_unprepared(index).await?;
        }
        if is_postgres(manager) {
            for table in wall::NOTIFICATION_TABLES {
                wall::raise(db, table).await?;
            }
        }
        Ok(())
    }
}

fn notifications() -> TableCreateStatement {
    Table::create()
        .table(Alias::new("notifications"))
        .col(uuid("district_id"))
        .col(uuid("id").primary_key())
        .col(uuid("user_id"))
        .col(text("kind"))
        .col(text_null("case_number"))
        .col(text("link"))
        .col(timestamp_with_time_zone("at"))
        .col(timestamp_with_time_zone_null("read_at"))
        .index(
            Index::create()
                .unique()
                .col(Alias::new("district_id"))
                .col(Alias::new("id")),
        )
        .foreign_key(&mut to("notifications", "user_id", "users"))
        .take()
}

fn settings() -> TableCreateStatement {
    Table::create()
        .table(Alias::new("notification_settings"))
        .col(uuid("district_id"))
        .col(uuid("user_id").primary_key())
        .col(text_null("email"))
        .col(text("manner"))
        .col(integer("digest_hour"))
        .col(integer_null("quiet_from"))
        .col(integer_null("quiet_to"))
        .col(text("language"))
        .foreign_key(&mut to("notification_settings", "user_id", "users"))
        .take()
}

fn outbox() -> TableCreateStatement {
    Table::create()
        .table(Alias::new("mail_outbox"))
        .col(uuid("district_id"))
        .col(uuid("id").primary_key())
        .col(uuid("user_id"))
        .col(uuid("notification_id"))
        .col(timestamp_with_time_zone("due_at"))
        .col(integer("attempts"))
        .col(timestamp_with_time_zone("try_at"))
        .col(uuid_null("claim"))
        .col(timestamp_with_time_zone_null("claimed_until"))
        .col(timestamp_with_time_zone_null("sent_at"))
        .foreign_key(&mut to("mail_outbox", "user_id", "users"))
        .foreign_key(&mut to("mail_outbox", "notification_id", "notifications"))
        .take()
}

/// A foreign key to a row of the same district.
fn to(from: &'static str, column: &'static str, target: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from_tbl(Alias::new(from))
        .from_col(Alias::new("district_id"))
        .from_col(Alias::new(column))
        .to_tbl(Alias::new(target))
        .to_col(Alias::new("district_id"))
        .to_col(Alias::new("id"))
        .take()
}
