//! The list of cases by hand: one statement, no session, no audit, no pages.

use std::{net::SocketAddr, sync::Arc};

use axum::{Json, Router, extract::State, http::StatusCode, routing::any};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sqlx::{self, PgPool, SqlitePool};
use serde::Serialize;
use services::store::connect;
use uuid::Uuid;

use crate::Outcome;

const SQL: &str = "SELECT c.number, p.family_name, p.given_name, p.latin_family_name, \
     p.latin_given_name, p.birth_date, c.stage, u.display_name, c.changed_at, \
     (SELECT count(*) FROM (SELECT 1 FROM cases WHERE district_id = $1 AND stage = $2 \
     LIMIT 1001) AS counted) AS total \
     FROM cases c JOIN persons p ON p.district_id = c.district_id AND p.id = c.person_id \
     LEFT JOIN users u ON u.district_id = c.district_id AND u.id = c.owner_id \
     WHERE c.district_id = $1 AND c.stage = $2 ORDER BY c.changed_at DESC, c.id DESC LIMIT 51";

type Row = (
    String,
    String,
    String,
    String,
    String,
    Option<NaiveDate>,
    String,
    Option<String>,
    DateTime<Utc>,
    i64,
);

#[derive(Clone)]
struct Listed {
    pool: Pool,
    district: Uuid,
    stage: Arc<str>,
}

#[derive(Clone)]
enum Pool {
    Postgres(PgPool),
    Sqlite(SqlitePool),
}

#[derive(Serialize)]
struct Page {
    cases: Vec<Item>,
    total: i64,
    next: Option<String>,
    may_register: bool,
}

#[derive(Serialize)]
struct Item {
    number: String,
    name: String,
    latin_name: String,
    birth_date: Option<NaiveDate>,
    stage: String,
    owner: Option<String>,
    changed: DateTime<Utc>,
}

/// Serves until it is told to stop.
pub(crate) async fn serve(database: &str, number: i32, stage: String, addr: SocketAddr) -> Outcome {
    const DISTRICT: &str = "SELECT id FROM districts WHERE number = $1";
    let db = connect(database, 16).await?;
    let (pool, district) = if database.starts_with("postgres") {
        let pool = db.get_postgres_connection_pool().clone();
        let district = sqlx::query_scalar(DISTRICT)
            .bind(number)
            .fetch_one(&pool)
            .await?;
        (Pool::Postgres(pool), district)
    } else {
        let pool = db.get_sqlite_connection_pool().clone();
        let district = sqlx::query_scalar(DISTRICT)
            .bind(number)
            .fetch_one(&pool)
            .await?;
        (Pool::Sqlite(pool), district)
    };
    let stage = Arc::from(stage);
    let listed = Listed {
        pool,
        district,
        stage,
    };
    let router = Router::new().fallback(any(list)).with_state(listed);
    let listener = tokio::net::TcpListener::bind(addr).await?;
    axum::serve(listener, router).await?;
    Ok(())
}

async fn list(State(listed): State<Listed>) -> Result<Json<Page>, StatusCode> {
    let rows = match &listed.pool {
        Pool::Postgres(pool) => {
            let asked = sqlx::query_as::<_, Row>(SQL).bind(listed.district);
            asked.bind(&*listed.stage).fetch_all(pool).await
        }
        Pool::Sqlite(pool) => {
            let asked = sqlx::query_as::<_, Row>(SQL).bind(listed.district);
            asked.bind(&*listed.stage).fetch_all(pool).await
        }
    };
    rows.map(page)
        .map(Json)
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

fn page(mut rows: Vec<Row>) -> Page {
    let more = rows.len() > 50;
    rows.truncate(50);
    Page {
        total: rows.first().map_or(0, |row| row.9),
        next: rows.last().filter(|_| more).map(|row| row.0.clone()),
        cases: rows.into_iter().map(item).collect(),
        may_register: true,
    }
}

fn item(row: Row) -> Item {
    let (number, family, given, latin_family, latin_given, birth_date, stage, owner, changed, _) =
        row;
    Item {
        number,
        name: format!("{family} {given}"),
        latin_name: format!("{latin_family} {latin_given}"),
        birth_date,
        stage,
        owner,
        changed,
    }
}
