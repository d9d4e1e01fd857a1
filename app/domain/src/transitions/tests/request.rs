use crate::{
    Refusal,
    transitions::{
        RequestEvent as Event, RequestFacts as Facts, RequestState as State, request::next,
    },
};

/// Somebody of the owner's side.
const OWNERS_SIDE: Facts = Facts {
    is_asker: false,
    decides_for_asker: false,
    may_agree: true,
    is_on_its_way: false,
    gives_reason: true,
    has_lapsed: false,
};

/// Who asked.
const ASKER: Facts = Facts {
    is_asker: true,
    decides_for_asker: false,
    may_agree: false,
    is_on_its_way: false,
    gives_reason: true,
    has_lapsed: false,
};

#[test]
fn the_owners_side_agrees_and_never_the_one_who_asked() {
    let agree = |facts| next(State::Asked, Event::Agree, &facts);
    assert_eq!(agree(OWNERS_SIDE), Ok(State::Agreed));
    assert_eq!(agree(ASKER), Err(Refusal::NotYourStep));
    assert_eq!(
        agree(Facts {
            may_agree: true,
            ..ASKER
        }),
        Err(Refusal::OwnStep)
    );
    assert_eq!(
        agree(Facts {
            gives_reason: false,
            ..OWNERS_SIDE
        }),
        Ok(State::Agreed)
    );
}

#[test]
fn the_owners_side_declines_with_a_reason() {
    let decline = |facts| next(State::Asked, Event::Decline, &facts);
    assert_eq!(decline(OWNERS_SIDE), Ok(State::Declined));
    assert_eq!(decline(ASKER), Err(Refusal::NotYourStep));
    assert_eq!(
        decline(Facts {
            may_agree: true,
            ..ASKER
        }),
        Err(Refusal::OwnStep)
    );
    assert_eq!(
        decline(Facts {
            gives_reason: false,
            ..OWNERS_SIDE
        }),
        Err(Refusal::ReasonMissing)
    );
}

#[test]
fn who_asked_takes_it_back_before_it_is_answered() {
    assert_eq!(
        next(State::Asked, Event::Withdraw, &ASKER),
        Ok(State::Withdrawn)
    );
    assert_eq!(
        next(State::Asked, Event::Withdraw, &OWNERS_SIDE),
        Err(Refusal::NotYourStep)
    );
    assert_eq!(
        next(State::Agreed, Event::Withdraw, &ASKER),
        Err(Refusal::WrongState)
    );
}
