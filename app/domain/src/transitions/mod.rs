//! How a case, or sight of it, passes from one person to another.
//!
//! Each kind of transition is a small machine without memory: [`transfer::next`],
//! [`referral::next`] and [`request::next`] take a state, what is to happen and the facts of the
//! moment, and answer with the state that follows or with why not. [`assign`] is done in one step.
//! The facts are plain yes or no; the use case finds them out, and only here is decided what they
//! mean. [`table`] writes the machines down for people by asking them.

#[macro_use]
pub(crate) mod coded;
#[macro_use]
mod facts;
mod assignment;
mod kind;
mod queue;
pub mod referral;
pub mod request;
mod summary;
mod table;
pub mod transfer;
mod typed;
mod typed_referral;

pub use assignment::{AssignedRow, AssignmentFacts, BULK_MAX, NotAssigned, assign};
pub use kind::TransitionKind;
pub use queue::{
    AssignPlan, AssignPlanRow, ComposeReferral, ComposeTransfer, GrantedForm, OwnerChoice, Queue,
    QueueRow, Service, Shared, Shown, ShownReferral, ShownRequest, ShownTransfer, Standing,
};
pub use referral::{ReferralEvent, ReferralFacts, ReferralState};
pub use request::{RequestEvent, RequestFacts, RequestState};
pub use summary::{AgeGroup, Summary, SummaryForm};
pub use table::table;
pub use transfer::{TransferEvent, TransferFacts, TransferState};
pub use typed::{REASON_MAX, TypedTransfer, Urgency, reason_problem};
pub use typed_referral::{GRANT_DAYS_MAX, GrantPurpose, TypedReferral, TypedRequest};

#[cfg(test)]
mod tests;
