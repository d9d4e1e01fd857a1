//! The shared types and the rules of Lánchíd.
//!
//! Everything here is pure: no I/O, no clock, no randomness, no framework. The browser and the
//! server run the same code, and the server decides. A caller hands in `now`, `today` and ids.

pub mod access;
pub mod audit;
pub mod cases;
mod conflict;
pub mod consents;
pub mod dates;
pub mod districts;
pub mod error;
pub mod forms;
pub mod ids;
pub mod integration;
pub mod language;
pub mod notifications;
mod request_key;
pub mod search;
pub mod shelters;
pub mod transitions;
pub mod users;
pub mod workflow;

pub use conflict::{Conflict, Side};
pub use error::{Error, Problem, ProblemCode, Refusal, Result};
pub use language::{Language, Plural, Text};
pub use request_key::RequestKey;
