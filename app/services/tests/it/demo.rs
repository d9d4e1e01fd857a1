//! The demonstration city.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::{
    access::FieldAccess,
    cases::{CaseNumber, PersonHit},
    forms::{Answers, Setting, edit},
};
use sea_orm::EntityTrait;
use services::{
    Store,
    demo::{DEMO_PASSWORD, DemoRequest, Loading, seed_demo},
    forms::answers_row,
    wall_clock::wall_day,
};
use testkit::{Kind, TestEntropy, World, config, on_both_databases};

use crate::support::*;

const PERSONS: u32 = 300;

/// An empty database seeded with the demonstration.
pub(crate) async fn seed(world: &World, seed: u64, persons: u32) -> domain::Result<bool> {
    seed_over(&world.store, seed, persons).await
}

async fn seed_over(store: &Store, seed: u64, persons: u32) -> domain::Result<bool> {
    let request = DemoRequest {
        persons,
        seed,
        districts: config().districts.clone(),
        city: "Budapest Főváros".to_owned(),
    };
    seed_demo(store, request, |_| ()).await
}

/// The same over a connection that may do everything: indexes and foreign keys come behind the rows.
async fn seed_as_owner(world: &World, seed: u64, persons: u32) -> domain::Result<bool> {
    seed_over(&owner(world), seed, persons).await
}

fn owner(world: &World) -> Store {
    let (db, catalog) = (world.database.owner.clone(), config().catalog(&[]));
    let entropy = Arc::new(TestEntropy::seeded(3));
    Store::with_sources(db, catalog, world.clock.clone(), entropy)
}

/// Every answer of the city, by the numbers of the cases.
async fn answers(world: &World) -> Vec<String> {
    world
        .database
        .texts(
            "SELECT c.number || a.form || CAST(a.document AS text) FROM answers AS a \
             JOIN cases AS c ON c.id = a.case_id ORDER BY 1",
        )
        .await
}

/// All that is loaded beside the answers, without the ids, by the numbers of the cases.
async fn rows(world: &World) -> Vec<Vec<String>> {
    let by_case = [
        "coalesce(p.birth_date || '', 'none') || coalesce(p.sex, 'none') || \
         coalesce(p.phone, 'none') || p.created_at || c.opened_at || c.changed_at || c.stage || \
         coalesce(c.sort_name, 'none') FROM cases AS c JOIN persons AS p ON p.id = c.person_id",
        "i.form || i.field || i.position || coalesce(i.text_value, 'none') || \
         coalesce(i.integer_value || '', 'none') || coalesce(i.day_value || '', 'none') \
         FROM answer_index AS i JOIN cases AS c ON c.id = i.case_id",
        "w.word || w.part FROM person_words AS w JOIN cases AS c ON c.person_id = w.person_id",
        "k.kind || k.key FROM person_keys AS k JOIN cases AS c ON c.person_id = k.person_id",
        "e.at || e.action || e.actor_name || e.roles || coalesce(e.address, 'none') || \
         CAST(e.details AS text) FROM audit_events AS e JOIN cases AS c ON c.id = e.case_id",
    ];
    let of_cases = by_case.map(|rows| format!("SELECT c.number || {rows} ORDER BY 1"));
    let vocabulary = [
        "word || reversed FROM search_words",
        "sound || word FROM search_sounds",
    ];
    let vocabulary = vocabulary.map(|rows| format!("SELECT {rows} ORDER BY 1"));
    let mut all = Vec::new();
    for question in of_cases.iter().chain(&vocabulary) {
        all.push(world.database.texts(question).await);
    }
    all
}

/// How often rows are copied.
fn that_counts_copies(store: Store) -> (Store, Arc<AtomicUsize>) {
    let copies = Arc::<AtomicUsize>::default();
    let counted = copies.clone();
    let store = store.that_is_heard(Arc::new(move |statement| {
        if statement.sql.starts_with("COPY ") {
            counted.fetch_add(1, Ordering::Relaxed);
        }
    }));
    (store, copies)
}

/// Lets the database take no person, or any again.
async fn refuse_persons(world: &World, refuse: bool) {
    let change = match (world.database.kind, refuse) {
        (Kind::Sqlite, true) => {
            "CREATE TRIGGER nobody BEFORE INSERT ON persons BEGIN SELECT RAISE(ABORT, 'no'); END"
        }
        (Kind::Sqlite, false) => "DROP TRIGGER nobody",
        (Kind::Postgres, true) => "ALTER TABLE persons ADD CONSTRAINT nobody CHECK (false)",
        (Kind::Postgres, false) => "ALTER TABLE persons DROP CONSTRAINT nobody",
    };
    world.database.execute(change).await;
}

/// Every index and every foreign key, as the database describes it.
async fn rules(world: &World) -> Vec<String> {
    world
        .database
        .texts(match world.database.kind {
            Kind::Sqlite => "SELECT name || sql FROM sqlite_master WHERE sql <> '' ORDER BY 1",
            Kind::Postgres => {
                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL \
                 SELECT conrelid::regclass || conname || pg_get_constraintdef(oid) \
                 FROM pg_constraint WHERE contype IN ('f', 'p', 'u') ORDER BY 1"
            }
        })
        .await
}

pub(crate) async fn clear(world: &World) {
    for table in [
        "audit_events",
        "stays",
        "beds",
        "rooms",
        "shelters",
        "answer_index",
        "list_views",
        "answers",
        "cases",
        "person_words",
        "person_keys",
        "search_sounds",
        "search_words",
        "persons",
        "drafts",
        "sessions",
        "sign_in_attempts",
        "user_roles",
        "team_members",
        "users",
        "teams",
        "districts",
        "settings",
    ] {
        world
            .database
            .execute(&format!("DELETE FROM {table}"))
            .await;
    }
}

/// Who lives in the city, by the numbers of their cases.
async fn people(world: &World) -> Vec<String> {
    world
        .database
        .texts(
            "SELECT c.number || ' ' || p.family_name || ' ' || p.given_name || ' ' || d.roman \
             FROM cases AS c JOIN persons AS p ON p.id = c.person_id \
             JOIN districts AS d ON d.id = c.district_id ORDER BY 1",
        )
        .await
}

on_both_databases! {
    async fn the_same_seed_gives_the_same_city_and_another_seed_another(world: World) {
        let mut cities = Vec::new();
        for number in [2026, 2026, 7] {
            clear(&world).await;
            assert_eq!(seed(&world, number, 60).await, Ok(true));
            cities.push(people(&world).await);
        }
        assert_eq!(cities[0].len(), 60);
        assert_eq!(cities[0], cities[1]);
        assert_ne!(cities[0], cities[2]);
    }

    async fn however_it_is_loaded_it_is_the_same_city_under_the_same_rules(world: World) {
        clear(&world).await;
        let before = rules(&world).await;
        assert_eq!(seed(&world, 2026, 1200).await, Ok(true));
        let (people_first, answers_first) = (people(&world).await, answers(&world).await);
        let rows_first = rows(&world).await;
        assert!(rows_first.iter().all(|rows| !rows.is_empty()));
        clear(&world).await;
        let (store, copies) = that_counts_copies(owner(&world));
        assert_eq!(seed_over(&store, 2026, 1200).await, Ok(true));
        assert_eq!(copies.load(Ordering::Relaxed) > 0, world.database.kind == Kind::Postgres);
        assert_eq!(rows(&world).await, rows_first);
        assert_eq!(people(&world).await, people_first);
        assert_eq!(answers(&world).await, answers_first);
        assert_eq!(rules(&world).await, before);
        assert_eq!(people_first.len(), 1200);
        if world.database.kind == Kind::Sqlite {
            let broken = world.database.rows("PRAGMA foreign_key_check").await;
            assert_eq!(broken.len(), 0);
        }
    }

    async fn a_small_city_is_the_beginning_of_a_large_one(world: World) {
        clear(&world).await;
        assert_eq!(seed(&world, 2026, 500).await, Ok(true));
        let small: BTreeSet<_> = people(&world).await.into_iter().collect();
        clear(&world).await;
        assert_eq!(seed(&world, 2026, 1100).await, Ok(true));
        let large: BTreeSet<_> = people(&world).await.into_iter().collect();
        assert_eq!((small.len(), large.len()), (500, 1100));
        assert!(small.is_subset(&large));
    }

    async fn behind_the_wall_nothing_is_copied(world: World) {
        clear(&world).await;
        let (store, copies) = that_counts_copies(world.store.clone());
        assert_eq!(seed_over(&store, 2026, 60).await, Ok(true));
        assert_eq!(copies.load(Ordering::Relaxed), 0);
    }

    async fn a_load_that_is_refused_leaves_nothing_and_can_be_begun_again(world: World) {
        clear(&world).await;
        let (before, store) = (world.database.snapshot().await, owner(&world));
        refuse_persons(&world, true).await;
        let refused = seed_over(&store, 2026, 60).await;
        assert!(matches!(refused, Err(domain::Error::Internal { .. })), "{refused:?}");
        refuse_persons(&world, false).await;
        assert_eq!(world.database.snapshot().await, before);
        assert_eq!(seed_over(&store, 2026, 60).await, Ok(true));
        assert_eq!(people(&world).await.len(), 60);
    }

    async fn an_interrupted_load_leaves_nothing_and_can_be_begun_again(world: World) {
        clear(&world).await;
        let (before, rules_before) = (world.database.snapshot().await, rules(&world).await);
        for store in [world.store.clone(), owner(&world)] {
            let request = DemoRequest {
                persons: 3000,
                seed: 2026,
                districts: config().districts.clone(),
                city: "Budapest Főváros".to_owned(),
            };
            let broken = seed_demo(&store, request, |loading| {
                assert_ne!(loading, Loading::Persons(1500), "the load breaks off here");
            });
            assert!(matches!(broken.await, Err(domain::Error::Internal { .. })));
            assert_eq!(world.database.snapshot().await, before);
            assert_eq!(rules(&world).await, rules_before);
        }
        assert_eq!(seed(&world, 2026, 600).await, Ok(true));
        assert_eq!(people(&world).await.len(), 600);
    }

    async fn people_of_a_load_are_found_like_those_who_were_registered(world: World) {
        clear(&world).await;
        seed_as_owner(&world, 2026, 1200).await.unwrap();
        let token = world.sign_in(SUPERVISOR, DEMO_PASSWORD, None).await.unwrap();
        let caller = world.caller(&token).await.unwrap();
        let loaded = world.database.texts(
            "SELECT p.family_name || ' ' || p.given_name || '|' || c.number FROM cases AS c \
             JOIN persons AS p ON p.id = c.person_id \
             JOIN districts AS d ON d.id = c.district_id WHERE d.number = 8 ORDER BY 1",
        );
        let loaded = loaded.await;
        let listed = world.store.unit(caller.clone(), "test", |unit| async move {
            let request = domain::cases::ListQuery {
                whose: domain::cases::Whose::All,
                ..Default::default()
            };
            services::cases::list_cases(&unit, &request).await
        });
        assert_eq!(exactly(&listed.await.unwrap()), Some(loaded.len() as u64));
        assert!(loaded.len() > 20);
        for person in loaded {
            let (name, number) = person.split_once('|').unwrap();
            for asked in [name.to_owned(), number.to_owned()] {
                let found = world.store.unit(caller.clone(), "test", |unit| async move {
                    services::cases::search_persons(&unit, &asked).await
                });
                let found = found.await.unwrap();
                let same = |hit: &PersonHit| {
                    hit.number.as_ref().is_some_and(|found| found.as_str() == number)
                };
                assert!(found.more || found.hits.iter().any(same), "{person}");
            }
        }
    }

    async fn every_district_has_cases_and_every_answer_fits_its_form(world: World) {
        clear(&world).await;
        seed(&world, 2026, PERSONS).await.unwrap();
        let districts = world.database.texts(
            "SELECT DISTINCT d.roman FROM cases AS c JOIN districts AS d ON d.id = c.district_id",
        );
        assert_eq!(districts.await.len(), 23);
        let numbers: BTreeSet<_> = world
            .database
            .texts("SELECT number FROM cases")
            .await
            .into_iter()
            .collect();
        assert_eq!(numbers.len(), PERSONS as usize);
        assert!(
            numbers
                .iter()
                .all(|number| CaseNumber::parse(number).is_some())
        );
        let rows = answers_row::Entity::find()
            .all(&world.database.owner)
            .await
            .unwrap();
        assert!(rows.len() > PERSONS as usize);
        let today = wall_day(services::source::Clock::now(&*world.clock));
        for row in rows {
            let form = world.store.catalog().form(&row.form).unwrap();
            let answers = Answers::from_json(form, &row.document);
            assert_eq!(answers.to_json(), row.document);
            let typed = answers.to_inputs();
            let setting = Setting::on(today);
            let none = Answers::default();
            let edited = edit(form, &setting, &none, &typed, |_| FieldAccess::Write);
            assert_eq!(edited.problems, []);
            assert_eq!(edited.answers, answers);
        }
    }

    async fn seeding_a_second_time_changes_nothing(world: World) {
        clear(&world).await;
        assert_eq!(seed(&world, 2026, 60).await, Ok(true));
        let before = world.database.snapshot().await;
        assert_eq!(seed(&world, 7, 60).await, Ok(false));
        assert_eq!(world.database.snapshot().await, before);
    }

    async fn the_people_of_the_demonstration_sign_in_and_find_their_cases(world: World) {
        clear(&world).await;
        seed(&world, 2026, PERSONS).await.unwrap();
        for account in [
            "caseworker1.d08",
            "supervisor2.d23",
            "helpdesk.d01",
            "admin.d08",
            "dpo",
            "admin",
        ] {
            world.sign_in(account, DEMO_PASSWORD, None).await.unwrap();
        }
        let token = world
            .sign_in(SUPERVISOR, DEMO_PASSWORD, None)
            .await
            .unwrap();
        let caller = world.caller(&token).await.unwrap();
        let listed = world.store.unit(caller, "test", |unit| async move {
            let request = domain::cases::ListQuery {
                whose: domain::cases::Whose::All,
                ..Default::default()
            };
            let page = services::cases::list_cases(&unit, &request).await?;
            for case in page.cases.iter().take(3) {
                services::cases::read_case(&unit, &case.number).await?;
                services::cases::read_history(&unit, &case.number).await?;
            }
            Ok(crate::support::exactly(&page).unwrap_or_default())
        });
        let there = world.database.texts(
            "SELECT c.number FROM cases AS c JOIN districts AS d ON d.id = c.district_id WHERE d.number = 8",
        );
        assert_eq!(listed.await.unwrap(), there.await.len() as u64);
    }
}
