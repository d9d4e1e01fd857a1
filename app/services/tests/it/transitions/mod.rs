//! Cases on their way to somebody else: who may do what, and what everybody sees meanwhile.

mod assignment;
mod consent;
mod race;
mod referral;
mod request;
mod story;
mod support;
mod walk;

pub(crate) use referral::shared_with;
pub(crate) use support::{asked_for, offered, step};
