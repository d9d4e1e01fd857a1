//! Whatever is done to the tables by hand is found, and named.

use chrono::TimeDelta;
use domain::audit::Fault;
use sea_orm::prelude::Uuid;
use services::audit::{Look, entity::Model};
use testkit::{Kind, World, on_both_databases};

use super::chain::*;

/// One change to one column, in the words of each database.
fn changes(world: &World) -> Vec<String> {
    let (details, at) = match world.database.kind {
        Kind::Sqlite => ("details", "replace(at, '+00:00', '.000001+00:00')"),
        Kind::Postgres => ("details::text", "at + interval '1 microsecond'"),
    };
    let json = |text: &str| match world.database.kind {
        Kind::Sqlite => text.to_owned(),
        Kind::Postgres => format!("({text})::jsonb"),
    };
    vec![
        format!(
            "details = {}",
            json(&format!("replace({details}, 'female', 'femalf')"))
        ),
        format!("details = {}", json("'{}'")),
        format!("at = {at}"),
        "actor_name = replace(actor_name, 'd08', 'd09')".to_owned(),
        "actor_id = NULL".to_owned(),
        "roles = ''".to_owned(),
        "action = 'case_reae'".to_owned(),
        "case_id = NULL".to_owned(),
        "address = ''".to_owned(),
        "district_id = (SELECT id FROM districts WHERE number = 9)".to_owned(),
        format!("at = {}", time(world.store.now() - TimeDelta::days(9))),
        format!("at = {}", time(world.store.now() + TimeDelta::days(9))),
    ]
}

/// A registration in the middle of the story.
fn middle(events: &[Model]) -> &Model {
    let registered = |event: &&Model| event.action == "case_registered";
    events.iter().filter(registered).nth(7).unwrap()
}

on_both_databases! {
    async fn any_change_of_any_column_is_named(world: World) {
        let events = story(&world).await;
        let event = middle(&events);
        for change in changes(&world) {
            update(&world, event, &change).await;
            assert_eq!(fault(&world, None).await, Some(Fault::Changed(named(event))), "{change}");
            restore(&world, event).await;
            assert_eq!(fault(&world, None).await, None, "{change}");
        }
    }

    async fn a_change_of_any_event_is_named(world: World) {
        for event in story(&world).await {
            update(&world, &event, "actor_name = 'x' || actor_name").await;
            assert_eq!(fault(&world, None).await, Some(Fault::Changed(named(&event))));
            restore(&world, &event).await;
        }
        assert_eq!(fault(&world, None).await, None);
    }

    async fn an_event_that_is_deleted_is_named(world: World) {
        let events = story(&world).await;
        let (last, others) = events.split_last().unwrap();
        for event in others {
            remove(&world, event).await;
            let found = fault(&world, None).await;
            assert_eq!(found, Some(Fault::Removed(named(event))));
            insert(&world, event).await;
        }
        remove(&world, last).await;
        assert_eq!(fault(&world, None).await, Some(Fault::CutOff(named(last))));
    }

    async fn two_events_that_are_swapped_are_named(world: World) {
        let events = story(&world).await;
        for (one, other) in [(3, 12), (3, 4), (0, events.len() - 1)] {
            let (one, other) = (&events[one], &events[other]);
            remove(&world, one).await;
            remove(&world, other).await;
            insert(&world, &Model { id: one.id, ..other.clone() }).await;
            insert(&world, &Model { id: other.id, ..one.clone() }).await;
            // Each stands where the other stood, so either may be met first.
            let found = fault(&world, None).await.unwrap();
            let either = [one, other].map(|event| Fault::Changed(named(event)));
            assert!(either.contains(&found), "{found:?}");
            restore(&world, one).await;
            restore(&world, other).await;
        }
        assert_eq!(fault(&world, None).await, None);
    }

    async fn an_event_inserted_in_the_past_is_named_and_never_sealed(world: World) {
        let events = story(&world).await;
        let before = |minutes| events[0].at - TimeDelta::minutes(minutes);
        for at in [before(100_000), before(1), events[0].at, events[2].at] {
            let forged = again(&events[2], at, 7);
            insert(&world, &forged).await;
            assert_eq!(seal(&world, Look::Far).await, 0);
            assert_eq!(fault(&world, None).await, Some(Fault::Inserted(named(&forged))));
            remove(&world, &forged).await;
        }
    }

    async fn a_tail_that_is_cut_off_is_named(world: World) {
        let events = story(&world).await;
        let first = &events[events.len() - 5];
        for event in &events[events.len() - 5..] {
            remove(&world, event).await;
        }
        assert_eq!(fault(&world, None).await, Some(Fault::CutOff(named(first))));
        // People go on working, and what they do is sealed.
        world.register(crate::support::WORKER, "Коваль", "Марія").await;
        assert_eq!(fault(&world, None).await, Some(Fault::CutOff(named(first))));
        seal(&world, Look::Near).await;
        assert_eq!(fault(&world, None).await, Some(Fault::Removed(named(first))));
        // All of it.
        world.database.execute("DELETE FROM audit_events").await;
        assert_eq!(fault(&world, None).await, Some(Fault::CutOff(named(&events[0]))));
    }

    async fn a_tail_cut_off_with_its_seals_is_found_by_the_head(world: World) {
        let events = story(&world).await;
        let head = exported(&world).await;
        let eight = head.of(district(&world, 8).await).unwrap().clone();
        assert_eq!(eight.last, named(events.last().unwrap()));
        let left = eight.seal - 2;
        for event in &events[events.len() - 4..] {
            remove(&world, event).await;
        }
        let cut = format!("DELETE FROM audit_seals WHERE number > {left}");
        world.database.execute(&cut).await;
        assert_eq!(fault(&world, None).await, None);
        let found = fault(&world, Some(&head)).await;
        assert_eq!(found, Some(Fault::CutOffBefore { last: left, head: eight.clone() }));
        // As many seals again do not hide it.
        for _ in 0..3 {
            world.register(crate::support::WORKER, "Коваль", "Марія").await;
            seal(&world, Look::Near).await;
        }
        assert_eq!(fault(&world, None).await, None);
        assert_eq!(fault(&world, Some(&head)).await, Some(Fault::Rewritten { head: eight }));
    }

    async fn a_chain_written_anew_from_its_beginning_is_found_by_the_head(world: World) {
        let events = story(&world).await;
        let head = exported(&world).await;
        assert_eq!(fault(&world, Some(&head)).await, None);
        let eight = head.of(district(&world, 8).await).unwrap().clone();
        update(&world, middle(&events), "actor_name = 'Somebody else'").await;
        world.database.execute("DELETE FROM audit_seals").await;
        let events = stored(&world).await;
        seal_one_by_one(&world, &events).await;
        assert_eq!(fault(&world, None).await, None);
        assert_eq!(fault(&world, Some(&head)).await, Some(Fault::Rewritten { head: eight }));
    }

    async fn a_district_that_is_gone_with_its_chain_is_found_by_the_head(world: World) {
        story(&world).await;
        let mut head = exported(&world).await;
        head.districts[0].id = Uuid::nil().into();
        let all = services::audit::verify(&world.store, None, Some(&head), |_| {}).await;
        let faults: Vec<_> = all.unwrap().into_iter().filter_map(|one| one.fault).collect();
        let head = head.districts[0].clone();
        assert_eq!(faults, [Fault::CutOffBefore { last: 0, head }]);
    }

    async fn damage_to_a_seal_is_named(world: World) {
        let events = story(&world).await;
        let eight = id(&world, events[0].district_id);
        for change in [
            "events = replace(events, 'case_registered', 'case_registeree')",
            "events = 'x' || events",
            "events = '[]'",
            "hash = upper(hash)",
            "previous = replace(previous, 'a', 'b')",
            "count = count + 1",
            "sealed_at = (SELECT max(sealed_at) FROM audit_seals)",
        ] {
            let keep = "CREATE TABLE kept AS SELECT * FROM audit_seals";
            world.database.execute(keep).await;
            let change = format!(
                "UPDATE audit_seals SET {change} WHERE number = 4 AND district_id = {eight}"
            );
            world.database.execute(&change).await;
            let found = fault(&world, None).await;
            assert!(
                matches!(found, Some(Fault::SealBroken { number: 4, .. })),
                "{change}: {found:?}"
            );
            for repair in [
                "DELETE FROM audit_seals",
                "INSERT INTO audit_seals SELECT * FROM kept",
                "DROP TABLE kept",
            ] {
                world.database.execute(repair).await;
            }
            assert_eq!(fault(&world, None).await, None, "{change}");
        }
        let delete = format!("DELETE FROM audit_seals WHERE number = 4 AND district_id = {eight}");
        world.database.execute(&delete).await;
        assert_eq!(fault(&world, None).await, Some(Fault::SealMissing { number: 4 }));
    }

    async fn other_districts_are_verified_all_the_same(world: World) {
        let events = story(&world).await;
        update(&world, middle(&events), "roles = 'admin'").await;
        let all = services::audit::verify(&world.store, None, None, |_| {}).await.unwrap();
        let faulty: Vec<_> = all.iter().filter(|one| one.fault.is_some()).collect();
        assert_eq!(faulty.len(), 1);
        assert_eq!(faulty[0].district.number, 8);
        let nine = all.iter().find(|one| one.district.number == 9).unwrap();
        assert!(nine.verified >= 8, "{nine:?}");
    }

    async fn what_cannot_be_read_at_all_is_named(world: World) {
        if world.database.kind == Kind::Postgres {
            return; // It takes nothing into a column that is not of its kind.
        }
        let events = story(&world).await;
        let event = middle(&events);
        for change in [
            "details = '{\"changed\": '",
            "actor_name = CAST(x'ff41' AS TEXT)",
            "at = 'yesterday'",
            "at = 0",
            "case_id = 'x'",
            "action = x'00'",
        ] {
            update(&world, event, change).await;
            let found = fault(&world, None).await;
            assert_eq!(found, Some(Fault::Changed(named(event))), "{change}");
            restore(&world, event).await;
            assert_eq!(fault(&world, None).await, None, "{change}");
        }
        // Nor does one that waits stop the others from being sealed.
        let fresh = again(event, world.store.now(), 7);
        insert(&world, &fresh).await;
        update(&world, &fresh, "details = '{'").await;
        world.register(crate::support::WORKER, "Коваль", "Марія").await;
        assert_eq!(seal(&world, Look::Near).await, 1);
        assert_eq!(fault(&world, None).await, Some(Fault::Changed(named(&fresh))));
        remove(&world, &fresh).await;
        for change in ["events = CAST(x'ff' AS TEXT)", "through_at = 'never'", "hash = x'00'"] {
            let change = format!("UPDATE audit_seals SET {change} WHERE number = 1");
            world.database.execute(&change).await;
            let found = fault(&world, None).await;
            assert_eq!(found, Some(Fault::SealBroken { number: 1, first: None }), "{change}");
        }
    }

    async fn any_bit_that_is_flipped_is_found(world: World) {
        if world.database.kind == Kind::Postgres {
            return; // Its files are not to be written by hand; what can be is tried above.
        }
        let events = story(&world).await;
        let event = middle(&events);
        let control = Model {
            details: serde_json::json!({"query": "\u{1f}ő", "count": 12}),
            ..again(event, world.store.now(), 7)
        };
        insert(&world, &control).await;
        seal(&world, Look::Near).await;
        let columns = ["at", "actor_id", "actor_name", "roles", "action", "case_id"];
        let mut tried = flip_each(&world, &control, "details").await;
        for column in columns {
            tried += flip_each(&world, event, column).await;
        }
        assert!(tried > 100, "{tried}");
        assert_eq!(fault(&world, None).await, None);
    }
}

/// Flips a bit in each byte of a column, one after the other.
async fn flip_each(world: &World, event: &Model, column: &str) -> usize {
    let id = id(world, event.id);
    let value =
        format!("SELECT typeof({column}) || hex({column}) FROM audit_events WHERE id = {id}");
    let value = world.database.texts(&value).await.remove(0);
    let (kind, bytes) = value.split_at(4);
    for place in 0..bytes.len() / 2 {
        let byte = u8::from_str_radix(&bytes[place * 2..place * 2 + 2], 16).unwrap();
        // Of letters, the bit between great and small.
        let flipped = byte ^ if byte.is_ascii_alphabetic() { 0x20 } else { 1 };
        let (before, behind) = (&bytes[..place * 2], &bytes[place * 2 + 2..]);
        let set = format!("{column} = CAST(x'{before}{flipped:02x}{behind}' AS {kind})");
        update(world, event, &set).await;
        let found = fault(world, None).await;
        assert_eq!(found, Some(Fault::Changed(named(event))), "{set}");
    }
    let set = format!("{column} = CAST(x'{bytes}' AS {kind})");
    update(world, event, &set).await;
    bytes.len() / 2
}
