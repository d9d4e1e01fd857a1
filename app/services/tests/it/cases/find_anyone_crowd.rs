//! Many persons of one name hide nobody, and every search is a look-up in an index.

use std::{
    ops::Range,
    sync::{Arc, Mutex},
};

use sea_orm::{ConnectionTrait, Statement, Value};
use services::{Store, Unit, cases::search_persons, store::connect};
use testkit::{Kind, World, inputs, on_both_databases};

use super::find_anyone::names;
use crate::support::*;

/// Gives so many others the names of the person who was registered last; or words like these.
async fn copy(world: &World, begin: u32, many: u32, written: &str) {
    let id = match world.database.kind {
        Kind::Sqlite => "unhex(printf('%032x', i))",
        Kind::Postgres => "lpad(to_hex(i), 32, '0')::uuid",
    };
    let last = "(SELECT id FROM persons ORDER BY created_at DESC, id DESC LIMIT 1)";
    let end = begin + many;
    world
        .database
        .execute(&format!(
            "INSERT INTO persons (id, district_id, family_name, given_name, latin_family_name, \
             latin_given_name, search_text, created_at, created_by) \
             WITH RECURSIVE n(i) AS (SELECT {begin} UNION ALL SELECT i + 1 FROM n WHERE i < {end}) \
             SELECT {id}, district_id, family_name, given_name, latin_family_name, \
             latin_given_name, search_text, created_at, created_by FROM persons AS p, n \
             WHERE p.id = {last}"
        ))
        .await;
    world
        .database
        .execute(&format!(
            "INSERT INTO person_words (district_id, word, person_id, part) \
             WITH RECURSIVE n(i) AS (SELECT {begin} UNION ALL SELECT i + 1 FROM n WHERE i < {end}) \
             SELECT district_id, {written}, {id}, part FROM person_words AS w, n \
             WHERE w.person_id = {last}"
        ))
        .await;
}

/// Registers somebody of this name, and so many more.
async fn many(world: &World, family: &str, given: &str, begin: u32, many: u32) {
    many_of(world, WORKER, family, given, begin..begin + many).await;
}

/// The same in the district of this account.
async fn many_of(world: &World, account: &str, family: &str, given: &str, ids: Range<u32>) {
    world.clock.advance(chrono::TimeDelta::seconds(1));
    world.register(account, family, given).await;
    copy(world, ids.start, ids.end - ids.start, "word").await;
}

/// The first text among what is handed over with a statement.
fn first_text(statement: &Statement) -> Option<&str> {
    let mut values = statement.values.iter().flat_map(|values| &values.0);
    values.find_map(|value| match value {
        Value::String(Some(text)) => Some(text.as_str()),
        _ => None,
    })
}

/// Every statement that searches sent.
async fn statements(world: &World, account: &str, queries: &[&str]) -> Vec<Statement> {
    let heard: Arc<Mutex<Vec<Statement>>> = Arc::default();
    let db = connect(&world.database.url, 1).await.unwrap();
    let listener = heard.clone();
    let store =
        Store::new(db, world.store.catalog().clone()).that_is_heard(Arc::new(move |statement| {
            listener.lock().unwrap().push(statement.clone());
        }));
    let caller = world.actor(account).await;
    for query in queries {
        let query = (*query).to_owned();
        let found = store.unit(caller.clone(), "test", |unit| async move {
            search_persons(&unit, &query).await
        });
        found.await.unwrap();
    }
    store.close().await;
    let heard = heard.lock().unwrap();
    heard.clone()
}

/// The tables that grow with the persons, and behind them those that grow with their names, which
/// are far fewer: where a search looks for hundreds of words, PostgreSQL may read those whole.
const LARGE: [&str; 5] = [
    "persons",
    "person_words",
    "person_keys",
    "search_words",
    "search_sounds",
];

/// How the database goes about a statement of this account.
async fn plan(world: &World, account: &str, statement: &Statement) -> Vec<String> {
    let (how, column) = match world.database.kind {
        Kind::Sqlite => ("EXPLAIN QUERY PLAN", 3),
        Kind::Postgres => ("EXPLAIN", 0),
    };
    let mut asked = statement.clone();
    asked.sql = format!("{how} {}", statement.sql);
    let plan = world.run(account, move |unit: Unit| async move {
        let rows = unit.connection().query_all_raw(asked).await?;
        let lines = rows.iter().map(|row| row.try_get_by_index(column));
        Ok(lines.collect::<Result<Vec<String>, _>>()?)
    });
    plan.await.unwrap()
}

fn reads_whole(tables: &[&str], line: &str) -> bool {
    tables.iter().any(|table| {
        let ends = |found: &str| {
            line.split_once(found).is_some_and(|(_, rest)| {
                !rest.starts_with(|sign: char| sign.is_alphanumeric() || sign == '_')
            })
        };
        ends(&format!("Seq Scan on {table}")) || ends(&format!("SCAN {table}"))
    })
}

/// So many rows in every large table that reading one whole would be dear.
async fn fill(world: &World) {
    many(world, "Шевченко", "Ольга", 1, 500).await;
    let (hex, key) = match world.database.kind {
        Kind::Sqlite => ("printf('%x', i)", "hex(id)"),
        Kind::Postgres => ("to_hex(i)", "id::text"),
    };
    copy(world, 1000, 20_000, &format!("'w' || {hex} || word")).await;
    let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)";
    let district = "(SELECT id FROM districts WHERE number = 8)";
    for (table, columns, values) in [
        (
            "search_words",
            "word, reversed",
            format!("'w' || {hex}, {hex} || 'w'"),
        ),
        (
            "search_sounds",
            "sound, word, reversed",
            format!("'s' || {hex}, 'w' || {hex}, {hex} || 's'"),
        ),
    ] {
        let fill = format!(
            "INSERT INTO {table} (district_id, {columns}) {rows} SELECT {district}, {values} FROM n"
        );
        world.database.execute(&fill).await;
    }
    world
        .database
        .execute(&format!(
            "INSERT INTO person_keys (district_id, kind, key, person_id) \
             SELECT district_id, 'phone', {key}, id FROM persons"
        ))
        .await;
    world.database.execute("ANALYZE").await;
}

on_both_databases! {
    async fn many_of_one_name_do_not_hide_the_one_who_is_meant(world: World) {
        many(&world, "Шевченко", "Ольга", 1, 900).await;
        many(&world, "Коваленко", "Олена", 10_000, 900).await;
        let person = inputs(&[
            ("family_name", "Шевченко"), ("given_name", "Олена"), ("birth_date", "1989-04-27"),
            ("sex", "female"), ("citizenship", "ukrainian"),
        ]);
        register(&world, WORKER, person).await.unwrap();
        for query in [
            "Шевченко Олена", "Olena Shevchenko", "Sevcsenko Olena", "Shevchenk Olena", "olen shevch",
            "Шевченко 1989-04-27", "27.04.1989 Shevchenko", "Олена 1989",
        ] {
            for account in [WORKER, CALL_CENTRE] {
                let found = names(&world, account, query).await;
                assert_eq!(found.first().map(String::as_str), Some("Шевченко Олена"), "{query}");
            }
        }
        let broad = search(&world, WORKER, "Шевченко").await.unwrap();
        assert!(broad.more && broad.hits.len() == 20);
        assert!(broad.hits.iter().all(|hit| hit.name.starts_with("Шевченко ")));
    }

    async fn many_of_nearly_the_same_name_do_not_hide_the_one_who_is_meant(world: World) {
        many(&world, "Sárköz", "Anna", 1, 300).await;
        world.register(WORKER, "Sárközi", "Anna").await;
        for query in ["Sárközi Anna", "anna sarkozi", "Sarkozi 1989 Anna", "Sárközi"] {
            for account in [WORKER, CALL_CENTRE] {
                let found = names(&world, account, query).await;
                assert_eq!(found.first().map(String::as_str), Some("Sárközi Anna"), "{query}");
            }
        }
    }

    async fn a_hundred_of_nearly_the_same_name_do_not_hide_the_one_who_is_meant(world: World) {
        many(&world, "Sárköz", "Anna", 1, 120).await;
        world.clock.advance(chrono::TimeDelta::seconds(1));
        world.register(WORKER, "Sárközi", "Anna").await;
        for query in ["Sárközi Anna", "anna sarkozi", "Sarkozi 1989 Anna", "Sarkozi A.", "Sárközi"] {
            for account in [WORKER, CALL_CENTRE] {
                let found = names(&world, account, query).await;
                assert_eq!(found.first().map(String::as_str), Some("Sárközi Anna"), "{query}");
            }
        }
    }

    async fn those_found_by_a_number_leave_room_for_the_one_who_is_meant(world: World) {
        many(&world, "Sárköz", "Anna", 1, 49).await;
        many(&world, "Nagy", "Péter", 1000, 39).await;
        // Found by a telephone that they do not have: they are looked at, and nobody of them fits.
        world
            .database
            .execute(
                "INSERT INTO person_keys (district_id, kind, key, person_id) SELECT district_id, \
                 'phone', '1234567', id FROM persons WHERE family_name = 'Nagy'",
            )
            .await;
        world.clock.advance(chrono::TimeDelta::seconds(1));
        world.register(WORKER, "Sárközi", "Anna").await;
        let found = names(&world, WORKER, "Sárközi Anna +36 30 123 4567").await;
        assert_eq!(found.first().map(String::as_str), Some("Sárközi Anna"));
    }

    async fn a_search_of_the_city_begins_with_the_rarer_of_two_common_words(world: World) {
        many(&world, "Бондар", "Марія", 1, 1100).await;
        many(&world, "Лугова", "Ганна", 10_000, 600).await;
        many_of(&world, NEIGHBOUR, "Лугова", "Ганна", 20_000..20_600).await;
        world.register(WORKER, "Лугова", "Марія").await;
        for query in ["Марія Лугова", "Лугова Марія"] {
            let heard = statements(&world, CALL_CENTRE, &[query]).await;
            let ways = heard.iter().filter(|statement| statement.sql.contains("\"others\""));
            let first: Vec<_> = ways.map(first_text).collect();
            assert_eq!(first, [Some("luhova")], "{query}");
            let found = names(&world, CALL_CENTRE, query).await;
            assert_eq!(found, ["Лугова Марія"], "{query}");
        }
    }

    async fn every_search_is_a_look_up(world: World) {
        fill(&world).await;
        let queries = [
            "ш", "Шевченко Олена", "Schewtschenko O. 1989", "067 123 45 67", "FA123456", "Qwertz Asdfgh",
        ];
        for account in [WORKER, CALL_CENTRE] {
            let heard = statements(&world, account, &queries).await;
            let searching: Vec<&Statement> = heard
                .iter()
                .filter(|statement| LARGE.iter().any(|table| statement.sql.contains(&format!("\"{table}\""))))
                .collect();
            assert!(searching.len() > queries.len(), "{}", searching.len());
            for statement in searching {
                let plan = plan(&world, account, statement).await;
                assert!(
                    !plan.iter().any(|line| reads_whole(&LARGE[..3], line)),
                    "{account}: {}\n{}", statement.sql, plan.join("\n")
                );
            }
            let words = heard.iter().filter(|statement| statement.sql.starts_with("SELECT")).count();
            assert!(words <= 8 * queries.len(), "{words} round trips");
        }
    }
}

#[test]
fn a_whole_table_that_is_read_would_be_found() {
    for line in [
        "  ->  Seq Scan on person_words  (cost=0.00..1.00 rows=1)",
        "SCAN persons USING COVERING INDEX persons_name",
        "SCAN search_words",
    ] {
        assert!(reads_whole(&LARGE, line), "{line}");
    }
    for line in [
        "Index Scan using person_words_pkey on person_words",
        "SEARCH persons USING INDEX x",
    ] {
        assert!(!reads_whole(&LARGE, line), "{line}");
    }
}
