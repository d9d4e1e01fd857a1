use proptest::prelude::*;

use crate::{
    Refusal,
    shelters::{BedEvent, BedFacts, BedState, bed::next},
};

fn facts() -> impl Iterator<Item = BedFacts> {
    [false, true].into_iter().flat_map(|held_for_them| {
        [false, true].map(|planned_meanwhile| BedFacts {
            held_for_them,
            planned_meanwhile,
            too_old_for_cot: false,
        })
    })
}

#[test]
fn nobody_comes_into_a_bed_in_which_somebody_is() {
    use BedState::{Occupied, OutOfService};
    for facts in facts() {
        for event in [BedEvent::Hold, BedEvent::Arrive] {
            let refused = |state| next(state, event, &facts).unwrap_err();
            assert_eq!(refused(Occupied), Refusal::BedOccupied);
            assert_eq!(refused(OutOfService), Refusal::BedOutOfService);
        }
    }
}

#[test]
fn a_held_bed_is_for_those_for_whom_it_is_held() {
    for event in [BedEvent::Hold, BedEvent::Arrive] {
        let mut facts = BedFacts::default();
        let held = |facts: &BedFacts| next(BedState::Held, event, facts);
        assert_eq!(held(&facts), Err(Refusal::BedHeld));
        facts.held_for_them = true;
        assert!(held(&facts).is_ok());
        facts.planned_meanwhile = true;
        assert_eq!(held(&facts), Err(Refusal::PlannedMeanwhile));
    }
}

#[test]
fn a_cot_is_for_small_children() {
    let too_old = BedFacts {
        held_for_them: true,
        too_old_for_cot: true,
        ..BedFacts::default()
    };
    for state in [BedState::Free, BedState::Held] {
        for event in [BedEvent::Hold, BedEvent::Arrive] {
            assert_eq!(next(state, event, &too_old), Err(Refusal::TooOldForCot));
        }
    }
    assert_eq!(
        next(BedState::Held, BedEvent::Release, &too_old),
        Ok(BedState::Free)
    );
    assert_eq!(
        next(BedState::Occupied, BedEvent::Depart, &too_old),
        Ok(BedState::Free)
    );
}

#[test]
fn a_bed_is_taken_out_only_while_it_is_empty() {
    for facts in facts() {
        let out = |state| next(state, BedEvent::TakeOut, &facts);
        assert_eq!(out(BedState::Free), Ok(BedState::OutOfService));
        assert_eq!(out(BedState::Held), Err(Refusal::BedHeld));
        assert_eq!(out(BedState::Occupied), Err(Refusal::BedOccupied));
        assert_eq!(out(BedState::OutOfService), Err(Refusal::WrongState));
    }
}

proptest! {
    /// Nothing empties a bed but its guest's departure, and nothing fills it but an arrival.
    #[test]
    fn a_guest_leaves_a_bed_by_departing_alone(
        events in prop::collection::vec((0..6_usize, any::<bool>(), any::<bool>()), 0..60),
    ) {
        let mut state = BedState::Free;
        for (event, held_for_them, planned_meanwhile) in events {
            let event = BedEvent::ALL[event];
            let facts = BedFacts { held_for_them, planned_meanwhile, too_old_for_cot: false };
            let Ok(after) = next(state, event, &facts) else { continue };
            if state == BedState::Occupied {
                prop_assert_eq!(event, BedEvent::Depart);
            }
            if after == BedState::Occupied {
                prop_assert_eq!(event, BedEvent::Arrive);
            }
            state = after;
        }
    }
}
