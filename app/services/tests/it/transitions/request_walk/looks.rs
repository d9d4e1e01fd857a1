//! What must be so while a request waits, and after it has ended.

use std::collections::BTreeMap;

use domain::{
    Error, ProblemCode, Refusal, Result,
    transitions::{RequestEvent, RequestState, Shown, TransferState},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use services::{Caller, transitions::transition_row};
use testkit::World;
use uuid::Uuid;

use super::{
    super::{sharing::queue, walking::*},
    Request, Walk,
    moves::*,
};
use crate::support::*;

fn answer<T>(refusal: Refusal) -> Result<T> {
    Err(Error::from(refusal))
}

const fn takes_part(person: &Person) -> bool {
    !matches!(person.role, Role::Outside)
}

impl Walk<'_> {
    pub(super) fn foresee_ask(&self, person: &Person, number: Number, says: bool) -> Result<()> {
        if !matches!(person.role, Role::Worker(_) | Role::Supervisor) {
            return answer(Refusal::PermissionMissing);
        }
        if !says {
            return Err(Error::invalid("reason", ProblemCode::Required));
        }
        // A case of the own district is answered for as one that nobody has.
        if !matches!(number, Number::Walked) || person.district == self.home.district() {
            return Err(Error::invalid("number", ProblemCode::UnknownCase));
        }
        let mut open = self.requests.iter().filter(|one| !one.state.is_final());
        if open.any(|one| one.by.district == person.district) {
            return answer(Refusal::WrongState);
        }
        Ok(())
    }

    pub(super) fn foresee_step(
        &self,
        person: &Person,
        one: &Request,
        event: RequestEvent,
        says: bool,
    ) -> Result<RequestState> {
        if !takes_part(person) {
            return answer(Refusal::PermissionMissing);
        }
        if ![one.at, one.by.district].contains(&person.district) {
            return Err(Error::NotFound);
        }
        let answers = person.name == self.home.owner.name || self.home.is_supervised_by(person);
        match event {
            _ if one.state.is_final() => answer(Refusal::WrongState),
            RequestEvent::Withdraw if person.name == one.by.name => Ok(RequestState::Withdrawn),
            RequestEvent::Agree | RequestEvent::Decline if answers => match event {
                _ if person.name == one.by.name => answer(Refusal::OwnStep),
                RequestEvent::Agree => Ok(RequestState::Agreed),
                _ if says => Ok(RequestState::Declined),
                _ => answer(Refusal::ReasonMissing),
            },
            _ => answer(Refusal::NotYourStep),
        }
    }

    /// What is offered to somebody is what they may do.
    pub(super) async fn assert_shown(&self, person: &Person, one: &Request) {
        let events = RequestEvent::ALL.into_iter();
        let may: Vec<_> = events
            .filter(|event| self.foresee_step(person, one, *event, true).is_ok())
            .collect();
        match queue(self.world, person.name, one.id)
            .await
            .map(|queue| queue.shown)
        {
            Ok(Some(Shown::Request(shown))) => {
                assert_eq!(shown.may, may, "{person:?}");
                assert!(!shown.opens || self.home.opens_to(person), "{person:?}");
            }
            other => assert!(may.is_empty(), "{person:?}: {other:?}"),
        }
    }

    /// What stands there, and who opens the case.
    pub(super) async fn look(&self) {
        let mut rows = transition_row::Entity::find()
            .filter(transition_row::Column::CaseNumber.eq(self.number.as_str()))
            .all(&self.world.database.owner)
            .await
            .unwrap();
        let mut requests = BTreeMap::new();
        for row in rows.extract_if(.., |row| row.kind == "transfer_request") {
            requests.insert(row.id, (row.state, row.district_id));
        }
        let mut foreseen = BTreeMap::new();
        for one in &self.requests {
            let at = district(self.world, one.at).await;
            foreseen.insert(Uuid::from(one.id), (one.state.code().to_owned(), at));
        }
        assert_eq!(requests, foreseen);
        rows.retain(|row| row.state == TransferState::Draft.code());
        let drafts = rows
            .into_iter()
            .map(|row| (row.asked_by_name, row.typed["to"].as_i64()));
        let foreseen = self
            .drafts
            .iter()
            .map(|(by, to)| (by.clone(), Some(i64::from(*to))));
        assert_eq!(drafts.collect::<BTreeMap<_, _>>(), foreseen.collect());
        let asker = self.requests.last().map(|one| one.by);
        let turn = whose_turn(self.world, &PEOPLE);
        for person in asker.into_iter().chain([self.home.owner, turn]) {
            let opens = read(self.world, person.name, &self.number).await.is_ok();
            assert_eq!(opens, self.home.opens_to(person), "{person:?} opens");
        }
    }
}

async fn district(world: &World, number: i32) -> Uuid {
    let one = PEOPLE.iter().find(|one| one.district == number).unwrap();
    match world.actor(one.name).await {
        Caller::Actor(actor) => actor.district.into(),
        other => panic!("{other:?}"),
    }
}
