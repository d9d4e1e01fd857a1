use crate::{
    Refusal,
    transitions::{
        ReferralEvent as Event, ReferralFacts as Facts, ReferralState as State,
        referral::{next, offer, opens_access},
    },
};

/// Somebody of the service who may do everything there, in time and with consent.
const SERVICE: Facts = Facts {
    is_asker: false,
    may_offer: false,
    may_accept: true,
    gives_reason: true,
    gives_note: true,
    consented: true,
    has_lapsed: false,
    is_due: false,
};

/// Somebody of the owner's side, with consent.
const SENDER: Facts = Facts {
    is_asker: true,
    may_offer: true,
    may_accept: false,
    ..SERVICE
};

#[test]
fn a_service_takes_a_referral_on_and_completes_it() {
    assert_eq!(offer(&SENDER), Ok(State::Offered));
    assert_eq!(
        next(State::Offered, Event::Accept, &SERVICE),
        Ok(State::Accepted)
    );
    assert_eq!(
        next(State::Accepted, Event::Complete, &SERVICE),
        Ok(State::Completed)
    );
}

#[test]
fn offering_needs_the_case_an_end_to_come_and_consent() {
    assert_eq!(offer(&SERVICE), Err(Refusal::NotYourStep));
    assert_eq!(
        offer(&Facts {
            is_due: true,
            ..SENDER
        }),
        Err(Refusal::OfferEnded)
    );
    assert_eq!(
        offer(&Facts {
            consented: false,
            ..SENDER
        }),
        Err(Refusal::ConsentMissing)
    );
}

#[test]
fn only_the_service_accepts_in_time_while_consent_holds() {
    let accept = |facts| next(State::Offered, Event::Accept, &facts);
    assert_eq!(accept(SENDER), Err(Refusal::NotYourStep));
    assert_eq!(
        accept(Facts {
            is_asker: true,
            ..SERVICE
        }),
        Err(Refusal::OwnStep)
    );
    assert_eq!(
        accept(Facts {
            is_due: true,
            ..SERVICE
        }),
        Err(Refusal::OfferEnded)
    );
    assert_eq!(
        accept(Facts {
            consented: false,
            ..SERVICE
        }),
        Err(Refusal::ConsentMissing)
    );
    assert_eq!(
        next(State::Accepted, Event::Accept, &SERVICE),
        Err(Refusal::WrongState)
    );
}

#[test]
fn the_service_refuses_with_a_reason_before_it_accepts() {
    let refuse = |facts| next(State::Offered, Event::Refuse, &facts);
    assert_eq!(refuse(SERVICE), Ok(State::Refused));
    assert_eq!(refuse(SENDER), Err(Refusal::NotYourStep));
    assert_eq!(
        refuse(Facts {
            is_asker: true,
            ..SERVICE
        }),
        Err(Refusal::OwnStep)
    );
    assert_eq!(
        refuse(Facts {
            gives_reason: false,
            ..SERVICE
        }),
        Err(Refusal::ReasonMissing)
    );
    assert_eq!(
        next(State::Accepted, Event::Refuse, &SERVICE),
        Err(Refusal::WrongState)
    );
}

#[test]
fn completing_needs_the_service_and_a_note_in_time() {
    let complete = |facts| next(State::Accepted, Event::Complete, &facts);
    assert_eq!(complete(SENDER), Err(Refusal::NotYourStep));
    assert_eq!(
        complete(Facts {
            gives_note: false,
            ..SERVICE
        }),
        Err(Refusal::ReasonMissing)
    );
    assert_eq!(
        complete(Facts {
            is_due: true,
            ..SERVICE
        }),
        Err(Refusal::OfferEnded)
    );
    assert_eq!(
        next(State::Offered, Event::Complete, &SERVICE),
        Err(Refusal::WrongState)
    );
}

#[test]
fn the_sending_side_withdraws_until_the_end() {
    let asker = Facts {
        may_offer: false,
        ..SENDER
    };
    let colleague = Facts {
        is_asker: false,
        ..SENDER
    };
    for open in [State::Offered, State::Accepted] {
        assert_eq!(next(open, Event::Withdraw, &asker), Ok(State::Withdrawn));
        assert_eq!(
            next(open, Event::Withdraw, &colleague),
            Ok(State::Withdrawn)
        );
        assert_eq!(
            next(open, Event::Withdraw, &SERVICE),
            Err(Refusal::NotYourStep)
        );
    }
    assert_eq!(
        next(State::Completed, Event::Withdraw, &asker),
        Err(Refusal::WrongState)
    );
}

#[test]
fn access_is_open_while_the_service_works_and_ends_by_the_clock() {
    let due = Facts {
        is_due: true,
        ..Facts::default()
    };
    for state in State::ALL {
        assert_eq!(opens_access(state), state == State::Accepted);
    }
    for open in [State::Offered, State::Accepted] {
        assert_eq!(next(open, Event::Expire, &due), Ok(State::Expired));
        assert_eq!(
            next(open, Event::Expire, &SERVICE),
            Err(Refusal::WrongState)
        );
    }
    assert_eq!(
        next(State::Completed, Event::Expire, &due),
        Err(Refusal::WrongState)
    );
}
