//! How long a session lives, and how it ends.

use chrono::TimeDelta;
use domain::{districts::District, users::Offers};
use services::{Caller, users};
use testkit::{PASSWORD, World, on_both_databases};

use crate::support::*;

async fn is_alive(world: &World, token: &str) -> bool {
    world.caller(token).await.is_some()
}

on_both_databases! {
    async fn a_session_ends_after_an_hour_without_a_request(world: World) {
        let token = world.sign_in(WORKER, PASSWORD, None).await.unwrap();
        world.clock.advance(TimeDelta::minutes(59));
        assert!(is_alive(&world, &token).await);
        world.clock.advance(TimeDelta::minutes(59));
        assert!(is_alive(&world, &token).await, "the request before counted");
        world.clock.advance(TimeDelta::minutes(60));
        assert!(!is_alive(&world, &token).await);
        world.clock.advance(TimeDelta::minutes(-30));
        assert!(
            is_alive(&world, &token).await,
            "asking does not prolong what has ended"
        );
    }

    async fn a_session_ends_after_twelve_hours_however_busy(world: World) {
        let token = world.sign_in(WORKER, PASSWORD, None).await.unwrap();
        for _ in 0..23 {
            world.clock.advance(TimeDelta::minutes(30));
            assert!(is_alive(&world, &token).await);
        }
        world.clock.advance(TimeDelta::minutes(30));
        assert!(!is_alive(&world, &token).await);
    }

    async fn signing_out_ends_this_session_and_no_other(world: World) {
        let here = world.sign_in(WORKER, PASSWORD, None).await.unwrap();
        let there = world.sign_in(WORKER, PASSWORD, None).await.unwrap();
        let caller = world.caller(&here).await.unwrap();
        let out = world.store.unit(caller, "test", |unit| async move {
            users::sign_out(&unit).await
        });
        out.await.unwrap();
        assert!(!is_alive(&world, &here).await);
        assert!(is_alive(&world, &there).await);
    }

    async fn signing_out_everywhere_ends_all_sessions_of_this_user_alone(world: World) {
        let here = world.sign_in(WORKER, PASSWORD, None).await.unwrap();
        let there = world.sign_in(WORKER, PASSWORD, None).await.unwrap();
        let colleagues = world.sign_in(COLLEAGUE, PASSWORD, None).await.unwrap();
        let caller = world.caller(&here).await.unwrap();
        let out = world.store.unit(caller, "test", |unit| async move {
            users::sign_out_everywhere(&unit).await
        });
        out.await.unwrap();
        assert!(!is_alive(&world, &here).await && !is_alive(&world, &there).await);
        assert!(is_alive(&world, &colleagues).await);
    }

    async fn a_user_who_is_made_inactive_is_out_at_once(world: World) {
        let token = world.sign_in(WORKER, PASSWORD, None).await.unwrap();
        world
            .database
            .execute(&format!(
                "UPDATE users SET active = false WHERE account = '{WORKER}'"
            ))
            .await;
        assert!(!is_alive(&world, &token).await);
        assert!(world.sign_in(WORKER, PASSWORD, None).await.is_err());
    }

    async fn a_token_from_nowhere_opens_nothing(world: World) {
        let hash = world
            .database
            .texts("SELECT token_hash FROM sessions")
            .await;
        for token in ["", "\0", "0", &"f".repeat(64), &"a".repeat(1_000_000)] {
            assert!(!is_alive(&world, token).await);
        }
        world.sign_in(WORKER, PASSWORD, None).await.unwrap();
        for token in hash.into_iter().chain(
            world
                .database
                .texts("SELECT token_hash FROM sessions")
                .await,
        ) {
            assert!(!is_alive(&world, &token).await, "nor does a stolen hash");
        }
    }

    async fn the_profile_offers_what_the_roles_allow(world: World) {
        let profile = |account: &'static str| {
            world.run(account, |unit| async move { users::profile(&unit).await })
        };
        let seen = profile(SHELTER).await.unwrap();
        assert_eq!(
            (seen.account.as_str(), seen.roles[0].en.as_str()),
            (SHELTER, "Shelter operator")
        );
        assert_eq!(District::full_name(&seen.district), "VIII. Józsefváros");
        assert_eq!(
            seen.may,
            Offers {
                read_cases: true,
                all_cases_first: true,
                search_persons: true,
                hand_over: true,
                see_shelters: true,
                ..Offers::default()
            }
        );
        let seen = profile("dpo").await.unwrap();
        assert_eq!(
            (seen.district.full_name().as_str(), seen.may),
            (
                "Budapest Főváros",
                Offers {
                    watch_consents: true,
                    ..Offers::default()
                }
            )
        );
        let nobody = world.store.unit(Caller::Door, "test", |unit| async move {
            users::profile(&unit).await
        });
        assert_eq!(nobody.await, Err(domain::Error::SignInNeeded));
    }
}
