//! Random walks over requests for one case: three districts ask for it while it goes from one to
//! another. Each answer is foreseen, and so is what stands there afterwards; what is refused leaves
//! everything but the audit as it was.

mod looks;
mod moves;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use chrono::TimeDelta;
use domain::{
    Error, Result,
    cases::CaseNumber,
    ids::TransitionId,
    transitions::{RequestEvent, RequestState, TransferState, TypedRequest},
};
use proptest::sample::Index;
use sea_orm::EntityTrait;
use services::{notifications::inbox, transitions::ask_request, transitions::transition_row};
use testkit::{Account, Snapshot, World, on_both_databases};
use uuid::Uuid;

use self::moves::*;
use super::{request::take_saying, sharing::*, walking::*};
use crate::support::*;

/// One request, as it must be.
struct Request {
    id: TransitionId,
    by: &'static Person,
    /// The district that has the case; that had it, once the request has ended.
    at: i32,
    state: RequestState,
}

struct Walk<'a> {
    world: &'a World,
    number: CaseNumber,
    /// A case of each district that is never asked for elsewhere.
    own: &'a BTreeMap<i32, CaseNumber>,
    home: Home,
    on_its_way: Option<(TransitionId, i32)>,
    requests: Vec<Request>,
    /// Who has begun a transfer, and where to.
    drafts: BTreeMap<String, i32>,
    kept: Snapshot,
    met: &'a RefCell<BTreeSet<&'static str>>,
}

impl Walk<'_> {
    async fn go(&mut self, next: Move) {
        self.world.clock.advance(TimeDelta::minutes(1));
        let refused = match next {
            Move::Ask(who, number, says) => self.ask(who, number, says).await.err(),
            Move::Step(..) if self.requests.is_empty() => return,
            Move::Step(who, which, event, says) => self
                .step(who, which.index(self.requests.len()), event, says)
                .await
                .err(),
            Move::SetOut(which) => self.set_out(which).await,
            Move::Arrive(which) => self.arrive(which).await,
            Move::Give(which) => self.give(which).await,
            Move::Days(days) => self.days(days).await,
        };
        let now = everything(self.world).await;
        if refused.is_some() {
            assert_same(&now, &self.kept, &next);
        }
        self.kept = now;
        self.look().await;
    }

    async fn ask(&mut self, who: Who, number: Number, says: bool) -> Result<()> {
        let person = self.home.find(who, None);
        let foreseen = self.foresee_ask(person, number, says);
        let own = self.own.get(&person.district);
        let number = match number {
            Number::Walked => self.number.to_string(),
            Number::OfOwnDistrict => own.map_or_else(String::new, ToString::to_string),
            Number::Nobodys => nobodys_number().to_string(),
        };
        let reason = if says { "They live here now" } else { " " }.to_owned();
        let typed = TypedRequest { number, reason };
        let asked = self.world.run(person.name, |unit| async move {
            ask_request(&unit, &typed).await
        });
        let asked = asked.await;
        assert_eq!(asked.clone().map(drop), foreseen, "{person:?} asks");
        let (at, state) = (self.home.district(), RequestState::Asked);
        self.requests.push(Request {
            id: asked?,
            by: person,
            at,
            state,
        });
        Ok(())
    }

    async fn step(
        &mut self,
        who: Who,
        place: usize,
        event: RequestEvent,
        says: bool,
    ) -> Result<()> {
        let one = &self.requests[place];
        let person = self.home.find(who, Some(one.by));
        let foreseen = self.foresee_step(person, one, event, says);
        self.assert_shown(person, one).await;
        let note = if says { "So it is" } else { " " };
        let taken = plainly(take_saying(self.world, person.name, one.id, event, note).await);
        assert_eq!(taken, foreseen, "{person:?} {event:?} {:?}", one.state);
        let state = taken?;
        let to = one.by.district;
        if state == RequestState::Agreed && self.on_its_way.is_none() {
            self.drafts.entry(person.name.to_owned()).or_insert(to);
        }
        self.ended(place, state, person).await;
        Ok(())
    }

    /// A request has ended, and whoever asked is told, unless they ended it.
    async fn ended(&mut self, place: usize, state: RequestState, by: &Person) {
        let one = &mut self.requests[place];
        one.state = state;
        self.met.borrow_mut().insert(state.code());
        let read = self
            .world
            .read(one.by.name, |unit| async move { inbox(&unit, None).await });
        let notices = read.await.unwrap().notices.into_iter();
        let link = format!("/queue?show={}", Uuid::from(one.id));
        let of_this = notices
            .filter(|notice| notice.link == link)
            .map(|notice| notice.kind.code());
        let told: Vec<_> = of_this.filter(|kind| *kind != "request_asked").collect();
        let kind = format!("request_{}", state.code());
        let expected: &[&str] = if by.name == one.by.name {
            &[]
        } else {
            &[&kind]
        };
        assert_eq!(told, expected, "{:?} is told", one.by);
    }

    async fn set_out(&mut self, which: Index) -> Option<Error> {
        if self.on_its_way.is_none() {
            let there: Vec<_> = [8, 9, 10]
                .into_iter()
                .filter(|to| *to != self.home.district())
                .collect();
            let to = *which.get(&there);
            let id = set_out(self.world, self.home.owner, &self.number, to).await;
            self.on_its_way = Some((id, to));
            self.drafts.remove(self.home.owner.name);
        }
        None
    }

    async fn arrive(&mut self, which: Index) -> Option<Error> {
        let (id, to) = self.on_its_way.take()?;
        let owner = self.home.next_owner(to, which).unwrap();
        let supervisors =
            [self.home.district(), to].map(|district| self.home.supervisor(district, which));
        arrive(self.world, id, supervisors, owner).await;
        self.home.owner = owner;
        self.drafts.clear();
        for place in 0..self.requests.len() {
            let one = &mut self.requests[place];
            if one.state.is_final() {
                continue;
            }
            if one.by.district == to {
                self.ended(place, RequestState::Withdrawn, supervisors[1])
                    .await;
                self.met.borrow_mut().insert("has lapsed");
            } else {
                one.at = to;
                self.met.borrow_mut().insert("came along");
            }
        }
        None
    }

    async fn give(&mut self, which: Index) -> Option<Error> {
        let owner = self.home.next_owner(self.home.district(), which)?;
        let supervisor = self.home.supervisor(self.home.district(), which);
        give(self.world, supervisor.name, &self.number, owner.name).await;
        self.home.owner = owner;
        None
    }

    async fn days(&mut self, days: i64) -> Option<Error> {
        self.world.clock.advance(TimeDelta::days(days));
        sweep(self.world).await;
        if let Some((id, _)) = self.on_its_way {
            let row = transition_row::Entity::find_by_id(Uuid::from(id));
            let row = row.one(&self.world.database.owner).await.unwrap().unwrap();
            self.on_its_way
                .take_if(|_| row.state == TransferState::Expired.code());
        }
        None
    }
}

on_both_databases! {
    async fn a_request_is_answered_wherever_the_case_is(world: World) {
        front(&world).await;
        third(&world).await;
        world.add(Account { name: THIRD_SUPERVISOR, role: "supervisor", district: 10, team: Some("family") }).await;
        let mut own = BTreeMap::new();
        for person in &PEOPLE {
            world.actor(person.name).await;
            if matches!(person.role, Role::Worker(_)) {
                own.insert(person.district, world.register(person.name, "Коваль", "Петро").await);
            }
        }
        let met = RefCell::default();
        walk(31, 12, &moves(), async |moves| {
            let home = Home { owner: &PEOPLE[0], people: &PEOPLE };
            let number = begun(&world, home.owner).await;
            let kept = everything(&world).await;
            let mut walk = Walk {
                world: &world, number, own: &own, home, kept, met: &met,
                on_its_way: None, requests: Vec::new(), drafts: BTreeMap::new(),
            };
            for next in moves {
                walk.go(next).await;
            }
            if walk.requests.iter().any(|one| !one.state.is_final()) {
                met.borrow_mut().insert(RequestState::Asked.code());
            }
        });
        // The walks come everywhere, or they would prove little.
        let mut everywhere: BTreeSet<_> = RequestState::ALL.map(RequestState::code).into();
        everywhere.extend(["has lapsed", "came along"]);
        assert_eq!(met.into_inner(), everywhere);
    }
}
