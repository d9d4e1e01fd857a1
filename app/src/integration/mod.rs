//! Telling outside systems what happens: webhooks, for their administrators.

mod deliveries;
mod page_webhook;
mod page_webhooks;
pub(crate) mod server_fn;
mod words;

pub(crate) use page_webhook::webhook_page;
pub(crate) use page_webhooks::webhooks_page;
