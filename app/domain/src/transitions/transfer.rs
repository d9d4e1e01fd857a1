//! A transfer: ownership moves once both sides have agreed, through three different people.

use super::facts::need;
use crate::Refusal;

coded! {
    /// How far a transfer has come.
    TransferState {
        /// Being written; nobody else knows of it.
        Draft = "draft",
        /// Asked for; the sending supervisor decides.
        AwaitingRelease = "awaiting_release",
        /// Released; the receiving supervisor sees the summary and decides.
        Offered = "offered",
        /// The case has its new owner.
        Accepted = "accepted",
        /// One of the supervisors said no.
        Refused = "refused",
        /// The sending side took it back.
        Withdrawn = "withdrawn",
        /// Nobody decided in time.
        Expired = "expired",
    }
}

impl TransferState {
    /// Whether nothing follows any more.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Draft | Self::AwaitingRelease | Self::Offered => false,
            Self::Accepted | Self::Refused | Self::Withdrawn | Self::Expired => true,
        }
    }
}

coded! {
    /// What may happen to a transfer.
    TransferEvent {
        /// The draft is sent to the sending supervisor.
        Ask = "ask",
        /// The sending supervisor lets the case go.
        Release = "release",
        /// A supervisor says no.
        Refuse = "refuse",
        /// The receiving supervisor takes the case and names its new owner.
        Accept = "accept",
        /// The sending side takes the transfer back.
        Withdraw = "withdraw",
        /// Its end has come: by the clock, never on anybody's word.
        Expire = "expire",
    }
}

facts! {
    /// What has to be known of the moment to decide about a transfer.
    TransferFacts {
        /// The actor asked for the transfer; while it is a draft, wrote it.
        is_asker,
        /// The actor released the transfer.
        has_released,
        /// The actor may edit the case, and it is theirs or they supervise it.
        may_ask,
        /// The actor supervises the sending side.
        may_release,
        /// The actor supervises the receiving side.
        may_accept,
        /// A reason is given in writing.
        gives_reason,
        /// The person consented to the sharing, or it is overridden with a reason by somebody
        /// who may.
        consented,
        /// The person has taken the consent to share back.
        consent_ended,
        /// The named new owner is active, may own cases and belongs to the receiving district.
        owner_fits,
        /// The end of the transfer has passed.
        is_due,
    }
}

/// The state that follows, or why nothing changes.
///
/// Nobody does two of the steps ask, release and accept in one transfer, whatever their rights.
pub fn next(
    state: TransferState,
    event: TransferEvent,
    facts: &TransferFacts,
) -> Result<TransferState, Refusal> {
    use TransferEvent as Event;
    use TransferState as State;

    match (state, event) {
        (State::Draft, Event::Ask) => ask(*facts)?,
        (State::AwaitingRelease, Event::Release) => sending_decides(*facts)?,
        (State::AwaitingRelease, Event::Refuse) => {
            sending_decides(*facts)?;
            need(facts.gives_reason, Refusal::ReasonMissing)?;
        }
        (State::Offered, Event::Refuse) => {
            receiving_decides(*facts)?;
            need(facts.gives_reason, Refusal::ReasonMissing)?;
        }
        (State::Offered, Event::Accept) => accept(*facts)?,
        (State::Draft | State::AwaitingRelease | State::Offered, Event::Withdraw) => {
            let may = facts.is_asker || facts.may_release || facts.consent_ended;
            need(may, Refusal::NotYourStep)?;
        }
        (State::AwaitingRelease | State::Offered, Event::Expire) => {
            need(facts.is_due, Refusal::WrongState)?;
        }
        _ => return Err(Refusal::WrongState),
    }
    Ok(after(event))
}

/// Where an event leads, once it may happen: each leads to one state only.
const fn after(event: TransferEvent) -> TransferState {
    match event {
        TransferEvent::Ask => TransferState::AwaitingRelease,
        TransferEvent::Release => TransferState::Offered,
        TransferEvent::Refuse => TransferState::Refused,
        TransferEvent::Accept => TransferState::Accepted,
        TransferEvent::Withdraw => TransferState::Withdrawn,
        TransferEvent::Expire => TransferState::Expired,
    }
}

fn ask(facts: TransferFacts) -> Result<(), Refusal> {
    need(facts.may_ask, Refusal::NotYourStep)?;
    need(facts.consented, Refusal::ConsentMissing)
}

fn sending_decides(facts: TransferFacts) -> Result<(), Refusal> {
    need(facts.may_release, Refusal::NotYourStep)?;
    need(!facts.is_asker, Refusal::OwnStep)
}

fn receiving_decides(facts: TransferFacts) -> Result<(), Refusal> {
    need(facts.may_accept, Refusal::NotYourStep)?;
    need(!facts.is_asker && !facts.has_released, Refusal::OwnStep)
}

fn accept(facts: TransferFacts) -> Result<(), Refusal> {
    receiving_decides(facts)?;
    need(!facts.is_due, Refusal::OfferEnded)?;
    need(facts.owner_fits, Refusal::ReceiverUnfit)
}
