//! A database for each test, copied from a template on the private cluster.

use std::{
    env, process,
    sync::atomic::{AtomicU32, Ordering},
};

use sea_orm::{ConnectionTrait, DatabaseConnection};
use services::store::connect;

use crate::{Kind, TestDatabase, database::RUNTIME};

const SOCKET: &str = "TEST_POSTGRES_SOCKET";
const OWNER: &str = "lanchid_owner";

/// A copy of this database.
pub(crate) async fn create(template: &str) -> TestDatabase {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("lanchid_test_{}_{number}", process::id());
    // Signs sort by their code, as they do in SQLite.
    let collation = if template == "template0" {
        "ENCODING 'UTF8' LOCALE 'C'"
    } else {
        ""
    };
    administer(&format!(
        "CREATE DATABASE {name} TEMPLATE {template} {collation}"
    ))
    .await;
    TestDatabase {
        kind: Kind::Postgres,
        url: url(RUNTIME, &name),
        owner: open(&name).await,
        name,
    }
}

/// Leaves a database, so that it can be copied; answers its name.
pub(crate) async fn leave(database: TestDatabase) -> String {
    database
        .owner
        .close()
        .await
        .expect("the end of the connection");
    database.name
}

/// Drops a database.
pub(crate) async fn remove(database: TestDatabase) {
    let name = leave(database).await;
    administer(&format!("DROP DATABASE {name}")).await;
}

async fn administer(sql: &str) {
    let db = open("postgres").await;
    db.execute_unprepared(sql)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    db.close().await.expect("the end of the connection");
}

async fn open(name: &str) -> DatabaseConnection {
    connect(&url(OWNER, name), 1)
        .await
        .expect("the private PostgreSQL cluster")
}

fn url(role: &str, name: &str) -> String {
    let socket = env::var(SOCKET).unwrap_or_else(|_| {
        panic!("{SOCKET} is not set: run the tests through scripts/with-postgres or make test")
    });
    format!("postgres://{role}@localhost/{name}?host={socket}")
}
