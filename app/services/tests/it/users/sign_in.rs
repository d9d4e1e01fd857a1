//! Signing in tells nobody which accounts there are.

use domain::{Error, ProblemCode};
use services::users::SignIn;
use testkit::{PASSWORD, on_both_databases};

use crate::support::*;

fn wrong() -> Error {
    Error::invalid("password", ProblemCode::WrongNameOrPassword)
}

on_both_databases! {
    async fn name_and_password_open_a_session(world: World) {
        let token = world
            .sign_in(WORKER, PASSWORD, Some("192.0.2.7"))
            .await
            .unwrap();
        assert_eq!(token.len(), 64);
        let Some(services::Caller::Actor(actor)) = world.caller(&token).await else {
            panic!("nobody");
        };
        assert_eq!(actor.account, WORKER);
        let stored = world
            .database
            .texts("SELECT token_hash FROM sessions")
            .await;
        assert!(
            stored.iter().all(|hash| *hash != token),
            "only its hash is stored"
        );
    }

    async fn a_wrong_name_a_wrong_password_and_a_closed_account_answer_alike(world: World) {
        world
            .database
            .execute(&format!(
                "UPDATE users SET active = false WHERE account = '{COLLEAGUE}'"
            ))
            .await;
        for (account, password) in [
            (WORKER, "not the password"),
            ("nobody.d08", PASSWORD),
            (COLLEAGUE, PASSWORD),
            (WORKER, ""),
            ("", PASSWORD),
            ("\0", PASSWORD),
            ("a\u{7}b", "\0"),
        ] {
            assert_eq!(
                world.sign_in(account, password, None).await,
                Err(wrong()),
                "{account:?}"
            );
        }
        let long = "a".repeat(1_000_000);
        assert_eq!(world.sign_in(&long, &long, None).await, Err(wrong()));
        assert_eq!(world.sign_in(WORKER, &long, None).await, Err(wrong()));
    }

    async fn a_wrong_password_and_an_unknown_name_leave_the_same_traces(world: World) {
        let mut traces = Vec::new();
        for account in [WORKER, "nobody.d08"] {
            let (_, left) = events_of(&world, world.sign_in(account, "wrong", None)).await;
            traces.push(
                left.into_iter()
                    .map(|event| (event.district_id, event.action))
                    .collect::<Vec<_>>(),
            );
        }
        assert_eq!(traces[0], traces[1]);
    }

    async fn signing_in_again_ends_the_session_that_the_browser_held(world: World) {
        let old = world.sign_in(WORKER, PASSWORD, None).await.unwrap();
        let elsewhere = world.sign_in(WORKER, PASSWORD, None).await.unwrap();
        let again = SignIn {
            account: WORKER.to_owned(),
            password: PASSWORD.to_owned(),
            address: None,
            agent: Some("Mozilla/5.0 ".repeat(1000)),
            old_token: Some(old.clone()),
        };
        let new = world.store.sign_in(again).await.unwrap().token;
        assert_ne!(new, old);
        assert!(world.caller(&old).await.is_none());
        assert!(world.caller(&new).await.is_some());
        assert!(world.caller(&elsewhere).await.is_some());
    }

    async fn a_failed_sign_in_leaves_the_old_session_alone(world: World) {
        let old = world.sign_in(WORKER, PASSWORD, None).await.unwrap();
        let attempt = SignIn {
            account: WORKER.to_owned(),
            password: "wrong".to_owned(),
            address: None,
            agent: None,
            old_token: Some(old.clone()),
        };
        assert!(world.store.sign_in(attempt).await.is_err());
        assert!(world.caller(&old).await.is_some());
    }
}
