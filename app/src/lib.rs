//! Pages, components and server functions: the application that browser and server share.
//!
//! No page holds a rule: `domain` decides in the browser what the page foresees, and the use cases
//! of `services` decide on the server. A server function is the browser's door to one use case.

#![recursion_limit = "256"]
#![expect(
    unreachable_pub,
    reason = "the component macro makes what it writes public"
)]
#![expect(
    clippy::needless_pass_by_value,
    reason = "components and views own what they show"
)]

include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));

mod audit;
mod cases;
mod document;
pub mod errors;
mod forms;
mod integration;
pub mod language;
pub mod notifications;
mod pages;
pub mod percent;
mod root;
mod search;
mod shelters;
mod still;
mod transitions;
pub mod ui;
mod users;
mod wire;
mod workflow;

#[cfg(feature = "ssr")]
mod kept;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod strict;

pub use document::shell;
pub use root::App;
