//! Random walks over referrals of one case: whatever anybody tries in whatever order, only what the
//! machine allows happens, what is refused leaves everything but the audit as it was, and a service
//! sees the case while it works on it and never else.

use chrono::TimeDelta;
use domain::{
    Error, Refusal,
    cases::CaseNumber,
    ids::TransitionId,
    transitions::{ReferralEvent, ReferralState, TypedReferral},
};
use proptest::{collection::vec, prelude::*, sample::select};
use sea_orm::EntityTrait;
use services::transitions::transition_row;
use testkit::{World, on_both_databases};

use super::{
    sharing::*,
    support::*,
    walking::{assert_same, everything, walk},
};
use crate::support::*;

const HELPDESK_THERE: &str = "helpdesk.d09";

const PEOPLE: [&str; 11] = [
    WORKER,
    COLLEAGUE,
    SUPERVISOR,
    HELPDESK,
    ADMIN,
    NEIGHBOUR,
    NEIGHBOUR_SUPERVISOR,
    HELPDESK_THERE,
    FRONT,
    THIRD,
    CALL_CENTRE,
];

/// The services, each with who reads through its grants, for whichever of their teams it is.
const SERVICES: [(&str, &[&str]); 3] = [
    (
        NEIGHBOUR,
        &[NEIGHBOUR, NEIGHBOUR_SUPERVISOR, HELPDESK_THERE],
    ),
    (FRONT, &[FRONT, NEIGHBOUR_SUPERVISOR, HELPDESK_THERE]),
    (THIRD, &[THIRD]),
];

/// Something that happens.
#[derive(Clone, Copy, Debug)]
enum Move {
    /// Somebody refers the person to a service, for so many more days.
    Offer(&'static str, usize, u64),
    /// Somebody tries a step of one of the referrals, with words or without.
    Step(&'static str, prop::sample::Index, ReferralEvent, bool),
    /// The person says something about sharing.
    Consent(&'static str),
    /// Days pass; and then the clock may end what is due.
    Days(i64, bool),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let offers = prop_oneof![3 => Just(WORKER), 1 => select(&PEOPLE[..])];
    let offer = (offers, 0..SERVICES.len(), 0..20_u64);
    let offer = offer.prop_map(|(who, to, days)| Move::Offer(who, to, days));
    let services = select(vec![NEIGHBOUR, FRONT, THIRD]);
    let steps = prop_oneof![4 => services, 1 => select(&PEOPLE[..])];
    let onwards = select(vec![ReferralEvent::Accept, ReferralEvent::Complete]);
    let events = prop_oneof![2 => onwards, 1 => select(&ReferralEvent::ALL[..])];
    let which = any::<prop::sample::Index>();
    let step = (steps, which, events, prop::bool::weighted(0.9));
    let step = step.prop_map(|(who, which, event, says)| Move::Step(who, which, event, says));
    let answer = select(vec!["given", "given", "refused", "withdrawn"]);
    let days = (1_i64..6, any::<bool>()).prop_map(|(days, swept)| Move::Days(days, swept));
    let one = prop_oneof![
        5 => offer,
        20 => step,
        1 => answer.prop_map(Move::Consent),
        2 => days,
    ];
    vec(one, 8..28)
}

/// One referral, as far as it has been seen.
struct Seen {
    id: TransitionId,
    by: &'static str,
    service: usize,
    /// The first day of the walk on which it cannot be taken on any more.
    offer_ends: i64,
    /// The first day of the walk on which nobody sees anything through it.
    ends: i64,
    accepted: bool,
}

struct Walk<'a> {
    world: &'a World,
    number: CaseNumber,
    day: i64,
    seen: Vec<Seen>,
    /// Who saw the case when it was last looked.
    readers: Vec<&'static str>,
}

fn is_declared(before: ReferralState, event: ReferralEvent, after: ReferralState) -> bool {
    use ReferralState::{Accepted, Completed, Offered, Refused, Withdrawn};
    match event {
        ReferralEvent::Accept => before == Offered && after == Accepted,
        ReferralEvent::Refuse => before == Offered && after == Refused,
        ReferralEvent::Complete => before == Accepted && after == Completed,
        ReferralEvent::Withdraw => !before.is_final() && after == Withdrawn,
        ReferralEvent::Expire => false,
    }
}

impl Walk<'_> {
    async fn states(&self) -> Vec<ReferralState> {
        let mut states = Vec::new();
        for one in &self.seen {
            let row = transition_row::Entity::find_by_id(uuid::Uuid::from(one.id));
            let row = row.one(&self.world.database.owner).await.unwrap().unwrap();
            states.push(ReferralState::from_code(&row.state).unwrap());
        }
        states
    }

    async fn go(&mut self, next: Move) {
        let before = self.states().await;
        let kept = everything(self.world).await;
        let (refused, moved) = match next {
            Move::Offer(who, to, days) => (self.offer(who, to, days).await, None),
            Move::Step(..) if before.is_empty() => return,
            Move::Step(who, which, event, says) => {
                let place = which.index(before.len());
                let note = if says { "So it is" } else { " " };
                let id = self.seen[place].id;
                let taken = take_saying(self.world, who, id, event, note).await;
                (
                    self.stepped(who, place, event, before[place], taken),
                    Some(place),
                )
            }
            Move::Consent(answer) => {
                self.world.consent(WORKER, &self.number, answer).await;
                (None, None)
            }
            Move::Days(days, swept) => {
                self.world.clock.advance(TimeDelta::days(days));
                self.day += days;
                if swept {
                    sweep(self.world).await;
                }
                (None, None)
            }
        };
        if let Some(error) = refused {
            let told = !matches!(error, Error::Internal { .. } | Error::Unavailable);
            assert!(told, "{next:?}: {error:?}");
            assert_same(&everything(self.world).await, &kept, &next);
        }
        for (place, (before, after)) in before.iter().zip(self.states().await).enumerate() {
            let ends_by_itself = !before.is_final()
                && match next {
                    Move::Consent(answer) => answer != "given" && after == ReferralState::Withdrawn,
                    Move::Days(_, true) => after == ReferralState::Expired && self.is_due(place),
                    _ => false,
                };
            let is_moved = moved == Some(place);
            assert!(
                *before == after || is_moved || ends_by_itself,
                "{next:?}: {before:?} {after:?}"
            );
        }
        self.look().await;
    }

    /// Whether its end has passed: that of the offer, if nobody took it on.
    fn is_due(&self, place: usize) -> bool {
        let one = &self.seen[place];
        let ends = if one.accepted {
            one.ends
        } else {
            one.offer_ends
        };
        self.day >= ends
    }

    async fn offer(&mut self, who: &'static str, to: usize, days: u64) -> Option<Error> {
        let (service, _) = SERVICES[to];
        let typed = TypedReferral {
            until: in_days(self.world, days),
            ..opening(self.world, service, &NAME).await
        };
        match offer(self.world, who, &self.number, typed).await {
            Ok(id) => {
                assert!(who == WORKER || who == SUPERVISOR, "{who} referred");
                let ends = self.day + i64::try_from(days).unwrap() + 1;
                self.seen.push(Seen {
                    id,
                    by: who,
                    service: to,
                    offer_ends: ends.min(self.day + 14),
                    ends,
                    accepted: false,
                });
                None
            }
            Err(error) => Some(error),
        }
    }

    fn stepped(
        &mut self,
        who: &'static str,
        place: usize,
        event: ReferralEvent,
        before: ReferralState,
        taken: domain::Result<ReferralState>,
    ) -> Option<Error> {
        let due = self.is_due(place);
        let one = &mut self.seen[place];
        let after = match taken {
            Ok(after) => after,
            Err(error) => return Some(error),
        };
        assert!(
            is_declared(before, event, after),
            "{who} {before:?} {event:?} {after:?}"
        );
        let answers = SERVICES[one.service].1.contains(&who);
        let sends = who == one.by || who == WORKER || who == SUPERVISOR;
        assert!(
            if event == ReferralEvent::Withdraw {
                sends
            } else {
                answers
            },
            "{who} {event:?}"
        );
        if event == ReferralEvent::Accept {
            assert!(
                !due && who != one.by,
                "{who} accepted what had ended, or was their own"
            );
            one.accepted = true;
        }
        assert!(
            event != ReferralEvent::Complete || !due,
            "completed after its end"
        );
        None
    }

    /// Who sees the case, and who does not.
    async fn look(&mut self) {
        let states = self.states().await;
        let mut readers: Vec<&str> = Vec::new();
        for (place, state) in states.into_iter().enumerate() {
            let one = &self.seen[place];
            let begun = matches!(state, ReferralState::Accepted | ReferralState::Completed);
            assert!(one.accepted || !begun, "{state:?} without a service's word");
            if state == ReferralState::Accepted && !self.is_due(place) {
                readers.extend(SERVICES[one.service].1);
            }
        }
        for person in [
            NEIGHBOUR,
            NEIGHBOUR_SUPERVISOR,
            HELPDESK_THERE,
            FRONT,
            THIRD,
        ] {
            let expected = readers.contains(&person);
            let opens = if expected == self.readers.contains(&person) {
                read(self.world, person, &self.number).await.is_ok()
            } else {
                sees(self.world, person, &self.number).await
            };
            assert_eq!(opens, expected, "{person}");
        }
        self.readers = readers;
        let outside = read(self.world, CALL_CENTRE, &self.number).await;
        assert_eq!(outside, refused(Refusal::PermissionMissing));
        assert!(read(self.world, WORKER, &self.number).await.is_ok());
    }
}

on_both_databases! {
    async fn a_service_sees_the_case_while_it_works_and_never_else(world: World) {
        front(&world).await;
        third(&world).await;
        let ends = std::cell::RefCell::new(Vec::new());
        walk(23, 12, &moves(), async |moves| {
            // Time has passed since everybody signed in.
            for person in PEOPLE {
                world.actor(person).await;
            }
            let number = consenting(&world, WORKER).await;
            let mut walk = Walk { world: &world, number, day: 0, seen: Vec::new(), readers: Vec::new() };
            for next in moves {
                walk.go(next).await;
            }
            let states = walk.states().await;
            ends.borrow_mut().extend(states);
        });
        // The walks come everywhere, or they would prove little.
        let ends = ends.into_inner();
        for state in ReferralState::ALL {
            assert!(ends.contains(&state), "no walk ends in {state:?}: {ends:?}");
        }
    }
}
