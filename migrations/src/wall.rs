//! Row-level security: the second wall between districts, kept by PostgreSQL.
//!
//! Each transaction of the process says who acts (`app.actor`), how far they reach (`app.reach`:
//! `district`, `city`, `door` for signing in, `system` for the command line) and from which
//! district (`app.district`). A permissive policy opens a table to somebody who acts at all; a
//! RESTRICTIVE one keeps every row of another district out.

use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr};

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

/// Tenant tables that signing in has to read before it is known who acts.
const DOOR_TABLES: [&str; 5] = ["teams", "users", "user_roles", "team_members", "sessions"];

/// Tables of the whole city, without rows of any one district.
const CITY_TABLES: [&str; 4] = ["districts", "roles", "settings", "sign_in_attempts"];

/// What stays for ever: forms in every version that answers may have been given under.
const FORM_VERSIONS: &str = "form_versions";

const AUDIT: &str = "audit_events";

/// Raises the wall around one table.
pub(crate) async fn raise<C: ConnectionTrait>(db: &C, table: &str) -> Result<(), DbErr> {
    let door = if DOOR_TABLES.contains(&table) || table == AUDIT {
        ", 'door'"
    } else {
        ""
    };
    let statements = [
        format!("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"),
        format!(
            "CREATE POLICY {table}_somebody_acts ON {table} AS PERMISSIVE FOR ALL \
             USING (coalesce(current_setting('app.actor', true), '') <> '') \
             WITH CHECK (coalesce(current_setting('app.actor', true), '') <> '')"
        ),
        format!(
            "CREATE POLICY {table}_district_wall ON {table} AS RESTRICTIVE FOR ALL \
             USING ({0}) WITH CHECK ({0})",
            format_args!(
                "current_setting('app.reach', true) IN ('city', 'system'{door}) \
                 OR district_id = nullif(current_setting('app.district', true), '')::uuid"
            )
        ),
    ];
    for statement in statements {
        db.execute_unprepared(&statement).await?;
    }
    Ok(())
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
/// Audit events can be added and read, never changed or removed; forms in their versions never
/// removed. Does nothing on SQLite.
///
/// # Errors
/// When the role's name is not a plain identifier, or PostgreSQL refuses.
pub async fn grant_runtime<C: ConnectionTrait>(db: &C, role: &str) -> Result<(), DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    if role.is_empty() || !role.chars().all(plain) {
        return Err(DbErr::Custom(format!("`{role}` is not a plain role name")));
    }
    db.execute_unprepared(&format!("GRANT USAGE ON SCHEMA public TO \"{role}\""))
        .await?;
    let tables = TENANT_TABLES
        .into_iter()
        .chain(SEARCH_TABLES)
        .chain([LIST_VIEWS]);
    for table in tables.chain(CITY_TABLES) {
        let grant = format!("GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO \"{role}\"");
        db.execute_unprepared(&grant).await?;
    }
    db.execute_unprepared(&format!("GRANT SELECT, INSERT ON {AUDIT} TO \"{role}\""))
        .await?;
    db.execute_unprepared(&format!(
        "GRANT SELECT, INSERT, UPDATE ON {FORM_VERSIONS} TO \"{role}\""
    ))
    .await?;
    db.execute_unprepared(&format!("GRANT SELECT ON seaql_migrations TO \"{role}\""))
        .await?;
    Ok(())
}
