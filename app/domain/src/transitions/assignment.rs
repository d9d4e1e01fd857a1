//! An assignment: another owner in the same district, in one step.

use serde::{Deserialize, Serialize};

use super::facts::need;
use crate::Refusal;

/// How many cases one bulk assignment may name at most; each row is answered for by itself.
pub const BULK_MAX: usize = 500;

facts! {
    /// What has to be known of the moment to decide about an assignment.
    AssignmentFacts {
        /// The actor owns the case.
        is_owner,
        /// The actor supervises the case.
        supervises,
        /// The account of the named new owner is active.
        receiver_is_active,
        /// The named new owner may own cases.
        receiver_may_own,
        /// The named new owner belongs to the district of the case.
        same_district,
        /// The named new owner owns the case already.
        receiver_owns_it,
    }
}

/// Whether the case may be given to the named new owner.
pub fn assign(facts: &AssignmentFacts) -> Result<(), Refusal> {
    need(facts.is_owner || facts.supervises, Refusal::NotYourStep)?;
    need(!facts.receiver_owns_it, Refusal::AlreadyTheirs)?;
    let fits = facts.receiver_is_active && facts.receiver_may_own && facts.same_district;
    need(fits, Refusal::ReceiverUnfit)
}

/// One row of an assignment in bulk, answered for by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignedRow {
    /// The case, as it was named.
    pub number: String,
    /// Why it was not assigned; `None` when it was.
    pub refused: Option<NotAssigned>,
}

/// Why one case was not assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NotAssigned {
    /// No such case within the actor's reach.
    NotFound,
    /// A rule is against it.
    Refused {
        /// Which one.
        reason: Refusal,
    },
}
