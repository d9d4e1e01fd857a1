//! Webhooks, their secrets, what they ask for, and what is delivered to them.
//!
//! What is delivered belongs to the district in which it happened, also where the city's webhook
//! asked for it. It refers to no webhook: checking that would make whoever saves a form wait for
//! whoever removes a webhook, or fail.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, integer, integer_null, json_binary, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
    sea_orm::ConnectionTrait,
};

use crate::{is_postgres, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Who asks for a kind; the order of what happened to a record; what is due.
const INDEXES: [&str; 3] = [
    "CREATE INDEX webhook_subscriptions_kind ON webhook_subscriptions (kind, district_id)",
    "CREATE INDEX webhook_deliveries_record ON webhook_deliveries (webhook_id, record, seq)",
    "CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, state, try_at)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [webhooks(), secrets(), subscriptions(), deliveries()] {
            manager.create_table(table).await?;
        }
        let db = manager.get_connection();
        for index in INDEXES {
            db.execute_unprepared(index).await?;
        }
        if is_postgres(manager) {
            for table in wall::WEBHOOK_TABLES {
                wall::raise(db, table).await?;
            }
            // Whoever acts in a district has to know which kinds the city's webhooks ask for.
            wall::raise_between(db, wall::WEBHOOK_SUBSCRIPTIONS, "everywhere").await?;
        }
        Ok(())
    }
}

fn webhooks() -> TableCreateStatement {
    Table::create()
        .table(Alias::new("webhooks"))
        .col(uuid("district_id"))
        .col(uuid("id").primary_key())
        .col(text("address"))
        .col(text("description"))
        .col(json_binary("kinds"))
        .col(text("state"))
        .col(uuid("created_by"))
        .col(text("created_by_name"))
        .col(timestamp_with_time_zone("created_at"))
        .index(
            Index::create()
                .unique()
                .col(Alias::new("district_id"))
                .col(Alias::new("id")),
        )
        .foreign_key(
            ForeignKey::create()
                .from(Alias::new("webhooks"), Alias::new("district_id"))
                .to(Alias::new("districts"), Alias::new("id")),
        )
        .take()
}

fn secrets() -> TableCreateStatement {
    Table::create()
        .table(Alias::new("webhook_secrets"))
        .col(uuid("district_id"))
        .col(uuid("id").primary_key())
        .col(uuid("webhook_id"))
        .col(text("sealed"))
        .col(timestamp_with_time_zone("made_at"))
        .col(timestamp_with_time_zone_null("ends_at"))
        .foreign_key(&mut to_webhook("webhook_secrets"))
        .take()
}

fn subscriptions() -> TableCreateStatement {
    let mut key = Index::create()
        .primary()
        .col(Alias::new("webhook_id"))
        .col(Alias::new("kind"))
        .take();
    Table::create()
        .table(Alias::new(wall::WEBHOOK_SUBSCRIPTIONS))
        .col(uuid("district_id"))
        .col(uuid("webhook_id"))
        .col(text("kind"))
        .col(boolean("everywhere"))
        .primary_key(&mut key)
        .foreign_key(&mut to_webhook(wall::WEBHOOK_SUBSCRIPTIONS))
        .take()
}

fn deliveries() -> TableCreateStatement {
    let mut key = Index::create()
        .primary()
        .col(Alias::new("webhook_id"))
        .col(Alias::new("id"))
        .take();
    Table::create()
        .table(Alias::new("webhook_deliveries"))
        .col(uuid("district_id"))
        .col(uuid("webhook_id"))
        .col(uuid("id"))
        .col(text("kind"))
        .col(text("record"))
        .col(big_integer("seq"))
        .col(json_binary("data"))
        .col(timestamp_with_time_zone("at"))
        .col(text("state"))
        .col(integer("attempts"))
        .col(timestamp_with_time_zone("try_at"))
        .col(uuid_null("claim"))
        .col(timestamp_with_time_zone_null("claimed_until"))
        .col(integer_null("status"))
        .col(text_null("fault"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .primary_key(&mut key)
        .foreign_key(
            ForeignKey::create()
                .from(Alias::new("webhook_deliveries"), Alias::new("district_id"))
                .to(Alias::new("districts"), Alias::new("id")),
        )
        .take()
}

/// A foreign key to a webhook of the same district.
fn to_webhook(from: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from_tbl(Alias::new(from))
        .from_col(Alias::new("district_id"))
        .from_col(Alias::new("webhook_id"))
        .to_tbl(Alias::new("webhooks"))
        .to_col(Alias::new("district_id"))
        .to_col(Alias::new("id"))
        .take()
}
