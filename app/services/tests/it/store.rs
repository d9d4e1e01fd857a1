//! A unit of work ends whole or not at all.

use std::{sync::Arc, time::Duration};

use domain::{Error, cases::Whose};
use services::{Unit, cases::register_person};
use testkit::{PASSWORD, on_both_databases};
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

on_both_databases! {
    async fn a_client_that_hangs_up_does_not_stop_the_work(world: World) {
        let caller = world.actor(WORKER).await;
        let (started, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let request = {
            let (store, started, go) = (world.store.clone(), started.clone(), go.clone());
            tokio::spawn(async move {
                let work = async move |unit: Unit| {
                    register_person(&unit, &somebody()).await?;
                    started.notify_one();
                    go.notified().await;
                    Ok(())
                };
                store.unit(caller, "test", |unit| async move { work(unit).await }).await
            })
        };
        started.notified().await;
        request.abort();
        assert!(request.await.unwrap_err().is_cancelled());
        go.notify_one();
        for _ in 0..100 {
            if list(&world, WORKER, Whose::Mine).await.unwrap().total == 1 {
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
            register_person(&unit, &somebody()).await?;
            if unit.actor().is_ok() {
                panic!("on purpose");
            }
            Ok(())
        });
        let Err(Error::Internal { reference }) = answer.await else {
            panic!("no internal error");
        };
        assert!(domain::cases::CaseNumber::parse(&reference).is_some(), "{reference}");
        assert_eq!(world.database.snapshot().await, before);
        assert!(list(&world, WORKER, Whose::Mine).await.is_ok(), "the store works on");
    }

    async fn work_that_outlives_its_unit_is_rolled_back(world: World) {
        world.actor(WORKER).await;
        let before = world.database.snapshot().await;
        let kept = world.run(WORKER, |unit| async move {
            register_person(&unit, &somebody()).await?;
            Ok(unit.clone())
        });
        assert!(matches!(kept.await.err(), Some(Error::Internal { .. })));
        assert!(list(&world, WORKER, Whose::Mine).await.is_ok());
        let after = world.database.snapshot().await;
        assert_eq!(after.without(&["audit_events"]), before.without(&["audit_events"]));
    }

    async fn an_error_rolls_back_what_was_written_before_it(world: World) {
        world.actor(WORKER).await;
        let before = world.database.snapshot().await;
        let answer = world.run(WORKER, |unit| async move {
            register_person(&unit, &somebody()).await?;
            Err::<(), _>(Error::Malformed.into())
        });
        assert_eq!(answer.await, Err(Error::Malformed));
        assert_eq!(world.database.snapshot().await, before);
    }

    async fn requests_that_are_given_up_leave_no_transaction_behind(world: World) {
        let token = world.sign_in(WORKER, PASSWORD, None).await.unwrap();
        world.actor(WORKER).await;
        for micros in 0..300_u64 {
            let known = world.caller(&token);
            let _ = tokio::time::timeout(Duration::from_micros(micros * 7 % 1500), known).await;
        }
        for _ in 0..10 {
            assert!(world.caller(&token).await.is_some());
            list(&world, WORKER, Whose::Mine).await.unwrap();
        }
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
        assert_eq!(list(&world, WORKER, Whose::Mine).await.unwrap().total, 40);
    }

    async fn a_number_that_is_taken_is_drawn_again(world: World) {
        // The same chance from the beginning draws the same numbers.
        let first = world.register(WORKER, "Шевченко", "Олена").await;
        let world = world.with_roles(&[]).await;
        let world = world.with_roles(&[]).await;
        let second = world.register(NEIGHBOUR, "Коваль", "Марія").await;
        assert_ne!(first, second);
    }
}
