//! Telling outside systems what happened: webhooks, and what becomes of what they are sent.

mod attempt;
mod kind;
mod page;
mod retries;
mod webhook;

pub use attempt::{Attempt, DeliveryFault, Verdict};
pub use kind::EventKind;
pub use page::{DeliveryLine, WebhookLine, WebhookList, WebhookPage};
pub use retries::Retries;
pub use webhook::{
    ADDRESS_MAX, DESCRIPTION_MAX, DeliveryState, TypedWebhook, WEBHOOKS_MAX, WebhookEvent,
    WebhookState,
};
