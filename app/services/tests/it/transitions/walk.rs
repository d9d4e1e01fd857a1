//! Random walks: whatever anybody tries in whatever order, only what the machine allows happens,
//! and what is refused leaves everything but the audit as it was.

use domain::{
    Error,
    transitions::{TransferEvent, TransferState},
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sea_orm::EntityTrait;
use services::transitions::transition_row;
use testkit::{World, on_both_databases};

use super::support::*;
use crate::support::*;

const PEOPLE: [&str; 9] = [
    WORKER,
    COLLEAGUE,
    SUPERVISOR,
    HELPDESK,
    ADMIN,
    NEIGHBOUR,
    NEIGHBOUR_SUPERVISOR,
    SECOND_SUPERVISOR,
    CALL_CENTRE,
];

async fn state(world: &World, id: domain::ids::TransitionId) -> TransferState {
    let row = transition_row::Entity::find_by_id(uuid::Uuid::from(id));
    let row = row.one(&world.database.owner).await.unwrap().unwrap();
    TransferState::from_code(&row.state).unwrap()
}

fn is_declared(before: TransferState, event: TransferEvent, after: TransferState) -> bool {
    use TransferState::{Accepted, AwaitingRelease, Offered, Refused, Withdrawn};
    match event {
        TransferEvent::Release => before == AwaitingRelease && after == Offered,
        TransferEvent::Accept => before == Offered && after == Accepted,
        TransferEvent::Refuse => !before.is_final() && after == Refused,
        TransferEvent::Withdraw => !before.is_final() && after == Withdrawn,
        TransferEvent::Ask | TransferEvent::Expire => false,
    }
}

on_both_databases! {
    async fn only_what_is_declared_happens(world: World) {
        second_supervisor(&world).await;
        let mut rng = ChaCha8Rng::seed_from_u64(1873);
        for person in PEOPLE {
            world.actor(person).await;
        }
        for _ in 0..12 {
            let number = world.register(WORKER, "Шевченко", "Олена").await;
            let id = ask(&world, WORKER, &number, typed(9)).await.unwrap();
            let mut steps: Vec<&str> = vec![WORKER];
            for _ in 0..10 {
                let person = PEOPLE[rng.random_range(0..PEOPLE.len())];
                let event = TransferEvent::ALL[rng.random_range(0..TransferEvent::ALL.len())];
                let before = state(&world, id).await;
                let kept = world.database.snapshot().await;
                match step(&world, person, id, event, Some(NEIGHBOUR)).await {
                    Ok(after) => {
                        assert!(is_declared(before, event, after), "{person} {before:?} {event:?}");
                        if matches!(event, TransferEvent::Release | TransferEvent::Accept) {
                            assert!(!steps.contains(&person), "{person} took two steps");
                            steps.push(person);
                        }
                    }
                    Err(error) => {
                        let told = matches!(error, Error::Refused { .. } | Error::NotFound | Error::Overtaken { .. });
                        assert!(told, "{error:?}");
                        let now = world.database.snapshot().await.without(&["audit_events"]);
                        assert_eq!(now, kept.without(&["audit_events"]), "{person} {event:?}");
                    }
                }
                let moved = state(&world, id).await == TransferState::Accepted;
                assert_eq!(read(&world, NEIGHBOUR, &number).await.is_ok(), moved);
                assert_eq!(read(&world, WORKER, &number).await.is_ok(), !moved);
            }
        }
    }
}
