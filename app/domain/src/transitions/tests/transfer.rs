use crate::{
    Refusal,
    transitions::{
        TransferEvent as Event, TransferFacts as Facts, TransferState as State, transfer::next,
    },
};

const NOTHING: Facts = Facts {
    is_asker: false,
    has_released: false,
    may_ask: false,
    may_release: false,
    may_accept: false,
    gives_reason: false,
    consented: false,
    owner_fits: false,
    consent_ended: false,
    is_due: false,
};

/// A caseworker who asks for their own case, with consent.
const ASKER: Facts = Facts {
    may_ask: true,
    consented: true,
    ..NOTHING
};

/// A supervisor of the sending side who did nothing yet.
const SENDING: Facts = Facts {
    may_release: true,
    ..NOTHING
};

/// A supervisor of the receiving side who did nothing yet and names a fitting owner.
const RECEIVING: Facts = Facts {
    may_accept: true,
    owner_fits: true,
    ..NOTHING
};

/// Somebody who may do everything.
const EVERYTHING: Facts = Facts {
    may_ask: true,
    may_release: true,
    may_accept: true,
    gives_reason: true,
    consented: true,
    owner_fits: true,
    ..NOTHING
};

#[test]
fn three_people_bring_a_transfer_to_its_end() {
    assert_eq!(
        next(State::Draft, Event::Ask, &ASKER),
        Ok(State::AwaitingRelease)
    );
    assert_eq!(
        next(State::AwaitingRelease, Event::Release, &SENDING),
        Ok(State::Offered)
    );
    assert_eq!(
        next(State::Offered, Event::Accept, &RECEIVING),
        Ok(State::Accepted)
    );
}

#[test]
fn asking_needs_the_case_and_consent() {
    let stranger = Facts {
        may_ask: false,
        ..ASKER
    };
    assert_eq!(
        next(State::Draft, Event::Ask, &stranger),
        Err(Refusal::NotYourStep)
    );
    let secretly = Facts {
        consented: false,
        ..ASKER
    };
    assert_eq!(
        next(State::Draft, Event::Ask, &secretly),
        Err(Refusal::ConsentMissing)
    );
}

#[test]
fn only_a_sending_supervisor_who_did_not_ask_releases() {
    let release = |facts| next(State::AwaitingRelease, Event::Release, &facts);
    assert_eq!(release(RECEIVING), Err(Refusal::NotYourStep));
    assert_eq!(
        release(Facts {
            is_asker: true,
            ..EVERYTHING
        }),
        Err(Refusal::OwnStep)
    );
    assert_eq!(
        next(State::Draft, Event::Release, &SENDING),
        Err(Refusal::WrongState)
    );
    assert_eq!(
        next(State::Offered, Event::Release, &SENDING),
        Err(Refusal::WrongState)
    );
}

#[test]
fn a_release_is_refused_with_a_reason_by_a_sending_supervisor_who_did_not_ask() {
    let refuse = |facts| next(State::AwaitingRelease, Event::Refuse, &facts);
    let why = Facts {
        gives_reason: true,
        ..SENDING
    };
    assert_eq!(refuse(why), Ok(State::Refused));
    assert_eq!(refuse(SENDING), Err(Refusal::ReasonMissing));
    assert_eq!(
        refuse(Facts {
            is_asker: true,
            ..why
        }),
        Err(Refusal::OwnStep)
    );
    let receiving = Facts {
        gives_reason: true,
        ..RECEIVING
    };
    assert_eq!(refuse(receiving), Err(Refusal::NotYourStep));
}

#[test]
fn an_offer_is_refused_with_a_reason_by_a_receiving_supervisor_who_did_nothing_else() {
    let refuse = |facts| next(State::Offered, Event::Refuse, &facts);
    let why = Facts {
        gives_reason: true,
        ..RECEIVING
    };
    assert_eq!(refuse(why), Ok(State::Refused));
    assert_eq!(refuse(RECEIVING), Err(Refusal::ReasonMissing));
    assert_eq!(
        refuse(Facts {
            is_asker: true,
            ..why
        }),
        Err(Refusal::OwnStep)
    );
    assert_eq!(
        refuse(Facts {
            has_released: true,
            ..why
        }),
        Err(Refusal::OwnStep)
    );
    let sending = Facts {
        gives_reason: true,
        ..SENDING
    };
    assert_eq!(refuse(sending), Err(Refusal::NotYourStep));
}

#[test]
fn an_offer_is_accepted_in_time_for_an_owner_who_fits_by_somebody_who_did_nothing_else() {
    let accept = |facts| next(State::Offered, Event::Accept, &facts);
    assert_eq!(accept(EVERYTHING), Ok(State::Accepted));
    assert_eq!(accept(SENDING), Err(Refusal::NotYourStep));
    assert_eq!(
        accept(Facts {
            is_asker: true,
            ..EVERYTHING
        }),
        Err(Refusal::OwnStep)
    );
    assert_eq!(
        accept(Facts {
            has_released: true,
            ..EVERYTHING
        }),
        Err(Refusal::OwnStep)
    );
    assert_eq!(
        accept(Facts {
            is_due: true,
            ..EVERYTHING
        }),
        Err(Refusal::OfferEnded)
    );
    assert_eq!(
        accept(Facts {
            owner_fits: false,
            ..EVERYTHING
        }),
        Err(Refusal::ReceiverUnfit)
    );
    assert_eq!(
        next(State::AwaitingRelease, Event::Accept, &EVERYTHING),
        Err(Refusal::WrongState)
    );
}

#[test]
fn the_sending_side_withdraws_until_acceptance() {
    let asker = Facts {
        is_asker: true,
        ..NOTHING
    };
    for open in [State::Draft, State::AwaitingRelease, State::Offered] {
        assert_eq!(next(open, Event::Withdraw, &asker), Ok(State::Withdrawn));
        assert_eq!(next(open, Event::Withdraw, &SENDING), Ok(State::Withdrawn));
        assert_eq!(
            next(open, Event::Withdraw, &RECEIVING),
            Err(Refusal::NotYourStep)
        );
    }
    assert_eq!(
        next(State::Accepted, Event::Withdraw, &asker),
        Err(Refusal::WrongState)
    );
}

#[test]
fn what_was_asked_or_offered_expires_by_the_clock() {
    let due = Facts {
        is_due: true,
        ..NOTHING
    };
    for waiting in [State::AwaitingRelease, State::Offered] {
        assert_eq!(next(waiting, Event::Expire, &due), Ok(State::Expired));
        assert_eq!(
            next(waiting, Event::Expire, &EVERYTHING),
            Err(Refusal::WrongState)
        );
    }
    assert_eq!(
        next(State::Draft, Event::Expire, &due),
        Err(Refusal::WrongState)
    );
}
