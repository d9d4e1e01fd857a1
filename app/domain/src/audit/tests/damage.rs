//! Damage to events.

use super::*;

/// Everything that can be changed of an event, one thing at a time.
fn changes() -> Vec<fn(&mut AuditEvent)> {
    vec![
        |event| event.at += TimeDelta::microseconds(1),
        |event| event.at -= TimeDelta::hours(5),
        |event| event.at += TimeDelta::days(5),
        |event| event.district = DistrictId(Uuid::from_u128(9)),
        |event| event.actor = Some(Uuid::from_u128(77)),
        |event| event.actor_name = "Nagy Judif".to_owned(),
        |event| event.roles.push('s'),
        |event| "case_reae".clone_into(&mut event.action),
        |event| event.case = Some(Uuid::from_u128(78)),
        |event| event.address = Some(String::new()),
        |event| event.details = json!({"number": "1"}),
        |event| event.details["number"] = json!(-1),
        |event| event.details["other"] = json!(null),
    ]
}

fn first<'a>(events: impl IntoIterator<Item = &'a AuditEvent>) -> NamedEvent {
    let first = events.into_iter().min_by_key(|event| (event.at, event.id));
    first.unwrap().named()
}

proptest! {
    #[test]
    fn any_change_is_named(
        (stored, place, _, at_once) in damaged(),
        change in 0..changes().len(),
    ) {
        let mut changed = stored.clone();
        changes()[change](&mut changed.events[place]);
        let named = stored.events[place].named();
        prop_assert_eq!(changed.check(None, at_once), Err(Fault::Changed(named)));
    }

    #[test]
    fn a_removed_event_is_named((stored, place, _, at_once) in damaged()) {
        let mut damaged = stored.clone();
        let named = damaged.events.remove(place).named();
        let found = damaged.check(None, at_once).unwrap_err();
        let is_last = stored.sorted().last().unwrap().id == named.id;
        let expected = if is_last { Fault::CutOff(named) } else { Fault::Removed(named) };
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn two_that_are_swapped_are_named((stored, one, other, at_once) in damaged()) {
        prop_assume!(one != other);
        let mut swapped = stored.clone();
        swapped.events.swap(one, other);
        for (place, old) in [(one, one), (other, other)] {
            swapped.events[place].id = stored.events[old].id;
        }
        let named = first([&stored.events[one], &stored.events[other]]);
        let found = swapped.check(None, at_once).unwrap_err();
        let both = [&stored.events[one], &stored.events[other]];
        prop_assert!(
            both.iter().any(|event| found == Fault::Changed(event.named())),
            "{:?} instead of {:?}", found, named
        );
    }

    #[test]
    fn a_tail_that_is_cut_off_is_named((stored, place, _, at_once) in damaged()) {
        let mut cut = stored.clone();
        cut.events = stored.sorted();
        let tail = cut.events.split_off(place);
        prop_assert_eq!(cut.check(None, at_once), Err(Fault::CutOff(first(&tail))));
        // Even when people went on working behind the cut.
        let latest = stored.seals.last().unwrap().through;
        let mut later = event(5000, 0);
        later.at = latest + TimeDelta::seconds(1);
        cut.events.push(later);
        prop_assert_eq!(cut.check(None, at_once), Err(Fault::CutOff(first(&tail))));
    }

    #[test]
    fn an_event_inserted_behind_the_frontier_is_named(
        (stored, _, _, at_once) in damaged(),
        before in 1_i64..100_000,
    ) {
        let mut damaged = stored.clone();
        let mut forged = event(5000, 0);
        forged.at = stored.seals.last().unwrap().through - GRACE - TimeDelta::seconds(before);
        let named = forged.named();
        damaged.events.push(forged);
        prop_assert_eq!(damaged.check(None, at_once), Err(Fault::Inserted(named)));
    }

    #[test]
    fn an_event_that_cannot_be_read_is_named((stored, place, _, _) in damaged()) {
        let mut walk = Walk::new(DISTRICT, None);
        for seal in &stored.seals {
            walk.seal(seal).unwrap();
        }
        let named = stored.events[place].named();
        let unread = NamedEvent { at: DateTime::UNIX_EPOCH, action: String::new(), ..named.clone() };
        prop_assert_eq!(walk.meet(&unread, None), Err(Fault::Changed(named)));
    }
}

#[test]
fn an_unsealed_event_that_cannot_be_read_is_named() {
    let named = event(1, 0).named();
    let mut walk = Walk::new(DISTRICT, None);
    assert_eq!(walk.meet(&named, None), Err(Fault::Changed(named)));
}
