use domain::{
    Result,
    ids::WebhookId,
    integration::{Attempt, EventKind, TypedWebhook, WebhookEvent, WebhookPage},
};
use serde_json::Value;
use services::{
    Caller, Store,
    integration::{
        AddedWebhook, Outgoing, add_webhook, change_webhook, due_webhooks, read_webhook, settle,
        take_deliveries,
    },
};
use testkit::{Account, World};

use crate::support::*;

pub(super) const NEIGHBOUR_ADMIN: &str = "admin.d09";
pub(super) const CITY_ADMIN: &str = "admin";

/// The administrators of the district IX and of the city.
pub(super) async fn administrators(world: &World) {
    for (name, role, district) in [(NEIGHBOUR_ADMIN, "admin", 9), (CITY_ADMIN, "city_admin", 0)] {
        let account = Account {
            name,
            role,
            district,
            team: None,
        };
        world.add(account).await;
    }
}

pub(super) fn typed(kinds: &[EventKind]) -> TypedWebhook {
    TypedWebhook {
        address: "https://receiver.example/hooks".to_owned(),
        description: "The city's dashboard".to_owned(),
        kinds: kinds.iter().map(|kind| kind.code().to_owned()).collect(),
    }
}

pub(super) async fn add(world: &World, account: &str, kinds: &[EventKind]) -> AddedWebhook {
    let typed = typed(kinds);
    let added = world.run(
        account,
        |unit| async move { add_webhook(&unit, &typed).await },
    );
    added.await.unwrap()
}

/// A webhook that hears of everything.
pub(crate) async fn add_for_all(world: &World, account: &str) -> WebhookId {
    let kinds: Vec<EventKind> = EventKind::all_asked_for().collect();
    add(world, account, &kinds).await.id
}

pub(super) async fn change(
    world: &World,
    account: &str,
    id: WebhookId,
    event: WebhookEvent,
) -> Result<Option<String>> {
    let changed = world.run(account, move |unit| async move {
        change_webhook(&unit, id, event).await
    });
    changed.await
}

pub(super) async fn page(world: &World, account: &str, id: WebhookId) -> WebhookPage {
    let read = world.read(account, move |unit| async move {
        read_webhook(&unit, id, false, None).await
    });
    read.await.unwrap()
}

/// What is due for a webhook, taken by the process with this store.
pub(super) async fn take(store: &Store, webhook: WebhookId, most: u64) -> Vec<Outgoing> {
    let taken = store.unit(Caller::System, "test", move |unit| async move {
        take_deliveries(&unit, webhook, most).await
    });
    taken.await.unwrap()
}

pub(super) async fn due(store: &Store) -> Vec<WebhookId> {
    let due = store.reading(Caller::System, "test", |unit| async move {
        due_webhooks(&unit).await
    });
    due.await.unwrap()
}

pub(super) async fn note(store: &Store, outgoing: &Outgoing, attempt: Attempt) {
    let claim = outgoing.claim;
    let noted = store.unit(Caller::System, "test", move |unit| async move {
        settle(&unit, claim, attempt).await
    });
    noted.await.unwrap();
}

/// Delivers everything that is due for a webhook, and what comes up behind it; answers the bodies
/// in the order in which they arrived.
pub(crate) async fn deliver_all(world: &World, webhook: WebhookId) -> Vec<Value> {
    let mut arrived = Vec::new();
    loop {
        let taken = take(&world.store, webhook, 100).await;
        if taken.is_empty() {
            return arrived;
        }
        for outgoing in taken {
            arrived.push(serde_json::from_str(&outgoing.body).unwrap());
            note(&world.store, &outgoing, Attempt::Answered(204)).await;
        }
    }
}

/// What of each body tells apart: its kind and what it is about.
pub(super) fn kinds(bodies: &[Value]) -> Vec<&str> {
    let kinds = bodies.iter().map(|body| body["type"].as_str().unwrap());
    let mut kinds: Vec<&str> = kinds.collect();
    kinds.sort_unstable();
    kinds
}

/// The district of the account has a webhook, and something waits for it.
pub(crate) async fn told_by_webhook(world: &World, account: &str) {
    let admin = if account == WORKER {
        ADMIN
    } else {
        let account = Account {
            name: NEIGHBOUR_ADMIN,
            role: "admin",
            district: 9,
            team: None,
        };
        world.add(account).await;
        NEIGHBOUR_ADMIN
    };
    let id = add_for_all(world, admin).await;
    change(world, admin, id, WebhookEvent::Test).await.unwrap();
}
