//! An approval: asked for by one person, granted or refused by another, and bound to what was shown.

use serde::{Deserialize, Serialize};

use crate::{Refusal, cases::Stage, transitions::coded::coded};

coded! {
    /// What is approved.
    ApprovalKind {
        /// What was found out about the needs.
        Assessment = "assessment",
        /// What is to be done.
        Plan = "plan",
        /// That the case ends.
        Closure = "closure",
    }
}

coded! {
    /// How far an approval has come.
    ApprovalState {
        /// Waits for somebody to decide.
        Asked = "asked",
        /// Somebody said yes to what they were shown.
        Granted = "granted",
        /// Somebody said no.
        Refused = "refused",
        /// Whoever asked took it back.
        Withdrawn = "withdrawn",
        /// What was shown has changed since, or the case went elsewhere.
        Fallen = "fallen",
    }
}

coded! {
    /// What may happen to an approval.
    ApprovalEvent {
        /// Somebody says yes.
        Grant = "grant",
        /// Somebody says no.
        Refuse = "refuse",
        /// Whoever asked takes it back.
        Withdraw = "withdraw",
        /// What was shown has changed, or the case went elsewhere.
        Fall = "fall",
    }
}

/// What has to be approved before a stage is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalRule {
    /// What.
    pub kind: ApprovalKind,
    /// The stage that is not reached without it.
    pub before: Stage,
    /// The forms that are shown and approved; all of them, if none is named.
    #[serde(default)]
    pub forms: Vec<String>,
}

/// What has to be known of the moment to decide about an approval.
#[expect(clippy::struct_excessive_bools, reason = "facts are plain yes or no")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ApprovalFacts {
    /// The actor asked for it.
    pub is_asker: bool,
    /// The actor decides about approvals of this case.
    pub may_decide: bool,
    /// A comment is given in writing.
    pub gives_comment: bool,
    /// What the actor was shown is what stands there now.
    pub is_as_shown: bool,
}

/// The state that follows, or why nothing changes. Nobody decides about what they asked for,
/// whatever their rights.
///
/// # Errors
/// The first reason that stands against it.
pub fn next_approval(
    state: ApprovalState,
    event: ApprovalEvent,
    facts: &ApprovalFacts,
) -> Result<ApprovalState, Refusal> {
    use ApprovalEvent as Event;
    use ApprovalState as State;

    match (state, event) {
        (State::Asked, Event::Grant | Event::Refuse) => {
            need(facts.may_decide, Refusal::NotYourStep)?;
            need(!facts.is_asker, Refusal::OwnStep)?;
            need(facts.is_as_shown, Refusal::ContentChanged)?;
            if event == Event::Grant {
                return Ok(State::Granted);
            }
            need(facts.gives_comment, Refusal::ReasonMissing)?;
            Ok(State::Refused)
        }
        (State::Asked, Event::Withdraw) => {
            need(facts.is_asker, Refusal::NotYourStep)?;
            Ok(State::Withdrawn)
        }
        (State::Asked | State::Granted, Event::Fall) => Ok(State::Fallen),
        _ => Err(Refusal::WrongState),
    }
}

const fn need(holds: bool, otherwise: Refusal) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(otherwise) }
}
