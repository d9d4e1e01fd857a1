//! Whatever is done leaves exactly its event, in the transaction that it describes; and events are
//! sealed, so that whatever is done to them is found.

pub(crate) mod chain;
mod damage;
mod sealing;

use domain::{audit::AuditAction, cases::Whose};
use sea_orm::prelude::Uuid;
use serde_json::json;
use services::{audit::entity::Model, cases, users};
use testkit::{Kind, PASSWORD, World, inputs, on_both_databases};

use crate::support::*;

pub(crate) use chain::seal;

fn only(events: Vec<Model>, action: AuditAction) -> Model {
    let codes: Vec<_> = events.iter().map(|event| event.action.clone()).collect();
    assert_eq!(codes, [action.code()]);
    events.into_iter().next().unwrap()
}

async fn id_of(world: &World, table: &str) -> Vec<Uuid> {
    let rows = world
        .database
        .rows(&format!("SELECT id FROM {table} ORDER BY id"))
        .await;
    rows.iter()
        .map(|row| row.try_get("", "id").unwrap())
        .collect()
}

/// From now on no audit event can be written.
async fn break_audit(world: &World) {
    match world.database.kind {
        Kind::Sqlite => {
            let trigger = "CREATE TRIGGER broken BEFORE INSERT ON audit_events \
                           BEGIN SELECT RAISE(ABORT, 'no audit today'); END";
            world.database.execute(trigger).await;
        }
        Kind::Postgres => {
            let function = "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS \
                            $$ BEGIN RAISE EXCEPTION 'no audit today'; END $$";
            world.database.execute(function).await;
            let trigger = "CREATE TRIGGER broken BEFORE INSERT ON audit_events \
                           FOR EACH ROW EXECUTE FUNCTION broken()";
            world.database.execute(trigger).await;
        }
    }
}

on_both_databases! {
    async fn every_use_case_leaves_its_event(world: World) {
        world.actor(WORKER).await;
        let (number, left) = events_of(&world, world.register(WORKER, "Шевченко", "Олена")).await;
        let event = only(left, AuditAction::CaseRegistered);
        let case = id_of(&world, "cases").await[0];
        assert_eq!(event.case_id, Some(case));
        assert_eq!(
            (event.actor_name.as_str(), event.roles.as_str()),
            (WORKER, "caseworker")
        );
        assert_eq!(
            event.details["changed"]["given_name"],
            json!([null, "Олена"])
        );

        let (_, left) = events_of(
            &world,
            save(&world, WORKER, &number, "contact", 0, &CONTACT),
        )
        .await;
        let event = only(left, AuditAction::AnswersSaved);
        assert_eq!(event.case_id, Some(case));
        assert_eq!(event.details["form"], "contact");
        assert_eq!(
            event.details["changed"]["phone"],
            json!([null, "+380671234567"])
        );

        let (_, left) = events_of(&world, read(&world, WORKER, &number)).await;
        assert_eq!(only(left, AuditAction::CaseRead).case_id, Some(case));
        let (_, left) = events_of(&world, open(&world, WORKER, &number, "identity")).await;
        assert_eq!(only(left, AuditAction::FormOpened).case_id, Some(case));
        let (_, left) = events_of(&world, history(&world, WORKER, &number)).await;
        assert_eq!(only(left, AuditAction::HistoryRead).case_id, Some(case));
    }

    async fn lists_and_searches_name_the_ids_that_they_returned(world: World) {
        world.register(WORKER, "Шевченко", "Олена").await;
        world.register(WORKER, "Коваль", "Марія").await;
        world.register(NEIGHBOUR, "Шевченко", "Петро").await;
        let district = world
            .database
            .texts("SELECT account FROM users WHERE account = 'dpo'")
            .await;
        assert_eq!(district.len(), 1);

        let (page, left) = events_of(&world, list(&world, WORKER, Whose::All)).await;
        let event = only(left, AuditAction::CasesListed);
        assert_eq!(
            event.details["cases"].as_array().unwrap().len(),
            page.unwrap().cases.len()
        );
        let cases = id_of(&world, "cases").await;
        for id in event.details["cases"].as_array().unwrap() {
            let id: Uuid = id.as_str().unwrap().parse().unwrap();
            assert!(cases.contains(&id));
        }

        let (_, left) = events_of(&world, search(&world, WORKER, "шевченко")).await;
        let event = only(left, AuditAction::PersonsSearched);
        assert_eq!(event.details["query"], "шевченко");
        let ids = event.details["persons"].as_array().unwrap();
        assert_eq!(ids.len(), 1);
        let id: Uuid = ids[0].as_str().unwrap().parse().unwrap();
        assert!(id_of(&world, "persons").await.contains(&id));
    }

    async fn signing_in_and_out_leaves_events_with_the_address(world: World) {
        let signing_in = world.sign_in(WORKER, PASSWORD, Some("192.0.2.7"));
        let (token, left) = events_of(&world, signing_in).await;
        let event = only(left, AuditAction::SignedIn);
        assert_eq!(event.address.as_deref(), Some("192.0.2.7"));
        assert_eq!(event.details["account"], WORKER);

        let (_, left) = events_of(&world, world.sign_in(WORKER, "wrong", Some("192.0.2.7"))).await;
        assert_eq!(
            only(left, AuditAction::SignInFailed).details["account"],
            WORKER
        );
        let (_, left) = events_of(&world, world.sign_in("nobody", "wrong", None)).await;
        assert_eq!(
            only(left, AuditAction::SignInFailed).details["account"],
            "nobody"
        );

        let caller = world.caller(&token.unwrap()).await.unwrap();
        let out = world.store.unit(caller, "test", |unit| async move {
            users::sign_out(&unit).await
        });
        let (_, left) = events_of(&world, out).await;
        only(left, AuditAction::SignedOut);

        world.actor(COLLEAGUE).await;
        let out = world.run(COLLEAGUE, |unit| async move {
            users::sign_out_everywhere(&unit).await
        });
        let (_, left) = events_of(&world, out).await;
        only(left, AuditAction::SignedOutEverywhere);
    }

    async fn a_locked_sign_in_leaves_its_event(world: World) {
        for _ in 0..5 {
            let _ = world.sign_in(WORKER, "wrong", None).await;
        }
        let (_, left) = events_of(&world, world.sign_in(WORKER, PASSWORD, None)).await;
        assert_eq!(
            only(left, AuditAction::SignInLocked).details["account"],
            WORKER
        );
    }

    async fn a_refusal_leaves_its_event_and_nothing_else(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        for account in [SHELTER, HELPDESK, NEIGHBOUR] {
            world.actor(account).await;
        }
        let before = world.database.snapshot().await;
        let (_, left) = events_of(
            &world,
            register(&world, SHELTER, inputs(&[("sex", "male")])),
        )
        .await;
        let event = only(left, AuditAction::Refused);
        assert_eq!(
            event.details,
            json!({"purpose": "test", "reason": "permission_missing"})
        );
        assert_eq!(event.actor_name, SHELTER);
        let (_, left) = events_of(&world, save(&world, HELPDESK, &number, "arrival", 0, &[])).await;
        assert_eq!(
            only(left, AuditAction::Refused).details["reason"],
            "form_closed"
        );
        let (_, left) = events_of(&world, read(&world, NEIGHBOUR, &number)).await;
        let event = only(left, AuditAction::Refused);
        assert_eq!(
            (event.details["reason"].as_str(), event.case_id),
            (Some("not_found"), None)
        );
        let after = world.database.snapshot().await;
        let audit = ["audit_events"];
        assert_eq!(after.without(&audit), before.without(&audit));
    }

    async fn input_that_does_not_fit_leaves_no_event(world: World) {
        world.actor(WORKER).await;
        let before = world.database.snapshot().await;
        assert!(
            register(&world, WORKER, inputs(&[("sex", "male")]))
                .await
                .is_err()
        );
        assert_eq!(world.database.snapshot().await, before);
    }

    async fn what_cannot_be_audited_does_not_happen(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        world.actor(COLLEAGUE).await;
        let token = world.sign_in(WORKER, PASSWORD, None).await.unwrap();
        let held = world.caller(&token).await.unwrap();
        break_audit(&world).await;
        let before = world.database.snapshot().await;
        let internal =
            |error: Option<domain::Error>| matches!(error, Some(domain::Error::Internal { .. }));
        let typed = inputs(&[
            ("family_name", "Коваль"),
            ("given_name", "Марія"),
            ("sex", "female"),
            ("citizenship", "ukrainian"),
        ]);
        assert!(internal(register(&world, WORKER, typed).await.err()));
        assert!(internal(
            save(&world, WORKER, &number, "contact", 0, &CONTACT)
                .await
                .err()
        ));
        let out = world.store.unit(
            held,
            "test",
            |unit| async move { users::sign_out(&unit).await },
        );
        assert!(internal(out.await.err()));
        for answer in [
            read(&world, WORKER, &number).await.err(),
            search(&world, WORKER, "shev").await.err(),
            list(&world, WORKER, Whose::All).await.err(),
            history(&world, WORKER, &number).await.err(),
            open(&world, WORKER, &number, "contact").await.err(),
        ] {
            assert!(internal(answer), "nothing is shown either");
        }
        assert_eq!(world.database.snapshot().await, before);
        assert!(internal(world.sign_in(WORKER, PASSWORD, None).await.err()));
        let after = world.database.snapshot().await;
        assert_eq!(after.count("sessions"), before.count("sessions"));
    }

    async fn opening_a_registration_reads_nobodys_data(world: World) {
        world.actor(WORKER).await;
        let opening = world.run(WORKER, |unit| async move {
            cases::open_registration(&unit, "").await
        });
        let (_, left) = events_of(&world, opening).await;
        assert!(left.is_empty());
    }
}
