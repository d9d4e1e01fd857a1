use chrono::TimeDelta;
use domain::{
    Error, Refusal,
    audit::AuditAction,
    transitions::{Summary, TransferEvent, TransferState, TypedTransfer},
};
use sea_orm::EntityTrait;
use services::{
    Caller,
    transitions::{expire_due, transition_row},
};
use testkit::{World, on_both_databases};

use super::support::*;
use crate::support::*;

const fn refused(reason: Refusal) -> Error {
    Error::Refused { reason }
}

/// Whether the account finds the person by name.
async fn finds(world: &World, account: &str) -> bool {
    let found = search(world, account, "Shevchenko Olena").await.unwrap();
    !found.hits.is_empty()
}

on_both_databases! {
    async fn a_case_passes_on_with_all_that_hangs_on_it(world: World) {
        let (number, id) = offered(&world).await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        assert!(finds(&world, WORKER).await && !finds(&world, NEIGHBOUR).await);
        assert_eq!(read(&world, NEIGHBOUR_SUPERVISOR, &number).await, Err(Error::NotFound));

        let accepted = step(&world, NEIGHBOUR_SUPERVISOR, id, TransferEvent::Accept, Some(NEIGHBOUR));
        assert_eq!(accepted.await, Ok(TransferState::Accepted));

        let case = read(&world, NEIGHBOUR, &number).await.unwrap();
        assert_eq!(case.owner.as_deref(), Some(NEIGHBOUR));
        assert!(case.forms.iter().any(|form| form.saved.as_ref().is_some_and(|(_, by)| by == WORKER)));
        assert!(finds(&world, NEIGHBOUR).await && !finds(&world, WORKER).await);
        for account in [WORKER, SUPERVISOR, COLLEAGUE] {
            assert_eq!(read(&world, account, &number).await, Err(Error::NotFound), "{account}");
        }
        let story = history(&world, NEIGHBOUR, &number).await.unwrap();
        let actions: Vec<_> = story.entries.iter().map(|entry| entry.action).collect();
        assert_eq!(actions.len(), 3);
        assert!(actions.contains(&AuditAction::CaseRegistered), "{actions:?}");
        save(&world, NEIGHBOUR, &number, "contact", 1, &[("phone", "+36301234567")]).await.unwrap();
    }

    async fn each_side_is_told_what_waits_and_what_came_of_it(world: World) {
        let (_, id) = offered(&world).await;
        assert_eq!(told(&world, SUPERVISOR).await, ["transfer_asked"]);
        assert_eq!(told(&world, NEIGHBOUR_SUPERVISOR).await, ["transfer_released"]);
        let accepted = step(&world, NEIGHBOUR_SUPERVISOR, id, TransferEvent::Accept, Some(NEIGHBOUR));
        accepted.await.unwrap();
        assert_eq!(told(&world, WORKER).await, ["transfer_accepted", "transfer_released"]);
        assert_eq!(told(&world, SUPERVISOR).await, ["transfer_accepted", "transfer_asked"]);
        assert_eq!(told(&world, NEIGHBOUR).await, ["case_assigned"]);
        assert!(told(&world, COLLEAGUE).await.is_empty());
    }

    async fn the_summary_holds_what_the_sender_chose_and_no_more(world: World) {
        offered(&world).await;
        let rows = transition_row::Entity::find().all(&world.database.owner).await.unwrap();
        let summary: Summary = serde_json::from_value(rows[0].summary.clone()).unwrap();
        let fields: Vec<String> = summary.forms.iter().flat_map(|form| {
            form.answers.iter().map(|(field, _)| format!("{}/{field}", form.definition.form)).collect::<Vec<_>>()
        }).collect();
        assert_eq!(fields, ["identity/citizenship"]);
        assert!(!rows[0].summary.to_string().contains("Шевченко"));
    }

    async fn nobody_takes_two_steps_and_nobody_steps_for_others(world: World) {
        let number = consenting(&world, SUPERVISOR).await;
        let id = ask(&world, SUPERVISOR, &number, typed(9)).await.unwrap();
        let own = step(&world, SUPERVISOR, id, TransferEvent::Release, None).await;
        assert_eq!(own, Err(refused(Refusal::OwnStep)));
        let worker = step(&world, WORKER, id, TransferEvent::Release, None).await;
        assert_eq!(worker, Err(refused(Refusal::NotYourStep)));
        for account in [HELPDESK, SHELTER] {
            let stepped = step(&world, account, id, TransferEvent::Release, None).await;
            assert_eq!(stepped, Err(refused(Refusal::NotYourStep)), "{account}");
        }
        for account in [ADMIN, CALL_CENTRE] {
            let stepped = step(&world, account, id, TransferEvent::Release, None).await;
            assert_eq!(stepped, Err(refused(Refusal::PermissionMissing)), "{account}");
        }
        for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR] {
            let stepped = step(&world, account, id, TransferEvent::Accept, None).await;
            assert_eq!(stepped, Err(Error::NotFound), "{account}");
        }
    }

    async fn an_owner_of_another_district_does_not_fit(world: World) {
        let (number, id) = offered(&world).await;
        for owner in [None, Some(WORKER), Some("helpdesk.d09")] {
            let accepted = step(&world, NEIGHBOUR_SUPERVISOR, id, TransferEvent::Accept, owner).await;
            assert_eq!(accepted, Err(refused(Refusal::ReceiverUnfit)), "{owner:?}");
        }
        assert!(read(&world, WORKER, &number).await.is_ok());
    }

    async fn a_case_is_on_its_way_once(world: World) {
        let (number, id) = offered(&world).await;
        let again = ask(&world, WORKER, &number, typed(10)).await;
        assert_eq!(again, Err(refused(Refusal::WrongState)));
        let withdrawn = step(&world, WORKER, id, TransferEvent::Withdraw, None).await;
        assert_eq!(withdrawn, Ok(TransferState::Withdrawn));
        let late = step(&world, NEIGHBOUR_SUPERVISOR, id, TransferEvent::Accept, Some(NEIGHBOUR)).await;
        assert!(matches!(late, Err(Error::Overtaken { by, .. }) if by == WORKER));
        assert!(ask(&world, WORKER, &number, typed(10)).await.is_ok());
    }

    async fn what_is_missing_or_wrong_is_named_at_its_field(world: World) {
        let number = consenting(&world, WORKER).await;
        let fields = |error| match error {
            Err(Error::Invalid { problems }) => problems.into_iter().map(|one| one.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let empty = ask(&world, WORKER, &number, TypedTransfer::default()).await;
        assert_eq!(fields(empty), ["to", "urgency", "reason"]);
        for to in [0, 8, 24] {
            assert_eq!(fields(ask(&world, WORKER, &number, typed(to)).await), ["to"], "{to}");
        }
        assert_eq!(ask(&world, NEIGHBOUR, &number, typed(9)).await, Err(Error::NotFound));
        let colleague = ask(&world, COLLEAGUE, &number, typed(9)).await;
        assert_eq!(colleague, Err(refused(Refusal::NotYourStep)));
    }

    async fn nobody_decides_once_the_time_has_passed(world: World) {
        let (number, id) = offered(&world).await;
        world.clock.advance(TimeDelta::days(14));
        let late = step(&world, NEIGHBOUR_SUPERVISOR, id, TransferEvent::Accept, Some(NEIGHBOUR)).await;
        assert_eq!(late, Err(refused(Refusal::OfferEnded)));
        let by_word = step(&world, NEIGHBOUR_SUPERVISOR, id, TransferEvent::Expire, None).await;
        assert_eq!(by_word, Err(refused(Refusal::WrongState)));
        let sweep = || world.store.unit(Caller::System, "test", |unit| async move { expire_due(&unit).await });
        assert_eq!(sweep().await, Ok(1));
        assert_eq!(sweep().await, Ok(0));
        let late = step(&world, NEIGHBOUR_SUPERVISOR, id, TransferEvent::Accept, Some(NEIGHBOUR)).await;
        assert_eq!(late, Err(refused(Refusal::WrongState)));
        assert!(read(&world, WORKER, &number).await.is_ok());
        assert!(told(&world, WORKER).await.contains(&"transfer_expired"));
    }
}
