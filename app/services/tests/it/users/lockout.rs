//! Guessing passwords gets slower and slower.

use chrono::TimeDelta;
use domain::Error;
use testkit::{PASSWORD, World, on_both_databases};
use tokio::task::JoinSet;

use crate::support::*;

async fn fail(world: &World, times: usize, account: &str, address: Option<&str>) {
    for _ in 0..times {
        let answer = world.sign_in(account, "wrong", address).await;
        assert!(matches!(answer, Err(Error::Invalid { .. })), "{answer:?}");
    }
}

fn wait_of(answer: &domain::Result<String>) -> Option<u32> {
    match answer {
        Err(Error::TooMany {
            retry_after_seconds,
        }) => Some(*retry_after_seconds),
        _ => None,
    }
}

on_both_databases! {
    async fn five_failures_lock_an_account_until_time_has_passed(world: World) {
        fail(&world, 5, WORKER, None).await;
        assert_eq!(
            wait_of(&world.sign_in(WORKER, PASSWORD, None).await),
            Some(30)
        );
        assert!(
            world.sign_in(COLLEAGUE, PASSWORD, None).await.is_ok(),
            "others go on"
        );
        world.clock.advance(TimeDelta::seconds(29));
        assert_eq!(
            wait_of(&world.sign_in(WORKER, PASSWORD, None).await),
            Some(1)
        );
        world.clock.advance(TimeDelta::seconds(1));
        assert!(world.sign_in(WORKER, PASSWORD, None).await.is_ok());
        fail(&world, 4, WORKER, None).await;
        assert!(
            world.sign_in(WORKER, PASSWORD, None).await.is_ok(),
            "counting began anew"
        );
    }

    async fn waiting_doubles_with_each_further_failure(world: World) {
        fail(&world, 5, WORKER, None).await;
        for wait in [30, 60, 120, 240, 480, 900, 900] {
            assert_eq!(
                wait_of(&world.sign_in(WORKER, "wrong", None).await),
                Some(wait)
            );
            world.clock.advance(TimeDelta::seconds(i64::from(wait)));
            fail(&world, 1, WORKER, None).await;
        }
    }

    async fn a_name_without_an_account_is_locked_alike(world: World) {
        fail(&world, 5, "nobody.d08", None).await;
        assert_eq!(
            wait_of(&world.sign_in("nobody.d08", "wrong", None).await),
            Some(30)
        );
        assert_eq!(
            wait_of(&world.sign_in(" NOBODY.d08", "wrong", None).await),
            Some(30)
        );
    }

    async fn fifty_failures_lock_an_address_whatever_the_names(world: World) {
        for place in 0..50 {
            fail(&world, 1, &format!("guess{place}"), Some("192.0.2.7")).await;
        }
        assert_eq!(
            wait_of(&world.sign_in(WORKER, PASSWORD, Some("192.0.2.7")).await),
            Some(30)
        );
        assert!(
            world
                .sign_in(WORKER, PASSWORD, Some("192.0.2.8"))
                .await
                .is_ok()
        );
        world.clock.advance(TimeDelta::seconds(30));
        assert!(
            world
                .sign_in(WORKER, PASSWORD, Some("192.0.2.7"))
                .await
                .is_ok()
        );
    }

    async fn an_address_that_has_to_wait_locks_no_account(world: World) {
        for place in 0..50 {
            fail(&world, 1, &format!("guess{place}"), Some("192.0.2.7")).await;
        }
        for _ in 0..9 {
            assert!(wait_of(&world.sign_in(WORKER, "wrong", Some("192.0.2.7")).await).is_some());
        }
        assert!(
            world
                .sign_in(WORKER, PASSWORD, Some("192.0.2.8"))
                .await
                .is_ok()
        );
    }

    async fn guesses_made_at_the_same_time_do_not_slip_past_the_limit(world: World) {
        let mut guesses = JoinSet::new();
        for _ in 0..20 {
            let store = world.store.clone();
            guesses.spawn(async move {
                let guess = services::users::SignIn {
                    account: WORKER.to_owned(),
                    password: "wrong".to_owned(),
                    address: Some("192.0.2.7".to_owned()),
                    agent: None,
                    old_token: None,
                };
                store.sign_in(guess).await.map(|signed_in| signed_in.token)
            });
        }
        let answers = guesses.join_all().await;
        let looked_at = answers
            .iter()
            .filter(|answer| matches!(answer, Err(Error::Invalid { .. })));
        assert_eq!(looked_at.count(), 5, "{answers:?}");
        let locked = answers.iter().filter_map(wait_of);
        assert_eq!(locked.count(), 15);
    }

    async fn signing_in_many_times_at_once_is_no_failure(world: World) {
        let mut attempts = JoinSet::new();
        for place in 0..24 {
            let store = world.store.clone();
            attempts.spawn(async move {
                let attempt = services::users::SignIn {
                    account: [WORKER, COLLEAGUE, SUPERVISOR, HELPDESK, SHELTER, ADMIN][place % 6]
                        .to_owned(),
                    password: PASSWORD.to_owned(),
                    address: Some("192.0.2.7".to_owned()),
                    agent: None,
                    old_token: None,
                };
                store
                    .sign_in(attempt)
                    .await
                    .map(|signed_in| signed_in.token)
            });
        }
        for answer in attempts.join_all().await {
            answer.unwrap();
        }
    }
}
