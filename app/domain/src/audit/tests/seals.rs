//! Damage to seals.

use super::*;

/// Everything that can be changed of a seal, one thing at a time.
fn changes() -> Vec<fn(&mut Seal)> {
    vec![
        |seal| seal.district = DistrictId(Uuid::from_u128(9)),
        |seal| seal.number = 0,
        |seal| flip(&mut seal.previous, 0),
        |seal| seal.through += TimeDelta::microseconds(1),
        |seal| seal.sealed_at -= TimeDelta::microseconds(1),
        |seal| seal.count += 1,
        |seal| flip(&mut seal.events, 3),
        |seal| flip(&mut seal.events, 40),
        |seal| seal.events.push(' '),
        |seal| "[]".clone_into(&mut seal.events),
        |seal| "nothing".clone_into(&mut seal.events),
        |seal| flip(&mut seal.hash, 63),
        |seal| seal.hash.make_ascii_uppercase(),
        |seal| seal.events = seal.events.replacen("-0000-", "-000A-", 1),
    ]
}

fn flip(text: &mut String, place: usize) {
    let mut bytes = text.clone().into_bytes();
    bytes[place] ^= 1;
    *text = String::from_utf8(bytes).unwrap();
}

fn number(fault: &Fault) -> Option<i64> {
    match fault {
        Fault::SealBroken { number, .. } => Some(*number),
        _ => None,
    }
}

proptest! {
    #[test]
    fn any_change_of_a_seal_is_named(
        stored in chain(),
        place in any::<prop::sample::Index>(),
        change in 0..changes().len(),
        at_once in 1_usize..5,
    ) {
        let mut damaged = stored.clone();
        let seal = &mut damaged.seals[place.index(stored.seals.len())];
        let which = seal.number;
        changes()[change](seal);
        let found = damaged.check(None, at_once).unwrap_err();
        prop_assert_eq!(number(&found), Some(which), "{:?}", found);
    }

    #[test]
    fn a_seal_that_is_gone_is_named(
        stored in chain(),
        place in any::<prop::sample::Index>(),
        at_once in 1_usize..5,
    ) {
        let mut damaged = stored.clone();
        let gone = damaged.seals.remove(place.index(stored.seals.len()));
        let found = damaged.check(Some(&stored.head()), at_once);
        if gone.number < stored.head().seal {
            prop_assert_eq!(found, Err(Fault::SealMissing { number: gone.number }));
        } else {
            prop_assert!(found.is_err());
        }
    }

    #[test]
    fn a_tail_cut_off_with_its_seals_is_found_by_the_head(
        stored in chain(),
        left in any::<prop::sample::Index>(),
        at_once in 1_usize..5,
    ) {
        let head = stored.head();
        let mut cut = stored.clone();
        cut.seals.truncate(left.index(stored.seals.len()));
        let kept: Vec<_> = cut.seals.iter().flat_map(|seal| seal.sealed_events().unwrap()).collect();
        cut.events.retain(|event| kept.iter().any(|sealed| sealed.id == event.id));
        prop_assert!(cut.check(None, at_once).is_ok());
        let last = cut.seals.last().map_or(0, |seal| seal.number);
        prop_assert_eq!(cut.check(Some(&head), at_once), Err(Fault::CutOffBefore { last, head }));
    }

    #[test]
    fn a_chain_written_anew_is_found_by_the_head(
        stored in chain(),
        at_once in 1_usize..5,
    ) {
        let head = stored.head();
        let mut forged = stored.clone();
        forged.events[0].actor_name = "Somebody else".to_owned();
        forged.rewrite();
        prop_assert!(forged.check(None, at_once).is_ok());
        prop_assert_eq!(forged.check(Some(&head), at_once), Err(Fault::Rewritten { head }));
    }

    #[test]
    fn a_seal_whose_hash_was_worked_out_anew_breaks_the_next(
        stored in chain(),
        place in any::<prop::sample::Index>(),
        at_once in 1_usize..5,
    ) {
        let mut damaged = stored.clone();
        let place = place.index(stored.seals.len());
        damaged.seals[place].sealed_at += TimeDelta::hours(1);
        damaged.seals[place].hash = damaged.seals[place].true_hash();
        let found = damaged.check(Some(&stored.head()), at_once).unwrap_err();
        let last = place + 1 == stored.seals.len();
        let expected = (!last).then(|| damaged.seals[place].number + 1);
        prop_assert_eq!(number(&found), expected);
    }
}

impl Stored {
    /// Seals every batch anew.
    fn rewrite(&mut self) {
        let mut end = ChainEnd::default();
        for seal in &mut self.seals {
            let old = seal.sealed_events().unwrap();
            let event = |sealed: &SealedEvent| {
                let mut events = self.events.iter();
                events.find(|event| event.id == sealed.id).unwrap().sealed()
            };
            let events: Vec<_> = old.iter().map(event).collect();
            *seal = end.seal(DISTRICT, &events, seal.sealed_at).unwrap();
            end = seal.end();
        }
    }
}

#[test]
fn an_event_is_sealed_once() {
    let sealed = event(1, 0).sealed();
    let twice = ChainEnd::default().seal(DISTRICT, &[sealed.clone(), sealed.clone()], morning());
    let broken = Walk::new(DISTRICT, None).seal(&twice.unwrap()).unwrap_err();
    assert_eq!(
        broken,
        Fault::SealBroken {
            number: 1,
            first: Some(sealed.named())
        }
    );
}

#[test]
fn what_is_too_old_is_not_sealed_late() {
    let first = ChainEnd::default().seal(DISTRICT, &[event(1, 7200).sealed()], morning());
    let first = first.unwrap();
    let late = first
        .end()
        .seal(DISTRICT, &[event(2, 3599).sealed()], morning());
    let mut walk = Walk::new(DISTRICT, None);
    walk.seal(&first).unwrap();
    assert_eq!(number(&walk.seal(&late.unwrap()).unwrap_err()), Some(2));
}

#[test]
fn nothing_seals_nothing() {
    assert_eq!(ChainEnd::default().seal(DISTRICT, &[], morning()), None);
}
