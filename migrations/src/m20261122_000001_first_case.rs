//! Districts, people who work there, persons, cases, answers, drafts and the audit.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer_null, boolean, date_null, integer, integer_uniq, json_binary, json_binary_null,
        text, text_null, text_uniq, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
        uuid_null,
    },
};

use crate::{is_postgres, wall};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in city_tables()
            .into_iter()
            .chain(account_tables())
            .chain(case_tables())
        {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        if is_postgres(manager) {
            wall::raise_all(manager.get_connection()).await?;
        }
        Ok(())
    }
}

fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(Alias::new(name)).take()
}

/// A foreign key to a row of the same district: no row can hang on another district's.
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

fn to_district(from: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(Alias::new(from), Alias::new("district_id"))
        .to(Alias::new("districts"), Alias::new("id"))
        .take()
}

/// Lets rows of the same district refer to this one.
fn referred() -> IndexCreateStatement {
    Index::create()
        .unique()
        .col(Alias::new("district_id"))
        .col(Alias::new("id"))
        .take()
}

fn tenant(name: &'static str) -> TableCreateStatement {
    table(name)
        .col(uuid("district_id"))
        .foreign_key(&mut to_district(name))
        .take()
}

fn key(columns: &[&'static str]) -> IndexCreateStatement {
    let mut key = Index::create().primary().take();
    for column in columns {
        key.col(Alias::new(*column));
    }
    key
}

fn city_tables() -> Vec<TableCreateStatement> {
    vec![
        table("districts")
            .col(uuid("id").primary_key())
            .col(integer_uniq("number"))
            .col(text("roman"))
            .col(text("name"))
            .take(),
        table("roles")
            .col(text("role").primary_key())
            .col(json_binary("definition"))
            .take(),
        table("settings")
            .col(text("name").primary_key())
            .col(text("value"))
            .take(),
        table("sign_in_attempts")
            .col(text("kind"))
            .col(text("name"))
            .col(integer("failures"))
            .col(timestamp_with_time_zone_null("last_failure"))
            .col(timestamp_with_time_zone_null("locked_until"))
            .primary_key(&mut key(&["kind", "name"]))
            .take(),
    ]
}

fn account_tables() -> Vec<TableCreateStatement> {
    vec![
        tenant("teams")
            .col(uuid("id").primary_key())
            .col(text("code"))
            .col(json_binary("label"))
            .col(boolean("intake"))
            .index(&mut referred())
            .take(),
        tenant("users")
            .col(uuid("id").primary_key())
            .col(text_uniq("account"))
            .col(text("display_name"))
            .col(text("password_hash"))
            .col(boolean("active"))
            .col(timestamp_with_time_zone("created_at"))
            .index(&mut referred())
            .take(),
        tenant("user_roles")
            .col(uuid("user_id"))
            .col(text("role"))
            .primary_key(&mut key(&["user_id", "role"]))
            .foreign_key(&mut to("user_roles", "user_id", "users"))
            .take(),
        tenant("team_members")
            .col(uuid("team_id"))
            .col(uuid("user_id"))
            .primary_key(&mut key(&["team_id", "user_id"]))
            .foreign_key(&mut to("team_members", "team_id", "teams"))
            .foreign_key(&mut to("team_members", "user_id", "users"))
            .take(),
        tenant("sessions")
            .col(uuid("id").primary_key())
            .col(uuid("user_id"))
            .col(text_uniq("token_hash"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("last_seen_at"))
            .col(text_null("address"))
            .col(text_null("agent"))
            .foreign_key(&mut to("sessions", "user_id", "users"))
            .take(),
    ]
}

fn case_tables() -> Vec<TableCreateStatement> {
    vec![
        persons(),
        tenant("cases")
            .col(uuid("id").primary_key())
            .col(text_uniq("number"))
            .col(uuid("person_id"))
            .col(text("stage"))
            .col(uuid("team_id"))
            .col(uuid_null("owner_id"))
            .col(timestamp_with_time_zone("opened_at"))
            .col(uuid("opened_by"))
            .col(timestamp_with_time_zone("changed_at"))
            .index(&mut referred())
            .foreign_key(&mut to("cases", "person_id", "persons"))
            .foreign_key(&mut to("cases", "team_id", "teams"))
            .foreign_key(&mut to("cases", "owner_id", "users"))
            .take(),
        tenant("answers")
            .col(uuid("id").primary_key())
            .col(uuid("case_id"))
            .col(text("form"))
            .col(integer("form_version"))
            .col(integer("version"))
            .col(json_binary("document"))
            .col(timestamp_with_time_zone("saved_at"))
            .col(uuid("saved_by"))
            .foreign_key(&mut to("answers", "case_id", "cases"))
            .take(),
        tenant("answer_index")
            .col(uuid("case_id"))
            .col(text("form"))
            .col(text("field"))
            .col(integer("position"))
            .col(text_null("text_value"))
            .col(big_integer_null("integer_value"))
            .col(date_null("day_value"))
            .primary_key(&mut key(&["case_id", "form", "field", "position"]))
            .foreign_key(&mut to("answer_index", "case_id", "cases"))
            .take(),
        tenant("drafts")
            .col(uuid("id").primary_key())
            .col(uuid("user_id"))
            .col(text("place"))
            .col(json_binary("inputs"))
            .col(integer("version"))
            .col(json_binary_null("conflict"))
            .col(timestamp_with_time_zone("saved_at"))
            .foreign_key(&mut to("drafts", "user_id", "users"))
            .take(),
        tenant("audit_events")
            .col(uuid("id").primary_key())
            .col(timestamp_with_time_zone("at"))
            .col(uuid_null("actor_id"))
            .col(text("actor_name"))
            .col(text("roles"))
            .col(text("action"))
            .col(uuid_null("case_id"))
            .col(text_null("address"))
            .col(json_binary("details"))
            .take(),
    ]
}

fn persons() -> TableCreateStatement {
    tenant("persons")
        .col(uuid("id").primary_key())
        .col(text("family_name"))
        .col(text("given_name"))
        .col(text("latin_family_name"))
        .col(text("latin_given_name"))
        .col(date_null("birth_date"))
        .col(text_null("sex"))
        .col(text_null("phone"))
        .col(text("search_text"))
        .col(timestamp_with_time_zone("created_at"))
        .col(uuid("created_by"))
        .index(&mut referred())
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("teams_code", "teams", &["district_id", "code"]),
        index("sessions_user", "sessions", &["district_id", "user_id"]),
        index(
            "persons_name",
            "persons",
            &["district_id", "family_name", "given_name"],
        ),
        index("persons_birth", "persons", &["district_id", "birth_date"]),
        index("persons_phone", "persons", &["district_id", "phone"]),
        index(
            "cases_changed",
            "cases",
            &["district_id", "changed_at", "id"],
        ),
        index(
            "cases_owner",
            "cases",
            &["district_id", "owner_id", "changed_at"],
        ),
        index("cases_person", "cases", &["district_id", "person_id"]),
        unique("answers_form", "answers", &["case_id", "form"]),
        index(
            "answer_index_text",
            "answer_index",
            &["district_id", "form", "field", "text_value"],
        ),
        index(
            "answer_index_integer",
            "answer_index",
            &["district_id", "form", "field", "integer_value"],
        ),
        index(
            "answer_index_day",
            "answer_index",
            &["district_id", "form", "field", "day_value"],
        ),
        unique("drafts_place", "drafts", &["user_id", "place"]),
        index("audit_events_at", "audit_events", &["district_id", "at"]),
        index(
            "audit_events_case",
            "audit_events",
            &["district_id", "case_id", "at"],
        ),
    ]
}

fn index(name: &str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(name).table(Alias::new(table)).take();
    for column in columns {
        index.col(Alias::new(*column));
    }
    index
}

fn unique(name: &str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(name, table, columns).unique().take()
}
