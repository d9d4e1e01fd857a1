//! What waits for somebody stands in their queue as long as its cause does.

use domain::{
    cases::{CaseNumber, Stage},
    ids::TransitionId,
    transitions::{ReferralEvent, RequestEvent, TransferEvent, TransferState},
};
use services::{transitions::read_queue, workflow::change_stage};
use testkit::{World, on_both_databases};

use super::{
    request::{request, take_saying},
    sharing::*,
    support::*,
};
use crate::support::*;

/// What waits for the account, the longest first.
async fn waiting(world: &World, account: &str) -> Vec<TransitionId> {
    let read = world.read(account, |unit| async move {
        read_queue(&unit, None, None).await
    });
    let rows = read.await.unwrap().waiting.into_iter();
    rows.map(|row| row.id).collect()
}

async fn nothing_waits(world: &World, accounts: &[&str]) {
    for account in accounts {
        assert_eq!(waiting(world, account).await, [], "{account}");
    }
}

async fn asked(world: &World) -> (CaseNumber, TransitionId) {
    let number = consenting(world, WORKER).await;
    let id = ask(world, WORKER, &number, typed(9)).await.unwrap();
    (number, id)
}

const BOTH_SUPERVISORS: [&str; 2] = [SUPERVISOR, NEIGHBOUR_SUPERVISOR];

on_both_databases! {
    async fn a_transfer_waits_for_one_side_and_then_for_the_other(world: World) {
        let (_, id) = asked(&world).await;
        assert_eq!(waiting(&world, SUPERVISOR).await, [id]);
        nothing_waits(&world, &[NEIGHBOUR_SUPERVISOR, WORKER, COLLEAGUE]).await;
        let released = step(&world, SUPERVISOR, id, TransferEvent::Release, None).await;
        assert_eq!(released, Ok(TransferState::Offered));
        assert_eq!(waiting(&world, NEIGHBOUR_SUPERVISOR).await, [id]);
        nothing_waits(&world, &[SUPERVISOR, WORKER]).await;
        step(&world, NEIGHBOUR_SUPERVISOR, id, TransferEvent::Accept, Some(NEIGHBOUR)).await.unwrap();
        nothing_waits(&world, &BOTH_SUPERVISORS).await;
    }

    async fn a_transfer_waits_no_more_once_it_is_taken_back(world: World) {
        let (_, id) = asked(&world).await;
        step(&world, WORKER, id, TransferEvent::Withdraw, None).await.unwrap();
        nothing_waits(&world, &BOTH_SUPERVISORS).await;
        let (_, id) = offered(&world).await;
        assert_eq!(waiting(&world, NEIGHBOUR_SUPERVISOR).await, [id]);
        step(&world, WORKER, id, TransferEvent::Withdraw, None).await.unwrap();
        nothing_waits(&world, &BOTH_SUPERVISORS).await;
    }

    async fn a_transfer_waits_no_more_once_its_time_or_the_consent_is_over(world: World) {
        let (number, id) = asked(&world).await;
        assert_eq!(waiting(&world, SUPERVISOR).await, [id]);
        world.consent(WORKER, &number, "withdrawn").await;
        nothing_waits(&world, &BOTH_SUPERVISORS).await;
        let (_, id) = offered(&world).await;
        world.clock.advance(chrono::TimeDelta::days(14));
        for account in BOTH_SUPERVISORS {
            world.actor(account).await;
        }
        assert_eq!((waiting(&world, NEIGHBOUR_SUPERVISOR).await, sweep(&world).await), (vec![id], 1));
        nothing_waits(&world, &BOTH_SUPERVISORS).await;
    }

    async fn a_referral_waits_for_its_service_until_somebody_answers_or_the_case_is_closed(world: World) {
        front(&world).await;
        let number = consenting(&world, WORKER).await;
        let id = offer(&world, WORKER, &number, to_neighbours(&world).await).await.unwrap();
        assert_eq!(waiting(&world, NEIGHBOUR).await, [id]);
        nothing_waits(&world, &[FRONT, WORKER, SUPERVISOR]).await;
        take(&world, NEIGHBOUR_SUPERVISOR, id, ReferralEvent::Refuse).await.unwrap();
        nothing_waits(&world, &[NEIGHBOUR, NEIGHBOUR_SUPERVISOR]).await;
        let id = offer(&world, WORKER, &number, to_neighbours(&world).await).await.unwrap();
        assert_eq!(waiting(&world, NEIGHBOUR).await, [id]);
        let closed = world.run(WORKER, |unit| async move {
            change_stage(&unit, &number, &Stage::CLOSED, "They have moved away").await
        });
        closed.await.unwrap();
        nothing_waits(&world, &[NEIGHBOUR, NEIGHBOUR_SUPERVISOR]).await;
    }

    async fn a_request_waits_for_whoever_can_agree_now(world: World) {
        let number = consenting(&world, WORKER).await;
        let id = request(&world, NEIGHBOUR, number.as_str()).await.unwrap();
        for account in [WORKER, SUPERVISOR] {
            assert_eq!(waiting(&world, account).await, [id], "{account}");
        }
        nothing_waits(&world, &[NEIGHBOUR, NEIGHBOUR_SUPERVISOR, COLLEAGUE]).await;
        let (owner, numbers) = (user(&world, COLLEAGUE).await, vec![number.to_string()]);
        let given = world.run(SUPERVISOR, move |unit| async move {
            services::transitions::assign_cases(&unit, &numbers, owner).await
        });
        assert_eq!(given.await.unwrap()[0].refused, None);
        assert_eq!(waiting(&world, COLLEAGUE).await, [id]);
        nothing_waits(&world, &[WORKER]).await;
        take_saying(&world, NEIGHBOUR, id, RequestEvent::Withdraw, "").await.unwrap();
        nothing_waits(&world, &[COLLEAGUE, SUPERVISOR]).await;
    }
}
