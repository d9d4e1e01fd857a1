//! Random walks: whatever anybody tries in whatever order, only what the machine allows happens,
//! and what is refused leaves everything but the audit as it was.

use chrono::TimeDelta;
use domain::{
    Error,
    cases::CaseNumber,
    ids::TransitionId,
    transitions::{Shown, TransferEvent, TransferState},
};
use proptest::{collection::vec, prelude::*, sample::select};
use sea_orm::EntityTrait;
use services::{
    Caller,
    transitions::{expire_due, read_queue, transition_row},
};
use testkit::{World, on_both_databases};

use super::{
    support::*,
    walking::{assert_same, everything, walk},
};
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

/// Something that happens while a transfer is under way.
#[derive(Clone, Copy, Debug)]
enum Move {
    /// Somebody tries a step.
    Step(&'static str, TransferEvent),
    /// Days pass, and then the clock ends what is due.
    Days(i64),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let step = (select(&PEOPLE[..]), select(&TransferEvent::ALL[..]));
    let step = step.prop_map(|(person, event)| Move::Step(person, event));
    vec(
        prop_oneof![9 => step, 1 => (1_i64..9).prop_map(Move::Days)],
        1..14,
    )
}

/// One transfer, and what has been seen of it so far.
struct Walk<'a> {
    world: &'a World,
    number: CaseNumber,
    id: TransitionId,
    /// Who has taken one of the steps of which nobody takes two.
    stepped: Vec<&'static str>,
    /// Whether it was ever released.
    released: bool,
}

impl<'a> Walk<'a> {
    async fn begin(world: &'a World) -> Self {
        let number = consenting(world, WORKER).await;
        let id = ask(world, WORKER, &number, typed(9)).await.unwrap();
        Self {
            world,
            number,
            id,
            stepped: vec![WORKER],
            released: false,
        }
    }

    async fn go(&mut self, next: Move) {
        match next {
            Move::Step(person, event) => self.step(person, event).await,
            Move::Days(days) => self.days(days).await,
        }
        self.look().await;
    }

    async fn step(&mut self, person: &'static str, event: TransferEvent) {
        let before = state(self.world, self.id).await;
        let kept = everything(self.world).await;
        match step(self.world, person, self.id, event, Some(NEIGHBOUR)).await {
            Ok(after) => {
                assert!(
                    is_declared(before, event, after),
                    "{person} {before:?} {event:?}"
                );
                if matches!(event, TransferEvent::Release | TransferEvent::Accept) {
                    assert!(!self.stepped.contains(&person), "{person} took two steps");
                    self.stepped.push(person);
                }
                self.released |= event == TransferEvent::Release;
            }
            Err(error) => {
                let told = matches!(
                    error,
                    Error::Refused { .. } | Error::NotFound | Error::Overtaken { .. }
                );
                assert!(told, "{error:?}");
                assert_same(&everything(self.world).await, &kept, &(person, event));
            }
        }
    }

    async fn days(&self, days: i64) {
        let before = state(self.world, self.id).await;
        self.world.clock.advance(TimeDelta::days(days));
        let ended = self
            .world
            .store
            .unit(Caller::System, "expire", |unit| async move {
                expire_due(&unit).await
            });
        ended.await.unwrap();
        let after = state(self.world, self.id).await;
        assert!(after == before || (!before.is_final() && after == TransferState::Expired));
    }

    /// Who may open the case, and what the receiving side sees of the transfer.
    async fn look(&self) {
        let now = state(self.world, self.id).await;
        let moved = now == TransferState::Accepted;
        assert_eq!(
            read(self.world, NEIGHBOUR, &self.number).await.is_ok(),
            moved
        );
        assert_eq!(read(self.world, WORKER, &self.number).await.is_ok(), !moved);
        let id = self.id;
        let queue = self
            .world
            .read(NEIGHBOUR_SUPERVISOR, move |unit| async move {
                read_queue(&unit, Some(id), None).await
            });
        match queue.await {
            Err(error) => assert!(error == Error::NotFound && !self.released, "{error:?}"),
            Ok(queue) => {
                let Some(Shown::Transfer(shown)) = queue.shown else {
                    panic!("a transfer was asked for: {:?}", queue.shown);
                };
                assert!(self.released, "seen before it was released");
                let open = now == TransferState::Offered;
                assert_eq!(shown.summary.is_empty(), !open, "{now:?}");
                assert_eq!(shown.reason.is_empty(), !(open || moved), "{now:?}");
                assert!(open || shown.may.is_empty());
            }
        }
    }
}

on_both_databases! {
    async fn only_what_is_declared_happens(world: World) {
        second_supervisor(&world).await;
        walk(18, 20, &moves(), async |moves| {
            // Time has passed since everybody signed in.
            for person in PEOPLE {
                world.actor(person).await;
            }
            let mut walk = Walk::begin(&world).await;
            for next in moves {
                walk.go(next).await;
            }
        });
    }
}
