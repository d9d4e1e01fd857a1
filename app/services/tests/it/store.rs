//! A unit of work ends whole or not at all.

use std::{
    collections::BTreeSet,
    future::poll_fn,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::Poll,
    time::Duration,
};

use domain::{
    Error,
    cases::{CaseNumber, Whose},
};
use sea_orm::{ConnectionTrait, Statement};
use services::{Caller, Store, Unit, cases::register_person, source::Entropy, store::connect};
use testkit::{Kind, PASSWORD, TestEntropy, World, on_both_databases, on_postgres};
use tokio::sync::Notify;

use crate::support::*;

fn somebody() -> domain::forms::Inputs {
    testkit::inputs(&[
        ("family_name", "Шевченко"),
        ("given_name", "Олена"),
        ("sex", "female"),
        ("citizenship", "ukrainian"),
    ])
}

/// How many connections to the world's database are open, but for the owner's.
async fn open_connections(world: &World) -> usize {
    if world.database.kind == Kind::Postgres {
        let others = "SELECT pid FROM pg_stat_activity \
            WHERE datname = current_database() AND usename = 'lanchid_runtime'";
        return world.database.rows(others).await.len();
    }
    // SQLite closes the database itself only when nobody in the process holds a lock on it.
    let path = world.database.url.trim_start_matches("sqlite:");
    let log = format!(
        "{}-wal",
        std::path::Path::new(path).file_name().unwrap().display()
    );
    let files = std::fs::read_dir("/proc/self/fd").unwrap().flatten();
    let links = files.filter_map(|file| std::fs::read_link(file.path()).ok());
    links.filter(|link| link.ends_with(&log)).count() - 1
}

/// Waits until it is so.
async fn until(so: impl AsyncFn() -> bool) {
    for _ in 0..100 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it never came to be");
}

on_both_databases! {
    async fn what_a_power_cut_could_take_is_told(world: World) {
        let mut lost = world.store.lost_in_a_power_cut().await.unwrap();
        lost.sort();
        match world.database.kind {
            Kind::Sqlite => assert_eq!(lost, [""; 0]),
            // The private cluster of the tests keeps nothing safe.
            Kind::Postgres => assert_eq!(lost, ["fsync = off", "full_page_writes = off", "synchronous_commit = off"]),
        }
    }

    async fn many_read_at_once_and_each_leaves_its_event(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let told = "SELECT address FROM audit_events WHERE action = 'case_read'";
        world.actor(WORKER).await;
        let reads = (0..40).map(|_| read(&world, WORKER, &number));
        for answer in futures::future::join_all(reads).await {
            assert_eq!(answer.unwrap().number, number);
        }
        assert_eq!(world.database.rows(told).await.len(), 40);
    }

    async fn whoever_comes_alone_gets_the_same_connection_each_time(world: World) {
        // SQLite counts what other connections than the one that asks have written.
        let told = match world.database.kind {
            Kind::Sqlite => "SELECT data_version AS told FROM pragma_data_version",
            Kind::Postgres => "SELECT pg_backend_pid() AS told",
        };
        let told = Statement::from_string(world.database.backend(), told);
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let mut all = BTreeSet::new();
        for turn in 0..30 {
            // Also while the end of the last transaction is sent by itself, as nobody came soon.
            tokio::time::sleep(Duration::from_micros(1_800 + 20 * turn)).await;
            read(&world, WORKER, &number).await.unwrap();
            let told = told.clone();
            let asked = world.store.reading(Caller::System, "test", |unit| async move {
                let row = unit.connection().query_one_raw(told).await?;
                Ok(row.unwrap().try_get::<i32>("", "told")?)
            });
            all.insert(asked.await.unwrap());
        }
        assert_eq!(all.len(), 1, "{all:?}");
    }

    async fn a_sweep_over_connections_ends_while_others_read_and_they_read_on(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let swept = AtomicBool::new(false);
        let reader = || async {
            while !swept.load(Ordering::Relaxed) {
                read(&world, WORKER, &number).await.unwrap();
            }
        };
        let sweeps = async {
            for _ in 0..20 {
                let sweep = world.store.end_unneeded_connections(Duration::from_mins(1));
                tokio::time::timeout(Duration::from_secs(5), sweep).await.expect("it goes on");
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            swept.store(true, Ordering::Relaxed);
        };
        let readers = futures::future::join_all((0..8).map(|_| reader()));
        tokio::join!(readers, sweeps);
    }

    async fn connections_that_nobody_needs_end(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let reads = (0..8).map(|_| read(&world, WORKER, &number));
        futures::future::join_all(reads).await;
        let before = open_connections(&world).await;

        world.store.end_unneeded_connections(Duration::from_mins(1)).await;
        assert_eq!(open_connections(&world).await, before, "they have not rested long");

        let opened = 1; // With this one the database was opened.
        let places = opened + match world.database.kind {
            Kind::Sqlite => 1,
            Kind::Postgres => 3, // Units of work, sessions, and events of reads.
        };
        assert!(before > places, "{before}");
        // Again and again: on one of them, the end of a reading may just be sent.
        until(async || {
            world.store.end_unneeded_connections(Duration::ZERO).await;
            open_connections(&world).await <= places
        })
        .await;
        read(&world, WORKER, &number).await.unwrap();
    }

    async fn a_store_closes_while_sessions_are_looked_up(world: World) {
        for _ in 0..20 {
            let db = connect(&world.database.url, 2).await.unwrap();
            let store = Store::new(db, world.store.catalog().clone());
            let looking_up = (0..8).map(|number| {
                let store = store.clone();
                tokio::spawn(async move {
                    let limits = domain::users::SessionLimits::default();
                    store.look_up(&format!("nobody's {number}"), limits, None).await
                })
            });
            let looking_up: Vec<_> = looking_up.collect();
            tokio::task::yield_now().await;
            let closed = tokio::time::timeout(Duration::from_secs(5), store.close()).await;
            assert!(closed.is_ok(), "a connection in use keeps the store open");
            for answer in looking_up {
                let answer = answer.await.unwrap();
                assert!(matches!(answer, Ok(None) | Err(Error::Unavailable)), "{answer:?}");
            }
        }
    }

    async fn a_reading_changes_nothing(world: World) {
        if world.database.kind == Kind::Sqlite {
            return; // Nothing but PostgreSQL can be told that a transaction only reads.
        }
        let before = world.database.snapshot().await;
        let written = world
            .read(WORKER, |unit| async move {
                register_person(&unit, &somebody(), "").await
            })
            .await;
        assert!(matches!(written, Err(Error::Internal { .. })), "{written:?}");
        let after = world.database.snapshot().await;
        assert_eq!(after.count("persons"), before.count("persons"));
    }

    async fn a_client_that_hangs_up_does_not_stop_the_work(world: World) {
        let caller = world.actor(WORKER).await;
        let (started, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let request = {
            let (store, started, go) = (world.store.clone(), started.clone(), go.clone());
            tokio::spawn(async move {
                let work = async move |unit: Unit| {
                    register_person(&unit, &somebody(), "").await?;
                    started.notify_one();
                    go.notified().await;
                    Ok(())
                };
                store
                    .unit(caller, "test", |unit| async move { work(unit).await })
                    .await
            })
        };
        started.notified().await;
        request.abort();
        assert!(request.await.unwrap_err().is_cancelled());
        go.notify_one();
        for _ in 0..100 {
            if exactly(&list(&world, WORKER, Whose::Mine).await.unwrap()) == Some(1) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the work was not brought to its end");
    }

    async fn a_panic_rolls_back_and_answers_with_a_reference(world: World) {
        world.actor(WORKER).await;
        let before = world.database.snapshot().await;
        let answer = world.run(WORKER, |unit| async move {
            register_person(&unit, &somebody(), "").await?;
            assert!(unit.actor().is_err(), "on purpose");
            Ok(())
        });
        let Err(Error::Internal { reference }) = answer.await else {
            panic!("no internal error");
        };
        assert!(CaseNumber::parse(&reference).is_some(), "{reference}");
        assert_eq!(world.database.snapshot().await, before);
        assert!(
            list(&world, WORKER, Whose::Mine).await.is_ok(),
            "the store works on"
        );
    }

    async fn work_that_outlives_its_unit_is_rolled_back(world: World) {
        world.actor(WORKER).await;
        let before = world.database.snapshot().await;
        let kept = world.run(WORKER, |unit| async move {
            register_person(&unit, &somebody(), "").await?;
            Ok(unit.clone())
        });
        assert!(matches!(kept.await.err(), Some(Error::Internal { .. })));
        assert!(list(&world, WORKER, Whose::Mine).await.is_ok());
        let after = world.database.snapshot().await;
        assert_eq!(
            after.without(&["audit_events"]),
            before.without(&["audit_events"])
        );
    }

    async fn an_error_rolls_back_what_was_written_before_it(world: World) {
        world.actor(WORKER).await;
        let before = world.database.snapshot().await;
        let answer = world.run(WORKER, |unit| async move {
            register_person(&unit, &somebody(), "").await?;
            Err::<(), _>(Error::Malformed.into())
        });
        assert_eq!(answer.await, Err(Error::Malformed));
        assert_eq!(world.database.snapshot().await, before);
    }

    async fn requests_that_are_given_up_leave_no_transaction_behind(world: World) {
        let token = world.sign_in(WORKER, PASSWORD, None).await.unwrap();
        world.actor(WORKER).await;
        for steps in 0..60 {
            let mut request = Box::pin(world.caller(&token));
            let mut left = steps;
            poll_fn(|context| {
                if left == 0 {
                    return Poll::Ready(());
                }
                left -= 1;
                request.as_mut().poll(context).map(drop)
            })
            .await;
            drop(request);
            let mut patience = 100;
            while open_transactions(&world).await > 0 {
                assert!(patience > 0, "given up after {steps} steps");
                patience -= 1;
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
        let world = Arc::new(world);
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let (world, token) = (world.clone(), token.clone());
            tasks.spawn(async move {
                assert!(world.caller(&token).await.is_some());
                list(&world, WORKER, Whose::Mine).await.unwrap();
            });
        }
        tasks.join_all().await;
    }

    async fn many_at_once_all_get_their_turn(world: World) {
        world.actor(WORKER).await;
        let world = Arc::new(world);
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..40 {
            let world = world.clone();
            tasks.spawn(async move { world.register(WORKER, "Шевченко", "Олена").await });
        }
        let mut numbers = tasks.join_all().await;
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), 40);
        assert_eq!(exactly(&list(&world, WORKER, Whose::Mine).await.unwrap()), Some(40));
    }

    async fn a_number_that_is_taken_in_any_district_is_drawn_again(world: World) {
        let entropy = Arc::new(Repeating {
            chance: TestEntropy::seeded(9),
            draws: AtomicU64::new(0),
        });
        let db = connect(&world.database.url, 2).await.unwrap();
        let catalog = world.store.catalog().clone();
        let store = Store::with_sources(db, catalog, world.clock.clone(), entropy);
        for (account, draw) in [(WORKER, 0), (NEIGHBOUR, 1), (COLLEAGUE, 2)] {
            let caller = world.actor(account).await;
            let registered = store.unit(caller, "test", |unit| async move {
                register_person(&unit, &somebody(), "").await
            });
            assert_eq!(
                registered.await.unwrap().number,
                CaseNumber::from_random(draw)
            );
        }
        store.close().await;
    }
}

/// How many transactions of the process PostgreSQL still holds open. SQLite does not tell, but
/// refuses to begin another in one.
async fn open_transactions(world: &World) -> usize {
    if world.database.kind == Kind::Sqlite {
        return 0;
    }
    let db = connect(&world.database.url, 1).await.unwrap();
    let held = Statement::from_string(
        world.database.backend(),
        "SELECT 'open' FROM pg_stat_activity WHERE datname = current_database() \
         AND usename = current_user AND state LIKE 'idle in transaction%'",
    );
    let held = db.query_all_raw(held).await.unwrap().len();
    db.close().await.unwrap();
    held
}

/// Draws every number twice.
struct Repeating {
    chance: TestEntropy,
    draws: AtomicU64,
}

impl Entropy for Repeating {
    fn fill(&self, bytes: &mut [u8]) {
        match <&mut [u8; 8]>::try_from(&mut *bytes) {
            Ok(number) => *number = (self.draws.fetch_add(1, Ordering::Relaxed) / 2).to_le_bytes(),
            Err(_) => self.chance.fill(bytes),
        }
    }
}

on_postgres! {
    async fn whoever_asks_while_connections_are_cut_is_told_to_ask_again(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let seen = read(&world, WORKER, &number).await.unwrap();
        let db = connect(&world.database.url, 1).await.unwrap();
        let cut = Statement::from_string(
            db.get_database_backend(),
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user \
             AND datname = current_database() AND pid <> pg_backend_pid()",
        );
        for _ in 0..3 {
            assert!(!db.query_all_raw(cut.clone()).await.unwrap().is_empty());
            let mut told_to_wait = 0;
            loop {
                match read(&world, WORKER, &number).await {
                    Ok(again) => break assert_eq!(again.number, seen.number),
                    Err(Error::Unavailable) => told_to_wait += 1,
                    Err(other) => panic!("{other:?}"),
                }
                assert!(told_to_wait < 10, "the connections do not come back");
            }
            assert!(world.store.ping().await.is_ok());
        }
        db.close().await.unwrap();
    }
}
