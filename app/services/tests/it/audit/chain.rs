//! What a chain is made of, and how it is held against what is stored.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    audit::{AuditEvent, ChainEnd, Fault, Head, NamedEvent, Seal},
    ids::{AuditEventId, DistrictId},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, prelude::Uuid};
use services::{
    Caller, Store,
    audit::{
        Look, Verified,
        entity::{Entity, Model},
        head, seal_events, verify,
    },
    source::SystemEntropy,
};
use testkit::{Kind, World};

use crate::support::*;

pub(crate) async fn seal(world: &World, look: Look) -> usize {
    seal_events(&world.store, look).await.unwrap()
}

/// What is found in district VIII.
pub(super) async fn verified(world: &World, head: Option<&Head>) -> Verified {
    let mut all = verify(&world.store, Some(8), head, |_| {}).await.unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

pub(super) async fn fault(world: &World, head: Option<&Head>) -> Option<Fault> {
    verified(world, head).await.fault
}

/// How many events are verified and how many wait, where nothing is wrong.
pub(super) async fn sound(world: &World) -> (u64, u64) {
    let found = verified(world, None).await;
    assert_eq!(found.fault, None);
    (found.verified, found.waiting)
}

pub(super) async fn exported(world: &World) -> Head {
    let head = world.store.reading(
        Caller::System,
        "test",
        |unit| async move { head(&unit).await },
    );
    head.await.unwrap()
}

pub(super) async fn district(world: &World, number: i32) -> DistrictId {
    let ids = format!("SELECT id FROM districts WHERE number = {number}");
    let row = world.database.rows(&ids).await.remove(0);
    DistrictId(row.try_get_by_index::<Uuid>(0).unwrap())
}

/// The events of district VIII, in order.
pub(super) async fn stored(world: &World) -> Vec<Model> {
    let eight = Uuid::from(district(world, 8).await);
    let mut events = events(world).await;
    events.retain(|event| event.district_id == eight);
    events
}

/// Two persons are registered every ten minutes, and everything is sealed each time.
pub(super) async fn story(world: &World) -> Vec<Model> {
    for _ in 0..8 {
        world.register(WORKER, "Шевченко", "Олена").await;
        world.register(NEIGHBOUR, "Коваль", "Марія").await;
        world.register(WORKER, "Коваль", "Марія").await;
        assert!(seal(world, Look::Near).await >= 3);
        world.clock.advance(TimeDelta::minutes(10));
    }
    let events = stored(world).await;
    let count = u64::try_from(events.len()).unwrap();
    assert!(count > 16);
    assert_eq!(sound(world).await, (count, 0));
    events
}

pub(super) fn named(event: &Model) -> NamedEvent {
    AuditEvent::from(event.clone()).named()
}

/// An id as it is written in SQL.
pub(super) fn id(world: &World, id: Uuid) -> String {
    match world.database.kind {
        Kind::Sqlite => format!("x'{}'", id.simple()),
        Kind::Postgres => format!("'{id}'"),
    }
}

/// A time as it is written in SQL.
pub(super) fn time(at: DateTime<Utc>) -> String {
    format!(
        "'{}'",
        at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
    )
}

pub(super) async fn update(world: &World, event: &Model, set: &str) {
    let id = id(world, event.id);
    let update = format!("UPDATE audit_events SET {set} WHERE id = {id}");
    world.database.execute(&update).await;
}

pub(super) async fn remove(world: &World, event: &Model) {
    let done = Entity::delete_by_id(event.id).exec(&world.database.owner);
    assert_eq!(done.await.unwrap().rows_affected, 1);
}

/// Writes an event behind the back of the store.
pub(super) async fn insert(world: &World, event: &Model) {
    let row = event.clone().into_active_model();
    row.insert(&world.database.owner).await.unwrap();
}

/// An event as it was before.
pub(super) async fn restore(world: &World, event: &Model) {
    remove(world, event).await;
    insert(world, event).await;
}

/// The same event again, later or earlier.
pub(super) fn again(event: &Model, at: DateTime<Utc>, number: u128) -> Model {
    Model {
        id: AuditEventId(Uuid::from_u128(number)).0,
        at,
        ..event.clone()
    }
}

/// Seals the events one by one, as the store would over a long time.
pub(super) async fn seal_one_by_one(world: &World, events: &[Model]) {
    let mut end = ChainEnd::default();
    for event in events {
        let event = AuditEvent::from(event.clone());
        let seal = end.seal(event.district, &[event.sealed()], event.at);
        let seal = seal.unwrap();
        end = seal.end();
        write(world, &seal).await;
    }
}

async fn write(world: &World, seal: &Seal) {
    let insert = format!(
        "INSERT INTO audit_seals \
         (district_id, number, previous, through_at, sealed_at, count, events, hash) \
         VALUES ({}, {}, '{}', {}, {}, {}, '{}', '{}')",
        id(world, seal.district.into()),
        seal.number,
        seal.previous,
        time(seal.through),
        time(seal.sealed_at),
        seal.count,
        seal.events,
        seal.hash,
    );
    world.database.execute(&insert).await;
}

/// Another process on the same database.
pub(crate) async fn second_store(world: &World) -> Store {
    let db = services::store::connect(&world.database.url, 5)
        .await
        .unwrap();
    let catalog = world.store.catalog().clone();
    let store = Store::with_sources(db, catalog, world.clock.clone(), Arc::new(SystemEntropy));
    store.that_tells(testkit::integration())
}
