//! Making accounts.

use domain::{Error, ProblemCode};
use services::users::{NewAccount, add_account};
use testkit::on_both_databases;

use crate::support::*;

fn account(name: &str) -> NewAccount {
    NewAccount {
        account: name.to_owned(),
        display_name: "Kiss Anna".to_owned(),
        password: "long enough to be one".to_owned(),
        roles: vec!["caseworker".to_owned()],
        district: 8,
        team: Some("family".to_owned()),
    }
}

on_both_databases! {
    async fn a_new_account_signs_in_whatever_the_case_of_its_name(world: World) {
        let (made, left) =
            events_of(&world, add_account(&world.store, account("  Kiss.Anna "))).await;
        made.unwrap();
        assert_eq!(
            left.iter()
                .map(|event| event.action.as_str())
                .collect::<Vec<_>>(),
            ["administered"]
        );
        let token = world
            .sign_in("KISS.ANNA", "long enough to be one", None)
            .await
            .unwrap();
        let Some(services::Caller::Actor(actor)) = world.caller(&token).await else {
            panic!("nobody");
        };
        assert_eq!(
            (actor.account.as_str(), actor.display_name.as_str()),
            ("kiss.anna", "Kiss Anna")
        );
        assert_eq!((actor.roles.len(), actor.teams.len()), (1, 1));
    }

    async fn an_account_that_does_not_fit_is_refused_at_its_field(world: World) {
        let fresh = || account("kiss.anna");
        let wrong = [
            (
                "account",
                NewAccount {
                    account: "\0".into(),
                    ..fresh()
                },
            ),
            (
                "account",
                NewAccount {
                    account: " ".into(),
                    ..fresh()
                },
            ),
            (
                "account",
                NewAccount {
                    account: "a".repeat(101),
                    ..fresh()
                },
            ),
            (
                "account",
                NewAccount {
                    account: WORKER.to_uppercase(),
                    ..fresh()
                },
            ),
            (
                "display_name",
                NewAccount {
                    display_name: "Kiss\0Anna".into(),
                    ..fresh()
                },
            ),
            (
                "display_name",
                NewAccount {
                    display_name: " ".into(),
                    ..fresh()
                },
            ),
            (
                "display_name",
                NewAccount {
                    display_name: "a".repeat(1_000_000),
                    ..fresh()
                },
            ),
            (
                "password",
                NewAccount {
                    password: "short".into(),
                    ..fresh()
                },
            ),
            (
                "password",
                NewAccount {
                    password: "a".repeat(1_000_000),
                    ..fresh()
                },
            ),
            (
                "roles",
                NewAccount {
                    roles: vec!["caseworker".into(), "\0".into()],
                    ..fresh()
                },
            ),
            (
                "district",
                NewAccount {
                    district: 24,
                    ..fresh()
                },
            ),
            (
                "team",
                NewAccount {
                    team: Some("no such\0team".into()),
                    ..fresh()
                },
            ),
            (
                "team",
                NewAccount {
                    district: 0,
                    ..fresh()
                },
            ),
        ];
        let before = world.database.snapshot().await;
        for (field, new) in wrong {
            let Err(Error::Invalid { problems }) = add_account(&world.store, new).await else {
                panic!("{field}");
            };
            assert_eq!(problems[0].field, field);
            assert_ne!(problems[0].code, ProblemCode::UnknownField);
        }
        assert_eq!(world.database.snapshot().await, before);
    }
}
