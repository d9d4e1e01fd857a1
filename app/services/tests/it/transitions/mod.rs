//! Cases on their way to somebody else: who may do what, and what everybody sees meanwhile.

mod assignment;
mod consent;
mod grants;
mod grants_closed;
mod grants_fields;
mod queue;
mod race;
mod referral;
mod referral_offer;
mod referral_walk;
mod request;
mod request_walk;
mod sharing;
mod story;
mod support;
mod walk;
pub(crate) mod walking;

pub(crate) use request::request;
pub(crate) use sharing::{THIRD, refer, shared_with, third};
pub(crate) use support::{asked_for, offered, step};
