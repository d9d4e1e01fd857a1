//! Row-level security: the second wall between districts, kept by PostgreSQL.
//!
//! Each transaction of the process says who acts (`app.actor`), how far they reach (`app.reach`:
//! `district`, `city`, `door` for signing in, `system` for the command line) and from which
//! district (`app.district`). A permissive policy opens a table to somebody who acts at all; a
//! RESTRICTIVE one keeps every row of another district out.

use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr};

use crate::steps::in_turn;

/// Tables that belong to districts since the first version.
pub(crate) const TENANT_TABLES: [&str; 10] = [
    "teams",
    "users",
    "user_roles",
    "team_members",
    "sessions",
    "persons",
    "cases",
    "answers",
    "answer_index",
    "drafts",
];

/// The words and numbers by which persons of a district are found.
pub(crate) const SEARCH_TABLES: [&str; 4] = [
    "person_words",
    "search_words",
    "search_sounds",
    "person_keys",
];

/// Lists that were kept under a name.
pub(crate) const LIST_VIEWS: &str = "list_views";

/// What people are told, how they wish to be told, and mail that waits to be sent.
pub(crate) const NOTIFICATION_TABLES: [&str; 3] =
    ["notifications", "notification_settings", "mail_outbox"];

/// How cases pass from one person to another, within a district or between two.
pub(crate) const TRANSITIONS: &str = "transitions";

/// Sight of a case, given across a boundary.
pub(crate) const GRANTS: &str = "grants";

/// What was asked to be approved.
pub(crate) const APPROVALS: &str = "approvals";

/// Requests that were answered, so that one that is repeated happens once.
pub(crate) const ANSWERED_REQUESTS: &str = "answered_requests";

/// Who has a case open at this moment.
pub(crate) const PRESENCE: &str = "presence";

/// Shelters, their rooms and beds, and who is in them.
pub(crate) const SHELTER_TABLES: [&str; 4] = ["shelters", "rooms", "beds", "stays"];
/// Webhooks, their secrets, and what is delivered to them.
pub(crate) const WEBHOOK_TABLES: [&str; 3] = ["webhooks", "webhook_secrets", "webhook_deliveries"];

/// What webhooks ask for.
pub(crate) const WEBHOOK_SUBSCRIPTIONS: &str = "webhook_subscriptions";

/// Tokens by which other programs act for a user.
pub(crate) const API_TOKENS: &str = "api_tokens";

/// Tenant tables that have to be read before it is known who acts.
const DOOR_TABLES: [&str; 6] = [
    "teams",
    "users",
    "user_roles",
    "team_members",
    "sessions",
    API_TOKENS,
];

/// Tables of the whole city, without rows of any one district.
const CITY_TABLES: [&str; 4] = ["districts", "roles", "settings", "sign_in_attempts"];

/// What stays for ever: forms in every version that answers may have been given under.
const FORM_VERSIONS: &str = "form_versions";

const AUDIT: &str = "audit_events";

/// The chain over the audit.
pub(crate) const AUDIT_SEALS: &str = "audit_seals";

/// What can be added and read, and never changed or removed.
const FOR_EVER: [&str; 2] = [AUDIT, AUDIT_SEALS];

/// Somebody acts at all.
///
/// Each setting is asked in a query of its own, so that PostgreSQL reads it once and not for every
/// row; and as a test for NULL, which the planner takes to hold of nearly every row, as it does.
const SOMEBODY_ACTS: &str = "(SELECT nullif(current_setting('app.actor', true), '')) IS NOT NULL";

/// The district from which somebody acts.
pub(crate) const OWN_DISTRICT: &str =
    "(SELECT nullif(current_setting('app.district', true), '')::uuid)";

/// The row belongs to the district from which somebody acts, or they reach further.
fn district_wall(table: &str) -> String {
    let door = if DOOR_TABLES.contains(&table) || table == AUDIT {
        ", 'door'"
    } else {
        ""
    };
    format!(
        "(SELECT CASE WHEN current_setting('app.reach', true) IN ('city', 'system'{door}) \
         THEN true END) IS NOT NULL \
         OR district_id = {OWN_DISTRICT}"
    )
}

/// Raises the wall around one table.
pub(crate) async fn raise<C: ConnectionTrait>(db: &C, table: &str) -> Result<(), DbErr> {
    let wall = district_wall(table);
    let statements = [
        format!("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"),
        format!(
            "CREATE POLICY {table}_somebody_acts ON {table} AS PERMISSIVE FOR ALL \
             USING ({SOMEBODY_ACTS}) WITH CHECK ({SOMEBODY_ACTS})"
        ),
        format!(
            "CREATE POLICY {table}_district_wall ON {table} AS RESTRICTIVE FOR ALL \
             USING ({wall}) WITH CHECK ({wall})"
        ),
    ];
    for statement in statements {
        db.execute_unprepared(&statement).await?;
    }
    Ok(())
}

/// Raises the wall around a table that two districts share: the other side reads those rows for
/// which `shared` holds, and writes nothing.
pub(crate) async fn raise_between<C: ConnectionTrait>(
    db: &C,
    table: &str,
    shared: &str,
) -> Result<(), DbErr> {
    raise(db, table).await?;
    let wall = district_wall(table);
    let offered = format!("{wall} OR ({shared})");
    let policy = |name: &str, command: &str, holds: &str| {
        format!("CREATE POLICY {table}_{name} ON {table} AS RESTRICTIVE FOR {command} {holds}")
    };
    for statement in [
        format!("DROP POLICY {table}_district_wall ON {table}"),
        policy("reads", "SELECT", &format!("USING ({offered})")),
        policy("adds", "INSERT", &format!("WITH CHECK ({wall})")),
        policy(
            "changes",
            "UPDATE",
            &format!("USING ({wall}) WITH CHECK ({wall})"),
        ),
        policy("removes", "DELETE", &format!("USING ({wall})")),
    ] {
        db.execute_unprepared(&statement).await?;
    }
    Ok(())
}

/// What happened to a case may be read by the district that has it now, wherever it happened.
pub(crate) async fn let_history_follow<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    let wall = district_wall(AUDIT);
    let statement = format!(
        "ALTER POLICY {AUDIT}_district_wall ON {AUDIT} \
         USING ({wall} OR EXISTS (SELECT 1 FROM cases WHERE cases.id = {AUDIT}.case_id \
         AND cases.district_id = {OWN_DISTRICT})) WITH CHECK ({wall})"
    );
    db.execute_unprepared(&statement).await?;
    Ok(())
}

/// Words the wall anew around every table that had it when lists became swift; later tables are
/// worded so from the beginning.
pub(crate) async fn word_anew<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    for table in swift_tables().chain([AUDIT]) {
        let wall = district_wall(table);
        for (policy, holds) in [("somebody_acts", SOMEBODY_ACTS), ("district_wall", &wall)] {
            let statement = format!(
                "ALTER POLICY {table}_{policy} ON {table} USING ({holds}) WITH CHECK ({holds})"
            );
            db.execute_unprepared(&statement).await?;
        }
    }
    Ok(())
}

fn tenant_tables() -> impl Iterator<Item = &'static str> {
    let later = NOTIFICATION_TABLES.into_iter().chain(WEBHOOK_TABLES);
    let later = later.chain([
        TRANSITIONS,
        APPROVALS,
        GRANTS,
        ANSWERED_REQUESTS,
        PRESENCE,
        WEBHOOK_SUBSCRIPTIONS,
        API_TOKENS,
    ]);
    swift_tables().chain(later).chain(SHELTER_TABLES)
}

fn swift_tables() -> impl Iterator<Item = &'static str> {
    let first = TENANT_TABLES.into_iter().chain(SEARCH_TABLES);
    first.chain([LIST_VIEWS])
}

/// Raises the wall around every tenant table of the first version.
pub(crate) async fn raise_all<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    for table in TENANT_TABLES.into_iter().chain([AUDIT]) {
        raise(db, table).await?;
    }
    Ok(())
}

/// Lets the runtime role work in the tables, without owning any of them.
///
/// Audit events and their seals can be added and read, never changed or removed; forms in their
/// versions never removed. Does nothing on SQLite.
///
/// # Errors
/// When the role's name is not a plain identifier, or PostgreSQL refuses.
pub async fn grant_runtime(db: &DatabaseConnection, role: &str) -> Result<(), DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    if role.is_empty() || !role.chars().all(plain) {
        return Err(DbErr::Custom(format!("`{role}` is not a plain role name")));
    }
    in_turn(db, async |db| grant(db, role).await).await
}

async fn grant<C: ConnectionTrait>(db: &C, role: &str) -> Result<(), DbErr> {
    db.execute_unprepared(&format!("GRANT USAGE ON SCHEMA public TO \"{role}\""))
        .await?;
    for table in tenant_tables().chain(CITY_TABLES) {
        let grant = format!("GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO \"{role}\"");
        db.execute_unprepared(&grant).await?;
    }
    for table in FOR_EVER {
        db.execute_unprepared(&format!("GRANT SELECT, INSERT ON {table} TO \"{role}\""))
            .await?;
    }
    db.execute_unprepared(&format!(
        "GRANT SELECT, INSERT, UPDATE ON {FORM_VERSIONS} TO \"{role}\""
    ))
    .await?;
    db.execute_unprepared(&format!("GRANT SELECT ON seaql_migrations TO \"{role}\""))
        .await?;
    Ok(())
}
