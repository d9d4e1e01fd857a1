use serde::{Deserialize, Serialize};

use crate::{Problem, ProblemCode};

/// The longest reason or note, in characters.
pub const REASON_MAX: u32 = 2000;

coded! {
    /// How soon the receiving side should act.
    Urgency {
        /// In the usual order.
        Ordinary = "ordinary",
        /// Within days.
        Soon = "soon",
        /// Today.
        Urgent = "urgent",
    }
}

/// A transfer as its sender writes it down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedTransfer {
    /// The number of the receiving district, once it is chosen.
    pub to: Option<i32>,
    /// Why the case should move; the receiving side reads it.
    pub reason: String,
    /// How soon, once it is chosen.
    pub urgency: Option<Urgency>,
    /// The fields that the receiving side may see before it accepts, `form/field`.
    pub fields: Vec<String>,
    /// Why it goes on without the person's consent, where it does.
    #[serde(default)]
    pub override_reason: String,
}

impl TypedTransfer {
    /// What is still missing, or too much, before it can be asked for.
    pub fn problems(&self) -> Vec<Problem> {
        let to = self.to.is_none().then_some(("to", ProblemCode::Required));
        let urgency = self.urgency.is_none();
        let urgency = urgency.then_some(("urgency", ProblemCode::Required));
        let reason = reason_problem(&self.reason).map(|code| ("reason", code));
        let overrides = Some(&self.override_reason).filter(|reason| !reason.trim().is_empty());
        let overrides = overrides.and_then(|reason| reason_problem(reason));
        let overrides = overrides.map(|code| ("override_reason", code));
        [to, urgency, reason, overrides]
            .into_iter()
            .flatten()
            .map(|(field, code)| Problem::new(field, code))
            .collect()
    }
}

/// What is wrong with a reason that has to be given.
pub fn reason_problem(typed: &str) -> Option<ProblemCode> {
    if typed.trim().is_empty() {
        return Some(ProblemCode::Required);
    }
    let length = typed.trim().chars().count();
    u32::try_from(length)
        .map_or(true, |length| length > REASON_MAX)
        .then_some(ProblemCode::TooLong { max: REASON_MAX })
}
