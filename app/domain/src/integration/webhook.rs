use serde::{Deserialize, Serialize};

use super::EventKind;
use crate::{Problem, ProblemCode, transitions::coded::coded};

/// The most webhooks of a district.
pub const WEBHOOKS_MAX: u32 = 20;
/// The longest address, in bytes.
pub const ADDRESS_MAX: u32 = 500;
/// The longest description, in characters.
pub const DESCRIPTION_MAX: u32 = 200;

coded! {
    /// How a webhook stands.
    WebhookState {
        /// What happens is delivered.
        Active = "active",
        /// What happens waits.
        Paused = "paused",
        /// The receiver has answered that it wishes for nothing any more: nothing is kept for it.
        Gone = "gone",
    }
}

coded! {
    /// How a delivery stands.
    DeliveryState {
        /// It is still to be delivered.
        Waiting = "waiting",
        /// The receiver has it.
        Delivered = "delivered",
        /// A dead letter: it has been tried often enough.
        Dead = "dead",
    }
}

coded! {
    /// What an administrator does to a webhook.
    WebhookEvent {
        /// Lets what happens wait.
        Pause = "pause",
        /// Goes on delivering.
        Resume = "resume",
        /// Takes it away, with everything that waits.
        Remove = "remove",
        /// Sends something to try it out.
        Test = "test",
        /// Replaces its secret.
        Rotate = "rotate",
        /// Delivers every dead letter anew.
        ReplayAll = "replay_all",
    }
}

impl WebhookState {
    /// Whether something can be done to a webhook that stands so.
    pub const fn allows(self, event: WebhookEvent) -> bool {
        match event {
            WebhookEvent::Pause | WebhookEvent::Test => matches!(self, Self::Active),
            WebhookEvent::Resume => !matches!(self, Self::Active),
            WebhookEvent::Remove | WebhookEvent::Rotate | WebhookEvent::ReplayAll => true,
        }
    }
}

/// A webhook as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedWebhook {
    /// The address that is called.
    pub address: String,
    /// What it is for.
    pub description: String,
    /// The codes of the kinds that it asks for.
    pub kinds: Vec<String>,
}

impl TypedWebhook {
    /// The kinds that it asks for, each once.
    pub fn asked(&self) -> Vec<EventKind> {
        let asked = |kind: &EventKind| self.kinds.iter().any(|code| code == kind.code());
        EventKind::all_asked_for().filter(asked).collect()
    }

    /// What is wrong with it, except whether the address can be called.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.address.trim().is_empty() {
            problems.push(Problem::new("address", ProblemCode::Required));
        } else if self.address.trim().len() > usize::try_from(ADDRESS_MAX).unwrap_or(usize::MAX) {
            let code = ProblemCode::TooLong { max: ADDRESS_MAX };
            problems.push(Problem::new("address", code));
        }
        let description = self.description.trim().chars();
        if description.clone().count() > usize::try_from(DESCRIPTION_MAX).unwrap_or(usize::MAX) {
            let max = DESCRIPTION_MAX;
            problems.push(Problem::new("description", ProblemCode::TooLong { max }));
        } else if description.clone().any(char::is_control) {
            problems.push(Problem::new("description", ProblemCode::NotText));
        }
        let known = |code: &String| EventKind::from_code(code).is_some_and(EventKind::is_asked_for);
        if self.kinds.is_empty() {
            problems.push(Problem::new("kinds", ProblemCode::Required));
        } else if !self.kinds.iter().all(known) {
            problems.push(Problem::new("kinds", ProblemCode::NotAChoice));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(kinds: &[&str]) -> TypedWebhook {
        TypedWebhook {
            address: "https://receiver.example/hooks".to_owned(),
            description: String::new(),
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        }
    }

    #[test]
    fn a_webhook_asks_for_something_that_there_is() {
        assert_eq!(typed(&["case.opened"]).problems(), []);
        let code = |kinds: &[&str]| typed(kinds).problems().pop().map(|problem| problem.code);
        assert_eq!(code(&[]), Some(ProblemCode::Required));
        assert_eq!(code(&["case.closed"]), Some(ProblemCode::NotAChoice));
        assert_eq!(code(&["webhook.test"]), Some(ProblemCode::NotAChoice));
        let twice = typed(&["bed.held", "case.opened", "bed.held"]);
        assert_eq!(twice.asked(), [EventKind::CaseOpened, EventKind::BedHeld]);
    }

    #[test]
    fn what_is_too_long_is_told() {
        let long = TypedWebhook {
            address: "x".repeat(501),
            description: "ő".repeat(201),
            ..typed(&["bed.held"])
        };
        let fields: Vec<String> = long.problems().into_iter().map(|one| one.field).collect();
        assert_eq!(fields, ["address", "description"]);
    }

    #[test]
    fn only_what_stands_still_is_resumed() {
        for state in WebhookState::ALL {
            let active = state == WebhookState::Active;
            assert_eq!(state.allows(WebhookEvent::Pause), active);
            assert_eq!(state.allows(WebhookEvent::Test), active);
            assert_eq!(state.allows(WebhookEvent::Resume), !active);
            assert!(state.allows(WebhookEvent::Remove) && state.allows(WebhookEvent::Rotate));
        }
    }
}
