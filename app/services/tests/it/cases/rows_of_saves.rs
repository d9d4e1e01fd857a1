//! A save writes what differs. What is there afterwards is what would be there if everything were
//! written anew, and it costs few round trips.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use domain::cases::{CaseNumber, SaveEdit};
use services::{
    Store, Unit,
    cases::save_answers,
    source::{SystemClock, SystemEntropy},
    store::connect,
};
use testkit::{Kind, World, config, inputs, on_both_databases};
use tokio::sync::Notify;

use super::find_anyone::names;
use crate::support::*;

/// What people are found by, and what lists filter by.
const TABLES: [&str; 3] = ["person_keys", "person_words", "answer_index"];

const BASE: [(&str, &str); 4] = [
    ("family_name", "Шевченко"),
    ("given_name", "Олена"),
    ("sex", "female"),
    ("citizenship", "ukrainian"),
];

/// What is typed one save after another: each time all of it, beside what else is as it was at first.
const TYPED: [&[(&str, &str)]; 8] = [
    &[("patronymic", "Іванівна"), ("birth_date", "1989-04-27")],
    &[
        ("other_spellings.0.spelling", "Мар’яна Chevtchenko"),
        ("other_spellings.1.spelling", "Мар’яна"),
    ],
    &[
        ("other_spellings.0.spelling", "Мар’яна"),
        ("birth_date", "1989-04-28"),
    ],
    &[
        ("document_shown", "shown"),
        ("document.type", "biometric_passport"),
        ("document.country", "ua"),
        ("document.number", "FA123456"),
    ],
    &[
        ("document_shown", "shown"),
        ("document.type", "biometric_passport"),
        ("document.country", "ua"),
        ("document.number", "FA654321"),
        ("birth_family_name", "Шевченко"),
    ],
    NO_OTHER_SPELLING,
    &[("family_name", "Олена"), ("given_name", "Шевченко")],
    &[("family_name", "Антоненко-Шевченко")],
];

/// The group is on the page, and has no rows.
const NO_OTHER_SPELLING: &[(&str, &str)] = &[("other_spellings", "")];

async fn save_identity(world: &World, number: &CaseNumber, version: i32, more: &[(&str, &str)]) {
    let anew = |field| more.iter().any(|(typed, _)| *typed == field);
    let as_before = BASE.iter().filter(|(field, _)| !anew(*field));
    let typed: Vec<(&str, &str)> = as_before.chain(more).copied().collect();
    save(world, WORKER, number, "identity", version, &typed)
        .await
        .unwrap();
}

on_both_databases! {
    async fn saves_leave_the_rows_that_writing_anew_would(world: World) {
        let mut world = world;
        let number = register(&world, WORKER, inputs(&BASE)).await.unwrap().number;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        for (version, more) in (1..).zip(TYPED) {
            save_identity(&world, &number, version, more).await;
            let kept = world.database.snapshot().await;
            let anew = "DELETE FROM settings WHERE name IN ('search_words', 'answer_index')";
            world.database.execute(anew).await;
            world.store = world.store.clone().with_search_words().await.unwrap();
            world.store = world.store.clone().with_indexed_answers().await.unwrap();
            let anew = world.database.snapshot().await;
            for table in TABLES {
                assert!(!kept.0[table].is_empty() || table == "person_keys", "{table}");
                assert_eq!(kept.0[table], anew.0[table], "{table} behind save {version}");
            }
        }
    }

    async fn a_name_that_was_taken_back_finds_nobody(world: World) {
        let number = register(&world, WORKER, inputs(&BASE)).await.unwrap().number;
        save_identity(&world, &number, 1, TYPED[1]).await;
        assert_eq!(names(&world, WORKER, "Мар’яна").await, ["Шевченко Олена"]);
        save_identity(&world, &number, 2, NO_OTHER_SPELLING).await;
        assert_eq!(names(&world, WORKER, "Мар’яна").await, [""; 0]);
    }

    async fn two_forms_saved_at_once_both_count(world: World) {
        let number = register(&world, WORKER, inputs(&BASE)).await.unwrap().number;
        let (saved, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let renamed = {
            let (store, caller) = (world.store.clone(), world.actor(WORKER).await);
            let (saved, go, case) = (saved.clone(), go.clone(), number.clone());
            let typed = [("family_name", "Антоненко"), BASE[1], BASE[2], BASE[3]];
            let edit = SaveEdit { case, form: "identity".to_owned(), version: 1, answers: inputs(&typed) };
            tokio::spawn(async move {
                let work = async move |unit: Unit| {
                    save_answers(&unit, &edit).await?;
                    saved.notify_one();
                    go.notified().await;
                    Ok(())
                };
                store.unit(caller, "test", |unit| async move { work(unit).await }).await
            })
        };
        saved.notified().await;
        let called = save(&world, COLLEAGUE, &number, "contact", 0, &CONTACT);
        let release = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            go.notify_one();
        };
        let (called, ()) = tokio::join!(called, release);
        called.unwrap();
        renamed.await.unwrap().unwrap();
        let kept = world.database.texts("SELECT sort_name FROM cases").await;
        let names = "SELECT family_name FROM persons";
        assert_eq!(world.database.texts(names).await, ["Антоненко"]);
        assert!(kept[0].starts_with("antonenko"), "{kept:?}");
    }

    async fn a_list_finds_answers_from_before_a_field_was_indexed(world: World) {
        let mut world = world;
        register(&world, WORKER, inputs(&BASE)).await.unwrap();
        world.database.execute("DELETE FROM answer_index").await;
        world.database.execute("UPDATE settings SET value = 'older' WHERE name = 'answer_index'").await;
        let listed = async |world: &World| {
            let list = list_of(world, WORKER, "identity/sex=female").await.unwrap();
            list.cases.len()
        };
        assert_eq!(listed(&world).await, 0);
        world.store = world.store.clone().with_indexed_answers().await.unwrap();
        assert_eq!(listed(&world).await, 1);
    }

    async fn a_save_takes_few_round_trips(world: World) {
        let number = register(&world, WORKER, inputs(&BASE)).await.unwrap().number;
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let heard = asked.clone();
        let db = connect(&world.database.url, 2).await.unwrap();
        let catalog = config().catalog(&[]);
        let store = Store::with_sources(db, catalog, Arc::new(SystemClock), Arc::new(SystemEntropy))
            .that_is_heard(Arc::new(move |statement| {
                heard.lock().unwrap().push(statement.sql.clone());
            }));
        let typed: Vec<(&str, &str)> = BASE.iter().chain(TYPED[3]).copied().collect();
        let edit = SaveEdit {
            case: number,
            form: "identity".to_owned(),
            version: 1,
            answers: inputs(&typed),
        };
        let caller = world.actor(WORKER).await;
        store
            .unit(caller, "test", |unit| async move { save_answers(&unit, &edit).await })
            .await
            .unwrap();
        let asked = asked.lock().unwrap();
        assert_eq!(asked.len(), 3, "the case, its answers, and all that is written: {asked:#?}");
        assert!(asked.iter().any(|sql| sql.contains("audit_events")), "{asked:#?}");
        if world.database.kind == Kind::Postgres {
            assert!(asked.iter().any(|sql| sql.starts_with("WITH")), "{asked:#?}");
        }
    }
}
