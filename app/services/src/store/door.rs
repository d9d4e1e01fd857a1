use std::time::Duration;

use sea_orm::{
    DatabaseConnection, DbBackend, SqlxPostgresConnector, sqlx::postgres::PgPoolOptions,
};

/// The most connections that look up sessions.
const CONNECTIONS: u32 = 4;

/// Connections that can do what somebody at the door may, and nothing else: a session is looked up
/// in one round trip instead of the four of a transaction that first says who acts. SQLite has no
/// second wall, and needs none of its own.
pub(super) fn connection(db: &DatabaseConnection) -> DatabaseConnection {
    if db.get_database_backend() != DbBackend::Postgres {
        return db.clone();
    }
    let options = db.get_postgres_connection_pool().connect_options();
    let at_the_door = (*options)
        .clone()
        .options([("app.actor", "door"), ("app.reach", "door")]);
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(Duration::from_secs(10))
        .connect_lazy_with(at_the_door);
    SqlxPostgresConnector::from_sqlx_postgres_pool(pool)
}
