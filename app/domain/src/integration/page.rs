use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::{Attempt, DeliveryState, EventKind, TypedWebhook, WebhookState};
use crate::{
    Problem,
    ids::{DeliveryId, WebhookId},
};

/// A webhook, as its administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookLine {
    /// Its id.
    pub id: WebhookId,
    /// The address that is called.
    pub address: String,
    /// What it is for.
    pub description: String,
    /// What it asks for.
    pub kinds: Vec<EventKind>,
    /// How it stands.
    pub state: WebhookState,
    /// Who made it.
    pub created_by: String,
    /// When, as the clock on the wall shows it.
    pub created_at: NaiveDateTime,
    /// How much waits to be delivered.
    pub waiting: u64,
    /// How many dead letters there are.
    pub dead: u64,
}

/// The webhooks of a district, and the form for another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookList {
    /// The webhooks, the oldest first.
    pub webhooks: Vec<WebhookLine>,
    /// What stands in the form.
    pub typed: TypedWebhook,
    /// What is wrong with it, once it was tried to add it.
    pub problems: Vec<Problem>,
    /// Whether they are the city's, which hear of what happens in every district.
    pub everywhere: bool,
}

/// Something that is or was to be delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryLine {
    /// Its id, by which the receiver knows it.
    pub id: DeliveryId,
    /// What happened.
    pub kind: EventKind,
    /// To which record: `case K7M-4PX-9`.
    pub record: String,
    /// When, as the clock on the wall shows it.
    pub at: NaiveDateTime,
    /// How it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// What became of the last attempt.
    pub last: Option<Attempt>,
    /// When it is tried next, or was settled, as the clock on the wall shows it.
    pub next: Option<NaiveDateTime>,
}

/// A webhook with what it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookPage {
    /// The webhook.
    pub webhook: WebhookLine,
    /// What it was sent and will be, newest first.
    pub deliveries: Vec<DeliveryLine>,
    /// Whether these are the dead letters alone.
    pub dead_only: bool,
    /// Where the next page begins, if there is one.
    pub after: Option<DeliveryId>,
    /// Until when the secret before this one still signs, as the clock on the wall shows it.
    pub old_secret_until: Option<NaiveDateTime>,
    /// The secret, where it was made a moment ago: it is shown once.
    pub secret: Option<String>,
}
