//! A service elsewhere sees what it was granted, while it works on a referral, and nothing else.

use chrono::{Days, TimeDelta};
use domain::{
    Error, ProblemCode, Refusal, Result,
    cases::{CaseNumber, Whose},
    ids::TransitionId,
    transitions::{GrantPurpose, ReferralEvent, ReferralState, Shown, TypedReferral, Urgency},
};
use services::{
    Caller,
    cases::print_case,
    transitions::{ReferralStep, expire_due, offer_referral, read_queue, step_referral},
    wall_clock::wall_day,
};
use testkit::{World, on_both_databases};

use super::support::*;
use crate::support::*;

const MISSING: Error = Error::Refused {
    reason: Refusal::ConsentMissing,
};
const WRONG_STATE: Error = Error::Refused {
    reason: Refusal::WrongState,
};

/// A referral to the family team of the district IX, for three days.
async fn to_neighbours(world: &World) -> TypedReferral {
    to_team_of(world, NEIGHBOUR).await
}

async fn to_team_of(world: &World, account: &str) -> TypedReferral {
    let team = match world.actor(account).await {
        Caller::Actor(actor) => actor.teams.first().copied(),
        other => panic!("{other:?}"),
    };
    let today = wall_day(services::source::Clock::now(&*world.clock));
    TypedReferral {
        to: team,
        purpose: Some(GrantPurpose::Housing),
        reason: "A place for the family".to_owned(),
        urgency: Some(Urgency::Soon),
        until: today.checked_add_days(Days::new(2)).unwrap().to_string(),
        fields: Vec::new(),
        granted: vec![
            "identity/family_name".to_owned(),
            "identity/given_name".to_owned(),
        ],
        override_reason: String::new(),
    }
}

async fn offer(
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

async fn take(
    world: &World,
    account: &str,
    id: TransitionId,
    event: ReferralEvent,
) -> Result<ReferralState> {
    let step = ReferralStep {
        event,
        note: "We have done what we could".to_owned(),
    };
    let taken = world.run(account, move |unit| async move {
        step_referral(&unit, id, &step).await
    });
    taken.await
}

/// A referral of a new case that the service took on.
async fn accepted(world: &World) -> (CaseNumber, TransitionId) {
    let number = consenting(world, WORKER).await;
    let id = offer(world, WORKER, &number, to_neighbours(world).await)
        .await
        .unwrap();
    let state = take(world, NEIGHBOUR, id, ReferralEvent::Accept).await;
    assert_eq!(state, Ok(ReferralState::Accepted));
    (number, id)
}

/// A new case of the account's that a grant opens to somebody elsewhere.
pub(crate) async fn shared_with(world: &World, account: &str, service: &str) {
    let number = consenting(world, account).await;
    let typed = to_team_of(world, service).await;
    let id = offer(world, account, &number, typed).await.unwrap();
    let state = take(world, service, id, ReferralEvent::Accept).await;
    assert_eq!(state, Ok(ReferralState::Accepted));
}

/// Whether somebody of the service sees the case: read, printed, listed, found and counted alike.
async fn sees(world: &World, account: &str, number: &CaseNumber) -> bool {
    let opens = read(world, account, number).await.is_ok();
    let of = number.clone();
    let printed = world.run(
        account,
        |unit| async move { print_case(&unit, &of, None).await },
    );
    assert_eq!(printed.await.is_ok(), opens, "printed");
    let listed = list(world, account, Whose::Shared).await.unwrap();
    let rows: Vec<_> = listed
        .cases
        .iter()
        .map(|case| case.number.clone())
        .collect();
    assert_eq!(rows.contains(number), opens, "listed");
    assert_eq!(
        listed.count,
        domain::cases::Count::Exactly(rows.len() as u64)
    );
    let found = search(world, account, "Шевченко").await.unwrap();
    let found = format!("{found:?}").contains(number.as_str());
    assert_eq!(found, opens, "found");
    opens
}

on_both_databases! {
    async fn a_service_sees_what_was_granted_while_it_works(world: World) {
        let number = consenting(&world, WORKER).await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        let id = offer(&world, WORKER, &number, to_neighbours(&world).await).await.unwrap();
        assert!(!sees(&world, NEIGHBOUR, &number).await);
        let queue = world.read(NEIGHBOUR, move |unit| async move { read_queue(&unit, Some(id), None).await }).await.unwrap();
        assert_eq!(queue.waiting.len(), 1);
        let Some(Shown::Referral(shown)) = queue.shown else { panic!("{:?}", queue.shown) };
        assert!(!shown.opens && shown.may.contains(&ReferralEvent::Accept));
        assert!(!format!("{shown:?}").contains("Шевченко"));

        assert_eq!(take(&world, NEIGHBOUR, id, ReferralEvent::Accept).await, Ok(ReferralState::Accepted));
        assert!(sees(&world, NEIGHBOUR, &number).await);
        let case = read(&world, NEIGHBOUR, &number).await.unwrap();
        let text = format!("{case:?}");
        assert!(text.contains("Шевченко"));
        assert!(!text.contains("4567") && !text.contains("her sister"), "{text}");
        assert_eq!(case.forms.len(), 1, "nothing but what was granted");
        assert!(case.forms.iter().all(|form| form.saved.is_none() && !form.progress.writable));
        assert!(!case.may_assign && !case.may_hand_over && !case.may_refer);
        assert!(open(&world, NEIGHBOUR, &number, "identity").await.is_err());
        assert!(list(&world, NEIGHBOUR, Whose::All).await.unwrap().cases.is_empty());

        assert_eq!(take(&world, NEIGHBOUR, id, ReferralEvent::Complete).await, Ok(ReferralState::Completed));
        assert!(!sees(&world, NEIGHBOUR, &number).await);
        assert!(read(&world, WORKER, &number).await.is_ok());
    }

    async fn it_ends_on_time_whether_or_not_anybody_sweeps(world: World) {
        let (number, id) = accepted(&world).await;
        world.clock.advance(TimeDelta::days(2));
        assert!(sees(&world, NEIGHBOUR, &number).await);
        world.clock.advance(TimeDelta::days(1));
        assert!(!sees(&world, NEIGHBOUR, &number).await);
        let ended = world.store.unit(Caller::System, "expire", |unit| async move { expire_due(&unit).await });
        ended.await.unwrap();
        assert!(!sees(&world, NEIGHBOUR, &number).await);
        assert_eq!(take(&world, NEIGHBOUR, id, ReferralEvent::Complete).await.unwrap_err(), WRONG_STATE);
    }

    async fn whoever_refers_may_take_it_back_and_never_accepts(world: World) {
        let (number, id) = accepted(&world).await;
        assert_eq!(take(&world, WORKER, id, ReferralEvent::Withdraw).await, Ok(ReferralState::Withdrawn));
        assert!(!sees(&world, NEIGHBOUR, &number).await);
        let again = offer(&world, WORKER, &number, to_neighbours(&world).await).await.unwrap();
        for account in [WORKER, SUPERVISOR, COLLEAGUE, CALL_CENTRE] {
            assert!(take(&world, account, again, ReferralEvent::Accept).await.is_err(), "{account}");
        }
        assert_eq!(take(&world, NEIGHBOUR_SUPERVISOR, again, ReferralEvent::Refuse).await, Ok(ReferralState::Refused));
        assert!(!sees(&world, NEIGHBOUR, &number).await);
    }

    async fn consent_holds_it_and_its_end_ends_it(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let typed = to_neighbours(&world).await;
        assert_eq!(offer(&world, WORKER, &number, typed.clone()).await, Err(MISSING));
        let without = TypedReferral { override_reason: "A child is in danger".to_owned(), ..typed };
        let id = offer(&world, SUPERVISOR, &number, without).await.unwrap();
        assert_eq!(take(&world, NEIGHBOUR, id, ReferralEvent::Accept).await, Ok(ReferralState::Accepted));
        // Whoever was not asked before can still say no.
        world.consent(WORKER, &number, "refused").await;
        assert!(!sees(&world, NEIGHBOUR, &number).await);
        let (number, _) = accepted(&world).await;
        world.consent(WORKER, &number, "withdrawn").await;
        assert!(!sees(&world, NEIGHBOUR, &number).await);
    }

    async fn what_is_missing_is_told_at_its_field(world: World) {
        let number = consenting(&world, WORKER).await;
        let Err(Error::Invalid { problems }) = offer(&world, WORKER, &number, TypedReferral::default()).await else { panic!() };
        let fields: Vec<_> = problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["to", "purpose", "reason", "urgency", "until", "granted"]);
        let past = TypedReferral { until: "2020-01-01".to_owned(), ..to_neighbours(&world).await };
        let Err(Error::Invalid { problems }) = offer(&world, WORKER, &number, past).await else { panic!() };
        assert!(matches!(problems[0].code, ProblemCode::TooEarly { .. }));
        let typed = to_neighbours(&world).await;
        assert!(offer(&world, WORKER, &number, typed.clone()).await.is_ok());
        assert_eq!(offer(&world, WORKER, &number, typed).await, Err(WRONG_STATE));
    }
}
