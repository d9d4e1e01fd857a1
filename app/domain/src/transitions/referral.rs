//! A referral: a service elsewhere sees what it needs, for as long as it works on it.

use super::facts::need;
use crate::Refusal;

coded! {
    /// How far a referral has come.
    ReferralState {
        /// Offered to the service, which sees the summary only.
        Offered = "offered",
        /// The service works on it and sees what was granted.
        Accepted = "accepted",
        /// The service has done its part and noted what came of it.
        Completed = "completed",
        /// The service said no.
        Refused = "refused",
        /// The sending side took it back.
        Withdrawn = "withdrawn",
        /// Its end came first.
        Expired = "expired",
    }
}

impl ReferralState {
    /// Whether nothing follows any more.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Offered | Self::Accepted => false,
            Self::Completed | Self::Refused | Self::Withdrawn | Self::Expired => true,
        }
    }
}

coded! {
    /// What may happen to a referral.
    ReferralEvent {
        /// The service takes it on.
        Accept = "accept",
        /// The service says no.
        Refuse = "refuse",
        /// The service has done its part.
        Complete = "complete",
        /// The sending side takes the referral back, and with it the access that it gave.
        Withdraw = "withdraw",
        /// Its end has come: by the clock, never on anybody's word.
        Expire = "expire",
    }
}

facts! {
    /// What has to be known of the moment to decide about a referral.
    ReferralFacts {
        /// The actor offered the referral.
        is_asker,
        /// The actor may edit the case, and it is theirs or they supervise it.
        may_offer,
        /// The actor answers for the service that the referral is offered to.
        may_accept,
        /// A reason is given in writing.
        gives_reason,
        /// A note of what came of it is given.
        gives_note,
        /// The person consented to the sharing, or it is overridden with a reason by somebody
        /// who may.
        consented,
        /// What it rests on has ended: the person took the consent back, or the case has gone to
        /// another district.
        has_lapsed,
        /// The end of the referral has passed.
        is_due,
    }
}

/// Whether a referral may be offered; it begins as [`ReferralState::Offered`].
pub fn offer(facts: &ReferralFacts) -> Result<ReferralState, Refusal> {
    need(facts.may_offer, Refusal::NotYourStep)?;
    need(!facts.is_due, Refusal::OfferEnded)?;
    need(facts.consented, Refusal::ConsentMissing)?;
    Ok(ReferralState::Offered)
}

/// The state that follows, or why nothing changes.
pub fn next(
    state: ReferralState,
    event: ReferralEvent,
    facts: &ReferralFacts,
) -> Result<ReferralState, Refusal> {
    use ReferralEvent as Event;
    use ReferralState as State;

    match (state, event) {
        (State::Offered, Event::Accept) => accept(*facts)?,
        (State::Offered, Event::Refuse) => {
            receiving_decides(*facts)?;
            need(facts.gives_reason, Refusal::ReasonMissing)?;
        }
        (State::Accepted, Event::Complete) => complete(*facts)?,
        (State::Offered | State::Accepted, Event::Withdraw) => {
            let may = facts.is_asker || facts.may_offer || facts.has_lapsed;
            need(may, Refusal::NotYourStep)?;
        }
        (State::Offered | State::Accepted, Event::Expire) => {
            need(facts.is_due, Refusal::WrongState)?;
        }
        _ => return Err(Refusal::WrongState),
    }
    Ok(after(event))
}

/// Whether the service sees what was granted: only while it works on the referral.
///
/// The grant has its end date besides, which holds before anybody has let the referral expire.
pub const fn opens_access(state: ReferralState) -> bool {
    matches!(state, ReferralState::Accepted)
}

/// Where an event leads, once it may happen: each leads to one state only.
const fn after(event: ReferralEvent) -> ReferralState {
    match event {
        ReferralEvent::Accept => ReferralState::Accepted,
        ReferralEvent::Refuse => ReferralState::Refused,
        ReferralEvent::Complete => ReferralState::Completed,
        ReferralEvent::Withdraw => ReferralState::Withdrawn,
        ReferralEvent::Expire => ReferralState::Expired,
    }
}

fn receiving_decides(facts: ReferralFacts) -> Result<(), Refusal> {
    need(facts.may_accept, Refusal::NotYourStep)?;
    need(!facts.is_asker, Refusal::OwnStep)
}

/// Accepting opens access, so consent has to hold at that moment: it may have been withdrawn.
fn accept(facts: ReferralFacts) -> Result<(), Refusal> {
    receiving_decides(facts)?;
    need(!facts.is_due, Refusal::OfferEnded)?;
    need(facts.consented, Refusal::ConsentMissing)
}

fn complete(facts: ReferralFacts) -> Result<(), Refusal> {
    need(facts.may_accept, Refusal::NotYourStep)?;
    need(!facts.is_due, Refusal::OfferEnded)?;
    need(facts.gives_note, Refusal::ReasonMissing)
}
