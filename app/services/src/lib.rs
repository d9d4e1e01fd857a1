//! The use cases of Lánchíd and their persistence.
//!
//! Every use case takes a [`Unit`]: one transaction, one actor, one `now`, one source of ids. A
//! query starts from a [`tenancy::DistrictScope`], which only an authenticated actor can give.
//! Nothing here knows HTTP.

mod alone;
pub mod approvals;
pub mod audit;
pub mod bulk;
pub mod cases;
pub mod catalog;
pub mod configuration;
pub mod consents;
pub mod demo;
pub mod districts;
mod failure;
pub mod forms;
pub mod grants;
pub mod integration;
mod joined;
pub mod notifications;
pub mod repeats;
pub mod search;
pub mod shelters;
pub mod source;
pub mod store;
pub mod tenancy;
mod together;
pub mod transitions;
mod unit;
pub mod users;
pub mod wall_clock;
pub mod workflow;

pub(crate) use alone::alone;
pub use catalog::Catalog;
pub use failure::{Failure, Outcome};
pub use store::Store;
pub(crate) use together::Together;
pub use unit::{Caller, Unit};
