//! What is stored is sealed once, in order, whoever does it and however often they are stopped.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use chrono::TimeDelta;
use domain::audit::{Fault, SealedEvent};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, Statement, prelude::Uuid};
use services::{
    Caller, Store,
    audit::{
        Look,
        entity::{Entity, Model},
        seal_events,
    },
};
use testkit::{Kind, World, on_both_databases};

use super::chain::*;
use crate::support::*;

/// The seals of district VIII: the ids in each.
async fn seals(world: &World) -> Vec<Vec<Uuid>> {
    let eight = id(world, district(world, 8).await.into());
    let lists =
        format!("SELECT events FROM audit_seals WHERE district_id = {eight} ORDER BY number");
    let lists = world.database.texts(&lists).await.into_iter();
    lists
        .map(|list| {
            let events: Vec<SealedEvent> = serde_json::from_str(&list).unwrap();
            events.into_iter().map(|event| event.id.into()).collect()
        })
        .collect()
}

/// So many events like this one, a second after each other, the last of them this long ago.
async fn many(world: &World, event: &Model, count: u32, ago: TimeDelta) -> Vec<Uuid> {
    let last = world.store.now() - ago;
    let events: Vec<Model> = (1..=count)
        .map(|place| {
            let at = last - TimeDelta::seconds(i64::from(count - place));
            again(event, at, u128::from(place))
        })
        .collect();
    for part in events.chunks(500) {
        let rows = part.iter().cloned().map(IntoActiveModel::into_active_model);
        let rows = Entity::insert_many(rows).exec_without_returning(&world.database.owner);
        rows.await.unwrap();
    }
    events.iter().map(|event| event.id).collect()
}

/// How the database goes about what is asked of the events while they are sealed.
async fn plans(world: &World) -> Vec<String> {
    let heard: Arc<Mutex<Vec<Statement>>> = Arc::default();
    let listener = heard.clone();
    let store = second_store(world)
        .await
        .that_is_heard(Arc::new(move |statement| {
            listener.lock().unwrap().push(statement.clone());
        }));
    seal_events(&store, Look::Near).await.unwrap();
    let heard = std::mem::take(&mut *heard.lock().unwrap());
    let (how, column) = match world.database.kind {
        Kind::Sqlite => ("EXPLAIN QUERY PLAN", 3),
        Kind::Postgres => ("EXPLAIN", 0),
    };
    let plans = store.reading(Caller::System, "test", move |unit| async move {
        let mut plans = Vec::new();
        for mut statement in heard {
            if statement.sql.starts_with("SET LOCAL") {
                unit.connection().execute_unprepared(&statement.sql).await?;
            } else if statement.sql.contains("ORDER BY \"audit_events\"") {
                statement.sql = format!("{how} {}", statement.sql);
                for row in unit.connection().query_all_raw(statement).await? {
                    plans.push(row.try_get_by_index::<String>(column)?);
                }
            }
        }
        Ok(plans)
    });
    plans.await.unwrap()
}

async fn break_seals(world: &World) {
    let statements: &[&str] = match world.database.kind {
        Kind::Sqlite => &["CREATE TRIGGER broken BEFORE INSERT ON audit_seals \
                           BEGIN SELECT RAISE(ABORT, 'killed'); END"],
        Kind::Postgres => &[
            "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'killed'; END $$",
            "CREATE TRIGGER broken BEFORE INSERT ON audit_seals \
             FOR EACH ROW EXECUTE FUNCTION broken()",
        ],
    };
    for statement in statements {
        world.database.execute(statement).await;
    }
}

on_both_databases! {
    async fn what_was_written_before_the_chain_is_sealed_in_order(world: World) {
        world.register(WORKER, "Шевченко", "Олена").await;
        let event = stored(&world).await.pop().unwrap();
        let mut expected = many(&world, &event, 2300, TimeDelta::days(2)).await;
        expected.extend(stored(&world).await.into_iter().skip(2300).map(|event| event.id));
        let count = u64::try_from(expected.len()).unwrap();
        assert_eq!(sound(&world).await, (0, count));
        seal(&world, Look::Near).await;
        let sealed = seals(&world).await;
        let sizes: Vec<usize> = sealed.iter().map(Vec::len).collect();
        assert_eq!(sizes, [1000, 1000, expected.len() - 2000]);
        assert_eq!(sealed.concat(), expected);
        assert_eq!(sound(&world).await, (count, 0));
        assert_eq!(seal(&world, Look::Far).await, 0);
    }

    async fn more_events_of_one_moment_than_a_seal_holds_are_sealed_once(world: World) {
        world.register(WORKER, "Шевченко", "Олена").await;
        let event = stored(&world).await.pop().unwrap();
        many(&world, &event, 1500, TimeDelta::days(2)).await;
        let at = time(event.at - TimeDelta::days(1));
        let id = id(&world, event.id);
        world.database.execute(&format!("UPDATE audit_events SET at = {at} WHERE id <> {id}")).await;
        seal(&world, Look::Near).await;
        let all = seals(&world).await.concat();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        let count = u64::try_from(stored(&world).await.len()).unwrap();
        assert_eq!(sound(&world).await, (count, 0));
    }

    async fn what_a_busy_hour_left_is_read_along_the_index(world: World) {
        world.register(WORKER, "Шевченко", "Олена").await;
        seal(&world, Look::Near).await;
        let event = stored(&world).await.pop().unwrap();
        many(&world, &event, 3000, TimeDelta::days(2)).await;
        world.database.execute("ANALYZE").await;
        let now = time(world.store.now());
        world.database.execute(&format!("UPDATE audit_events SET at = {now}")).await;
        let plans = plans(&world).await;
        assert!(plans.iter().any(|line| line.contains("audit_events_at")), "{plans:#?}");
        let sorts = |line: &String| {
            let line = line.replace("Incremental Sort", "");
            line.contains("Sort  (") || line.contains("TEMP B-TREE")
        };
        assert!(!plans.iter().any(sorts), "{plans:#?}");
    }

    async fn a_long_chain_is_walked_in_pieces(world: World) {
        world.register(WORKER, "Шевченко", "Олена").await;
        let event = stored(&world).await.pop().unwrap();
        many(&world, &event, 2350, TimeDelta::days(2)).await;
        let events = stored(&world).await;
        // Seals of one event each: more of them than are read at once.
        let (old, fresh) = events.split_at(2350 - 2100);
        seal_one_by_one(&world, old).await;
        seal(&world, Look::Near).await;
        let count = u64::try_from(events.len()).unwrap();
        assert_eq!(sound(&world).await, (count, 0));
        for event in [&old[0], &old[120], &old[249], &fresh[0], &fresh[2000]] {
            update(&world, event, "roles = 'admin'").await;
            assert_eq!(fault(&world, None).await, Some(Fault::Changed(named(event))));
            let later = time(event.at + TimeDelta::days(1));
            update(&world, event, &format!("roles = 'caseworker', at = {later}")).await;
            assert_eq!(fault(&world, None).await, Some(Fault::Changed(named(event))));
            let earlier = time(event.at - TimeDelta::days(30));
            update(&world, event, &format!("at = {earlier}")).await;
            assert_eq!(fault(&world, None).await, Some(Fault::Changed(named(event))));
            remove(&world, event).await;
            assert_eq!(fault(&world, None).await, Some(Fault::Removed(named(event))));
            insert(&world, event).await;
        }
        assert_eq!(sound(&world).await, (count, 0));
    }

    async fn what_is_stored_late_is_sealed_within_its_grace(world: World) {
        let events = story(&world).await;
        let (count, last) = (u64::try_from(events.len()).unwrap(), events.last().unwrap());
        let late = again(last, last.at - TimeDelta::minutes(1), 1);
        insert(&world, &late).await;
        assert_eq!(sound(&world).await, (count, 1));
        assert_eq!(seal(&world, Look::Near).await, 1);
        assert_eq!(sound(&world).await, (count + 1, 0));
        // The latest that may be.
        let later = again(last, last.at - TimeDelta::hours(1), 2);
        insert(&world, &later).await;
        assert_eq!(seal(&world, Look::Near).await, 0);
        assert_eq!(sound(&world).await, (count + 1, 1));
        assert_eq!(seal(&world, Look::Far).await, 1);
        assert_eq!(sound(&world).await, (count + 2, 0));
        let too_late = last.at - TimeDelta::hours(1) - TimeDelta::microseconds(1);
        let too_late = again(last, too_late, 3);
        insert(&world, &too_late).await;
        assert_eq!(seal(&world, Look::Far).await, 0);
        assert_eq!(fault(&world, None).await, Some(Fault::Inserted(named(&too_late))));
    }

    async fn what_lies_in_the_future_waits(world: World) {
        let events = story(&world).await;
        let count = u64::try_from(events.len()).unwrap();
        let last = events.last().unwrap();
        insert(&world, &again(last, world.store.now() + TimeDelta::days(1), 1)).await;
        assert_eq!(seal(&world, Look::Far).await, 0);
        assert_eq!(sound(&world).await, (count, 1));
        world.register(WORKER, "Коваль", "Марія").await;
        assert_eq!(seal(&world, Look::Near).await, 1);
        world.clock.advance(TimeDelta::days(1));
        assert_eq!(seal(&world, Look::Near).await, 1);
        assert_eq!(sound(&world).await, (count + 2, 0));
    }

    async fn a_process_that_is_killed_leaves_no_event_unsealed(world: World) {
        story(&world).await;
        world.register(WORKER, "Коваль", "Марія").await;
        world.register(NEIGHBOUR, "Коваль", "Марія").await;
        let before = world.database.snapshot().await;
        break_seals(&world).await;
        assert!(seal_events(&world.store, Look::Far).await.is_err());
        assert_eq!(world.database.snapshot().await, before);
        assert_eq!(sound(&world).await.1, 1);
        let on = if world.database.kind == Kind::Postgres { " ON audit_seals" } else { "" };
        world.database.execute(&format!("DROP TRIGGER broken{on}")).await;
        // Days later somebody starts it again.
        world.clock.advance(TimeDelta::days(3));
        assert_eq!(seal(&world, Look::Near).await, 2);
        assert_eq!(sound(&world).await.1, 0);
    }

    async fn two_processes_seal_together_without_harm(world: World) {
        world.register(WORKER, "Шевченко", "Олена").await;
        let event = stored(&world).await.pop().unwrap();
        many(&world, &event, 3200, TimeDelta::days(2)).await;
        let other = second_store(&world).await;
        let writing = async {
            for _ in 0..6 {
                world.register(WORKER, "Коваль", "Марія").await;
                world.clock.advance(TimeDelta::seconds(7));
            }
        };
        tokio::join!(writing, rounds(&world.store), rounds(&other), rounds(&world.store));
        seal(&world, Look::Far).await;
        other.close().await;
        let all = seals(&world).await.concat();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        let count = u64::try_from(stored(&world).await.len()).unwrap();
        assert_eq!(sound(&world).await, (count, 0));
    }
}

async fn rounds(store: &Store) {
    for round in 0..6 {
        let look = if round % 2 == 0 {
            Look::Near
        } else {
            Look::Far
        };
        seal_events(store, look).await.unwrap();
    }
}
