//! What people do with referrals and what they open, in one line each.

use chrono::{Days, NaiveDate};
use domain::{
    Error, Refusal, Result,
    cases::{CaseNumber, Whose},
    ids::{TeamId, TransitionId},
    transitions::{
        GrantPurpose, Queue, ReferralEvent, ReferralState, Shown, ShownReferral, TypedReferral,
        Urgency,
    },
};
use services::{
    Caller,
    cases::print_case,
    transitions::{ReferralStep, expire_due, offer_referral, read_queue, step_referral},
    wall_clock::wall_day,
};
use testkit::{Account, World};

use super::support::*;
use crate::support::*;

/// A caseworker of another team of the district IX.
pub(super) const FRONT: &str = "front.d09";
/// Somebody of a third district.
pub(crate) const THIRD: &str = "caseworker1.d10";

/// The name, and nothing else.
pub(super) const NAME: [&str; 2] = ["identity/family_name", "identity/given_name"];

pub(super) async fn front(world: &World) {
    let account = Account {
        name: FRONT,
        role: "caseworker",
        district: 9,
        team: Some("front"),
    };
    world.add(account).await;
}

pub(crate) async fn third(world: &World) {
    let account = Account {
        name: THIRD,
        role: "caseworker",
        district: 10,
        team: Some("family"),
    };
    world.add(account).await;
}

pub(super) const fn refused<T>(reason: Refusal) -> Result<T> {
    Err(Error::Refused { reason })
}

pub(super) fn today(world: &World) -> NaiveDate {
    wall_day(services::source::Clock::now(&*world.clock))
}

/// The day so many days from today, as it is typed.
pub(super) fn in_days(world: &World, days: u64) -> String {
    let day = today(world).checked_add_days(Days::new(days));
    day.unwrap().to_string()
}

/// The first team of the account.
pub(super) async fn team_of(world: &World, account: &str) -> Option<TeamId> {
    match world.actor(account).await {
        Caller::Actor(actor) => actor.teams.first().copied(),
        other => panic!("{other:?}"),
    }
}

/// A referral to the team of this account, for today and two more days, that opens these fields.
pub(super) async fn opening(world: &World, service: &str, granted: &[&str]) -> TypedReferral {
    TypedReferral {
        to: team_of(world, service).await,
        purpose: Some(GrantPurpose::Housing),
        reason: "A place for the family".to_owned(),
        urgency: Some(Urgency::Soon),
        until: in_days(world, 2),
        fields: Vec::new(),
        granted: granted.iter().map(|path| (*path).to_owned()).collect(),
        override_reason: String::new(),
    }
}

/// A referral to the family team of the district IX, for three days, that opens the name.
pub(super) async fn to_neighbours(world: &World) -> TypedReferral {
    opening(world, NEIGHBOUR, &NAME).await
}

pub(super) async fn offer(
    world: &World,
    account: &str,
    number: &CaseNumber,
    typed: TypedReferral,
) -> Result<TransitionId> {
    let number = number.clone();
    let offered = world.run(account, |unit| async move {
        offer_referral(&unit, &number, &typed).await
    });
    offered.await
}

/// Takes a step, with words.
pub(super) async fn take(
    world: &World,
    account: &str,
    id: TransitionId,
    event: ReferralEvent,
) -> Result<ReferralState> {
    take_saying(world, account, id, event, "We have done what we could").await
}

pub(super) async fn take_saying(
    world: &World,
    account: &str,
    id: TransitionId,
    event: ReferralEvent,
    note: &str,
) -> Result<ReferralState> {
    let note = note.to_owned();
    let step = ReferralStep { event, note };
    let taken = world.run(account, move |unit| async move {
        step_referral(&unit, id, &step).await
    });
    taken.await
}

/// The worker refers this case to the team of this account, which takes it on.
pub(super) async fn granted(
    world: &World,
    number: &CaseNumber,
    service: &str,
    fields: &[&str],
) -> TransitionId {
    let typed = opening(world, service, fields).await;
    let id = offer(world, WORKER, number, typed).await.unwrap();
    let state = take(world, service, id, ReferralEvent::Accept).await;
    assert_eq!(state, Ok(ReferralState::Accepted));
    id
}

/// A new case of the worker's, referred to the family team of the district IX, which took it on.
pub(super) async fn accepted(world: &World) -> (CaseNumber, TransitionId) {
    let number = consenting(world, WORKER).await;
    let id = granted(world, &number, NEIGHBOUR, &NAME).await;
    (number, id)
}

/// A new case of the account's that a grant opens to somebody elsewhere.
pub(crate) async fn shared_with(world: &World, account: &str, service: &str) {
    let number = consenting(world, account).await;
    let typed = opening(world, service, &NAME).await;
    let id = offer(world, account, &number, typed).await.unwrap();
    let state = take(world, service, id, ReferralEvent::Accept).await;
    assert_eq!(state, Ok(ReferralState::Accepted));
}

/// The supervisor refers this case, though nobody consented, and the service takes it on; whether
/// it succeeds is of no interest.
pub(crate) async fn refer(world: &World, number: &CaseNumber, service: &str) {
    let typed = TypedReferral {
        override_reason: "A child is in danger".to_owned(),
        ..opening(world, service, &NAME).await
    };
    if let Ok(id) = offer(world, SUPERVISOR, number, typed).await {
        let _ = take(world, service, id, ReferralEvent::Accept).await;
    }
}

/// The clock ends what is due.
pub(super) async fn sweep(world: &World) -> usize {
    let ended = world
        .store
        .unit(Caller::System, "expire", |unit| async move {
            expire_due(&unit).await
        });
    ended.await.unwrap()
}

/// The queue of the account, with one transition opened.
pub(super) async fn queue(world: &World, account: &str, id: TransitionId) -> Result<Queue> {
    let read = world.read(account, move |unit| async move {
        read_queue(&unit, Some(id), None).await
    });
    read.await
}

/// What the account is shown of a referral.
pub(super) async fn shown(world: &World, account: &str, id: TransitionId) -> ShownReferral {
    match queue(world, account, id).await.unwrap().shown {
        Some(Shown::Referral(shown)) => *shown,
        other => panic!("{other:?}"),
    }
}

/// Whether somebody sees the case of another district: read, printed, listed, counted and found by
/// its number alike, and its history too, where their role sees that of any case.
pub(super) async fn sees(world: &World, account: &str, number: &CaseNumber) -> bool {
    let case = read(world, account, number).await;
    let opens = case.is_ok();
    assert!(opens || case == Err(Error::NotFound), "{case:?}");
    assert!(case.is_ok_and(|case| case.shared.is_some()) == opens);
    let of = number.clone();
    let printed = world.read(
        account,
        |unit| async move { print_case(&unit, &of, None).await },
    );
    assert_eq!(printed.await.is_ok(), opens, "printed");
    let story = history(world, account, number).await;
    if story != refused(Refusal::PermissionMissing) {
        assert_eq!(story.is_ok(), opens, "its history");
    }
    let listed = list(world, account, Whose::Shared).await.unwrap();
    let rows = listed.cases.iter().filter(|case| case.number == *number);
    assert_eq!(rows.count(), usize::from(opens), "listed");
    assert_eq!(exactly(&listed), Some(listed.cases.len() as u64), "counted");
    for whose in [Whose::All, Whose::Mine, Whose::Nobodys] {
        let own = list(world, account, whose).await.unwrap();
        assert!(own.cases.iter().all(|case| case.number != *number));
    }
    let found = search(world, account, number.as_str()).await.unwrap();
    let hits = found.hits.iter();
    let hits = hits.filter(|hit| hit.number.as_ref() == Some(number));
    assert_eq!(hits.count(), usize::from(opens), "found");
    opens
}
