//! What holds of every machine, for all states, events and facts.

use core::fmt::Debug;
use std::collections::HashSet;

use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Refusal,
    transitions::{facts::Facts, *},
};

fn transfer_facts() -> impl Strategy<Value = TransferFacts> {
    any::<u32>().prop_map(TransferFacts::from_bits)
}

fn referral_facts() -> impl Strategy<Value = ReferralFacts> {
    any::<u32>().prop_map(ReferralFacts::from_bits)
}

fn request_facts() -> impl Strategy<Value = RequestFacts> {
    any::<u32>().prop_map(RequestFacts::from_bits)
}

fn transfer_steps() -> impl Strategy<Value = (TransferState, TransferEvent)> {
    (
        prop::sample::select(TransferState::ALL.to_vec()),
        prop::sample::select(TransferEvent::ALL.to_vec()),
    )
}

fn referral_steps() -> impl Strategy<Value = (ReferralState, ReferralEvent)> {
    (
        prop::sample::select(ReferralState::ALL.to_vec()),
        prop::sample::select(ReferralEvent::ALL.to_vec()),
    )
}

fn request_steps() -> impl Strategy<Value = (RequestState, RequestEvent)> {
    (
        prop::sample::select(RequestState::ALL.to_vec()),
        prop::sample::select(RequestEvent::ALL.to_vec()),
    )
}

/// The arrows that the rules of the work name, and no others.
fn transfer_arrow(from: TransferState, event: TransferEvent) -> Option<TransferState> {
    use TransferEvent as E;
    use TransferState as S;
    match (from, event) {
        (S::Draft, E::Ask) => Some(S::AwaitingRelease),
        (S::AwaitingRelease, E::Release) => Some(S::Offered),
        (S::Offered, E::Accept) => Some(S::Accepted),
        (S::AwaitingRelease | S::Offered, E::Refuse) => Some(S::Refused),
        (S::Draft | S::AwaitingRelease | S::Offered, E::Withdraw) => Some(S::Withdrawn),
        (S::AwaitingRelease | S::Offered, E::Expire) => Some(S::Expired),
        _ => None,
    }
}

fn referral_arrow(from: ReferralState, event: ReferralEvent) -> Option<ReferralState> {
    use ReferralEvent as E;
    use ReferralState as S;
    match (from, event) {
        (S::Offered, E::Accept) => Some(S::Accepted),
        (S::Offered, E::Refuse) => Some(S::Refused),
        (S::Accepted, E::Complete) => Some(S::Completed),
        (S::Offered | S::Accepted, E::Withdraw) => Some(S::Withdrawn),
        (S::Offered | S::Accepted, E::Expire) => Some(S::Expired),
        _ => None,
    }
}

fn request_arrow(from: RequestState, event: RequestEvent) -> Option<RequestState> {
    match (from, event) {
        (RequestState::Asked, RequestEvent::Agree) => Some(RequestState::Agreed),
        (RequestState::Asked, RequestEvent::Decline) => Some(RequestState::Declined),
        (RequestState::Asked, RequestEvent::Withdraw) => Some(RequestState::Withdrawn),
        _ => None,
    }
}

/// Where no arrow leads on, the state is wrong whoever asks; where one does, it leads there only.
fn answers_by<S: PartialEq + Debug>(
    arrow: Option<S>,
    is_final: bool,
    answer: Result<S, Refusal>,
) -> Result<(), TestCaseError> {
    match (arrow, answer) {
        (None, answer) => prop_assert_eq!(answer, Err(Refusal::WrongState)),
        (Some(_), Err(_)) => {}
        (Some(arrow), Ok(state)) => {
            prop_assert!(!is_final);
            prop_assert_eq!(state, arrow);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn transfers_follow_the_declared_arrows((from, event) in transfer_steps(), facts in transfer_facts()) {
        answers_by(transfer_arrow(from, event), from.is_final(), transfer::next(from, event, &facts))?;
    }

    #[test]
    fn referrals_follow_the_declared_arrows((from, event) in referral_steps(), facts in referral_facts()) {
        answers_by(referral_arrow(from, event), from.is_final(), referral::next(from, event, &facts))?;
    }

    #[test]
    fn requests_follow_the_declared_arrows((from, event) in request_steps(), facts in request_facts()) {
        answers_by(request_arrow(from, event), from.is_final(), request::next(from, event, &facts))?;
    }

    #[test]
    fn nothing_is_accepted_when_due(facts in transfer_facts(), referred in referral_facts()) {
        for state in TransferState::ALL {
            let due = TransferFacts { is_due: true, ..facts };
            prop_assert!(transfer::next(state, TransferEvent::Accept, &due).is_err());
        }
        for state in ReferralState::ALL {
            let due = ReferralFacts { is_due: true, ..referred };
            prop_assert!(referral::next(state, ReferralEvent::Accept, &due).is_err());
        }
    }

    #[test]
    fn nothing_expires_before_it_is_due(facts in transfer_facts(), referred in referral_facts()) {
        for state in TransferState::ALL {
            let open = TransferFacts { is_due: false, ..facts };
            prop_assert_eq!(transfer::next(state, TransferEvent::Expire, &open), Err(Refusal::WrongState));
        }
        for state in ReferralState::ALL {
            let open = ReferralFacts { is_due: false, ..referred };
            prop_assert_eq!(referral::next(state, ReferralEvent::Expire, &open), Err(Refusal::WrongState));
        }
    }
}

#[test]
fn final_states_never_change_and_the_others_can() {
    for from in TransferState::ALL {
        let moves = TransferEvent::ALL.into_iter().any(|event| {
            TransferFacts::every().any(|facts| transfer::next(from, event, &facts).is_ok())
        });
        assert_eq!(moves, !from.is_final(), "{from:?}");
    }
    for from in ReferralState::ALL {
        let moves = ReferralEvent::ALL.into_iter().any(|event| {
            ReferralFacts::every().any(|facts| referral::next(from, event, &facts).is_ok())
        });
        assert_eq!(moves, !from.is_final(), "{from:?}");
    }
    for from in RequestState::ALL {
        let moves = RequestEvent::ALL.into_iter().any(|event| {
            RequestFacts::every().any(|facts| request::next(from, event, &facts).is_ok())
        });
        assert_eq!(moves, !from.is_final(), "{from:?}");
    }
}

#[test]
fn without_any_fact_nothing_happens() {
    for from in TransferState::ALL {
        for event in TransferEvent::ALL {
            assert!(transfer::next(from, event, &TransferFacts::default()).is_err());
        }
    }
    for from in ReferralState::ALL {
        for event in ReferralEvent::ALL {
            assert!(referral::next(from, event, &ReferralFacts::default()).is_err());
        }
    }
    for from in RequestState::ALL {
        for event in RequestEvent::ALL {
            assert!(request::next(from, event, &RequestFacts::default()).is_err());
        }
    }
    assert!(referral::offer(&ReferralFacts::default()).is_err());
    assert!(assign(&AssignmentFacts::default()).is_err());
}

fn named_once<T>(all: &[T], code: fn(T) -> &'static str, from_code: fn(&str) -> Option<T>)
where
    T: Copy + PartialEq + Debug + Serialize + DeserializeOwned,
{
    let codes: HashSet<_> = all.iter().map(|value| code(*value)).collect();
    assert_eq!(codes.len(), all.len());
    for value in all {
        assert_eq!(from_code(code(*value)), Some(*value));
        let written = serde_json::to_value(value).unwrap();
        assert_eq!(written, code(*value));
        assert_eq!(serde_json::from_value::<T>(written).unwrap(), *value);
    }
    assert_eq!(from_code("something else"), None);
}

#[test]
fn every_value_has_one_name_and_reads_back() {
    named_once(
        &TransitionKind::ALL,
        TransitionKind::code,
        TransitionKind::from_code,
    );
    named_once(
        &TransferState::ALL,
        TransferState::code,
        TransferState::from_code,
    );
    named_once(
        &TransferEvent::ALL,
        TransferEvent::code,
        TransferEvent::from_code,
    );
    named_once(
        &ReferralState::ALL,
        ReferralState::code,
        ReferralState::from_code,
    );
    named_once(
        &ReferralEvent::ALL,
        ReferralEvent::code,
        ReferralEvent::from_code,
    );
    named_once(
        &RequestState::ALL,
        RequestState::code,
        RequestState::from_code,
    );
    named_once(
        &RequestEvent::ALL,
        RequestEvent::code,
        RequestEvent::from_code,
    );
}

#[test]
fn a_refusal_travels_under_its_code() {
    for refusal in [
        Refusal::WrongState,
        Refusal::OwnStep,
        Refusal::NotYourStep,
        Refusal::ReasonMissing,
        Refusal::ConsentMissing,
        Refusal::ReceiverUnfit,
        Refusal::OfferEnded,
        Refusal::AlreadyTheirs,
    ] {
        assert_eq!(serde_json::to_value(refusal).unwrap(), refusal.code());
    }
}
