//! Delivers to webhooks what happened.
//!
//! The courier takes what is due and hands it to the sender, which calls no address that it has not
//! looked at.

mod courier;
mod resolver;
mod sender;

pub use courier::{Courier, Pace};
