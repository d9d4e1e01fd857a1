//! Telling outside systems what happened: webhooks, signed as the Standard Webhooks specification
//! says.
//!
//! What happened is written for each webhook that asked for it, in the transaction in which it
//! happened ([`publish`]); the process delivers it behind that ([`take_deliveries`], [`settle`]).

mod about_case;
mod address;
mod change;
pub mod delivery_row;
mod due;
mod manage;
mod networks;
mod page;
mod publish;
mod replay;
mod reveal;
mod secret_key;
pub mod secret_row;
mod secrets;
mod settings;
mod settle;
mod sign;
pub mod subscription_row;
mod sweep;
mod take;
pub mod webhook_row;

pub(crate) use about_case::about_case;
pub use address::read_address;
pub use change::{change_webhook, replay_delivery};
pub use due::due_webhooks;
pub use manage::{AddedWebhook, add_webhook, problems_of};
pub use networks::{Networks, Reachable};
pub use page::{DELIVERIES_PAGE, list_webhooks, read_webhook};
pub use publish::{Happening, publish};
pub(crate) use publish::{publish_between, publish_with};
pub use reveal::{conceal, reveal};
pub use secret_key::SecretKey;
pub use settings::Integration;
pub use settle::settle;
pub use sign::signature;
pub use sweep::sweep;
pub use take::{Claim, Outgoing, take_deliveries};
