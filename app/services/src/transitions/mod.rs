//! How cases pass from one person to another: the use cases of `domain::transitions`.
//!
//! A use case finds out the facts of the moment, asks the machine, and writes what follows together
//! with its audit event and the notifications; whoever is refused changes nothing.

mod ask;
mod assign;
mod compose;
mod consent;
mod draft;
mod expire;
mod facts;
mod find;
mod move_case;
mod note;
mod owner;
mod parts;
mod plan;
mod publish;
mod queue;
mod referral;
mod request;
mod shown;
mod standing;
mod step;
mod summary;
mod take;
mod tell;
pub mod transition_row;

pub(crate) use compose::on_its_way;
pub(crate) use consent::consent_ended;
pub(crate) use facts::{may_ask, may_assign, may_refer, takes_part};
pub(crate) use find::place_of;
pub(crate) use referral::end_referrals;

pub use ask::ask_transfer;
pub use assign::assign_cases;
pub use compose::compose_transfer;
pub use draft::{discard_transfer, keep_transfer};
pub use expire::expire_due;
pub use plan::plan_assignment;
pub use queue::{QUEUE_PAGE, read_queue};
pub use referral::{
    ReferralStep, compose_referral, discard_referral, keep_referral, offer_referral, step_referral,
};
pub use request::{RequestStep, ask_request, discard_request, keep_request, step_request};
pub use step::{TransferStep, step_transfer};
pub use take::{TakenStep, take_step};

use domain::{access::Permission, transitions::TransferState};

/// Whoever has one of these takes part in transitions.
const PARTS: [Permission; 4] = [
    Permission::TRANSFERS_DECIDE,
    Permission::TRANSFERS_ASK,
    Permission::REFERRALS_OFFER,
    Permission::REFERRALS_ANSWER,
];

/// The states in which a transfer waits for somebody, until it ends by the clock.
const UNDER_WAY: [TransferState; 2] = [TransferState::AwaitingRelease, TransferState::Offered];
