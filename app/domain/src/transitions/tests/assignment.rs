use crate::{
    Refusal,
    transitions::{AssignmentFacts as Facts, assign},
};

/// The owner gives the case to a colleague who fits.
const OWNER: Facts = Facts {
    is_owner: true,
    supervises: false,
    receiver_is_active: true,
    receiver_may_own: true,
    same_district: true,
    receiver_owns_it: false,
};

#[test]
fn the_owner_or_a_supervisor_assigns() {
    assert_eq!(assign(&OWNER), Ok(()));
    let supervisor = Facts {
        is_owner: false,
        supervises: true,
        ..OWNER
    };
    assert_eq!(assign(&supervisor), Ok(()));
    let colleague = Facts {
        is_owner: false,
        ..OWNER
    };
    assert_eq!(assign(&colleague), Err(Refusal::NotYourStep));
}

#[test]
fn the_receiver_is_active_may_own_cases_and_belongs_to_the_district() {
    for unfit in [
        Facts {
            receiver_is_active: false,
            ..OWNER
        },
        Facts {
            receiver_may_own: false,
            ..OWNER
        },
        Facts {
            same_district: false,
            ..OWNER
        },
    ] {
        assert_eq!(assign(&unfit), Err(Refusal::ReceiverUnfit), "{unfit:?}");
    }
}

#[test]
fn nobody_receives_what_they_own() {
    let again = Facts {
        receiver_owns_it: true,
        ..OWNER
    };
    assert_eq!(assign(&again), Err(Refusal::AlreadyTheirs));
    let stranger = Facts {
        is_owner: false,
        ..again
    };
    assert_eq!(assign(&stranger), Err(Refusal::NotYourStep));
}
