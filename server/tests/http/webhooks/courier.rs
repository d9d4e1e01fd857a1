//! A process that delivers, with the machine's own clock.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use domain::{
    ids::{DistrictId, WebhookId},
    integration::{EventKind, Retries, TypedWebhook},
};
use serde_json::json;
use server::{
    integration::{Courier, Pace},
    stop::Stop,
};
use services::{
    Caller, Store,
    integration::{
        AddedWebhook, Happening, Integration, Networks, SecretKey, add_webhook, publish,
    },
};
use testkit::World;
use tokio::task::JoinHandle;

use crate::people::ADMIN;

/// Fast enough for tests.
pub(super) const PACE: Pace = Pace {
    every: Duration::from_millis(20),
    patience: Duration::from_millis(400),
    each: 4,
    all: 16,
};

/// The machine's own addresses may be called, and what fails is tried again at once.
pub(super) fn integration(attempts: usize) -> Integration {
    Integration {
        key: Some(SecretKey::from_bytes(&[8; 32])),
        networks: Networks::allowing(&["127.0.0.0/8".to_owned()]).unwrap(),
        retries: Retries::after(vec![TimeDelta::milliseconds(20); attempts - 1]),
    }
}

/// A process of its own on the database of a world.
pub(super) struct Served {
    pub(super) store: Store,
    integration: Arc<Integration>,
    pace: Pace,
    running: Vec<(Stop, JoinHandle<()>)>,
}

impl Served {
    pub(super) async fn new(world: &World, integration: Integration, pace: Pace) -> Self {
        let db = services::store::connect(&world.database.url, 8)
            .await
            .unwrap();
        let integration = Arc::new(integration);
        let store = Store::new(db, world.store.catalog().clone()).that_tells(integration.clone());
        Self {
            store,
            integration,
            pace,
            running: Vec::new(),
        }
    }

    /// Begins to deliver.
    pub(super) fn deliver(&mut self) {
        let stop = Stop::default();
        let courier = Courier::new(self.store.clone(), &self.integration, self.pace).unwrap();
        let running = tokio::spawn(courier.work(stop.hears()));
        self.running.push((stop, running));
    }

    /// Stops delivering, gracefully.
    pub(super) async fn stop(&mut self) {
        for (stop, running) in self.running.drain(..) {
            stop.tell();
            running.await.unwrap();
        }
    }

    pub(super) async fn end(mut self) {
        self.stop().await;
        self.store.until_quiet().await;
        self.store.close().await;
    }

    /// A webhook of the district VIII that hears of everything.
    pub(super) async fn webhook(&self, world: &World, address: &str) -> AddedWebhook {
        let kinds = EventKind::all_asked_for().map(|kind| kind.code().to_owned());
        let typed = TypedWebhook {
            address: address.to_owned(),
            description: String::new(),
            kinds: kinds.collect(),
        };
        let caller = world.actor(ADMIN).await;
        let added = self.store.unit(caller, "test", |unit| async move {
            add_webhook(&unit, &typed).await
        });
        added.await.unwrap()
    }

    /// Something happens in the district VIII to a record.
    pub(super) async fn happens(&self, world: &World, record: usize, number: usize) {
        let district = district(world).await;
        let happening = Happening {
            kind: EventKind::BedHeld,
            district,
            record: format!("bed {record}"),
            data: json!({"id": record, "number": number}),
        };
        let published = self.store.unit(Caller::System, "test", |unit| async move {
            publish(&unit, happening).await
        });
        published.await.unwrap();
    }
}

async fn district(world: &World) -> DistrictId {
    match world.actor(ADMIN).await {
        Caller::Actor(actor) => actor.district,
        other => panic!("{other:?}"),
    }
}

/// How many deliveries to a webhook stand so.
pub(super) async fn count(world: &World, state: &str) -> usize {
    let rows = format!("SELECT 1 FROM webhook_deliveries WHERE state = '{state}'");
    world.database.rows(&rows).await.len()
}

/// The fault or the status of the last attempt of each.
pub(super) async fn told(world: &World) -> Vec<String> {
    let told = "SELECT COALESCE(fault, CAST(status AS TEXT), 'none') FROM webhook_deliveries";
    world.database.texts(told).await
}

/// Waits until it is so.
pub(super) async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    for _ in 0..1500 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("in half a minute not: {what}");
}

/// The id of a webhook in a path.
pub(super) fn path(id: WebhookId) -> String {
    format!("/administration/webhooks/{id}")
}
