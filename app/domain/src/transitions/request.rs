//! A transfer request: the receiving side asks, and the owner's side may begin a transfer.

use super::facts::need;
use crate::Refusal;

coded! {
    /// How far a transfer request has come.
    RequestState {
        /// The owner's side has not answered yet.
        Asked = "asked",
        /// The owner's side agreed; a transfer begins.
        Agreed = "agreed",
        /// The owner's side said no.
        Declined = "declined",
        /// The side that asked took it back.
        Withdrawn = "withdrawn",
    }
}

impl RequestState {
    /// Whether nothing follows any more.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Asked => false,
            Self::Agreed | Self::Declined | Self::Withdrawn => true,
        }
    }
}

coded! {
    /// What may happen to a transfer request.
    RequestEvent {
        /// The owner's side agrees.
        Agree = "agree",
        /// The owner's side says no.
        Decline = "decline",
        /// The side that asked takes it back.
        Withdraw = "withdraw",
    }
}

facts! {
    /// What has to be known of the moment to decide about a transfer request.
    RequestFacts {
        /// The actor asked for the case.
        is_asker,
        /// The actor decides for the district that asked.
        decides_for_asker,
        /// The actor may edit the case, and it is theirs or they supervise it.
        may_agree,
        /// A transfer of the case is under way already.
        is_on_its_way,
        /// A reason is given in writing.
        gives_reason,
        /// The case has come to whoever asked, so that nothing is left to ask for.
        has_lapsed,
    }
}

/// The state that follows, or why nothing changes.
pub fn next(
    state: RequestState,
    event: RequestEvent,
    facts: &RequestFacts,
) -> Result<RequestState, Refusal> {
    use RequestEvent as Event;

    match (state, event) {
        (RequestState::Asked, Event::Agree) => {
            owner_decides(*facts)?;
            need(!facts.is_on_its_way, Refusal::WrongState)?;
            Ok(RequestState::Agreed)
        }
        (RequestState::Asked, Event::Decline) => {
            owner_decides(*facts)?;
            need(facts.gives_reason, Refusal::ReasonMissing)?;
            Ok(RequestState::Declined)
        }
        (RequestState::Asked, Event::Withdraw) => {
            let may = facts.is_asker || facts.decides_for_asker || facts.has_lapsed;
            need(may, Refusal::NotYourStep)?;
            Ok(RequestState::Withdrawn)
        }
        (RequestState::Agreed | RequestState::Declined | RequestState::Withdrawn, _) => {
            Err(Refusal::WrongState)
        }
    }
}

fn owner_decides(facts: RequestFacts) -> Result<(), Refusal> {
    need(facts.may_agree, Refusal::NotYourStep)?;
    need(!facts.is_asker, Refusal::OwnStep)
}
