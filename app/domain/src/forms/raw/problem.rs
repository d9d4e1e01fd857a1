use super::choices::no_lookup;

/// What is wrong with a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormProblem {
    /// The field; `None` for the form itself.
    pub field: Option<String>,
    /// The choice of the field, if it is about one.
    pub choice: Option<String>,
    /// What is wrong, in English, for the administrator.
    pub reason: String,
}

impl FormProblem {
    /// Whether it is only that this lookup is not there.
    pub fn is_missing_lookup(&self, lookup: &str) -> bool {
        self.reason == no_lookup(lookup)
    }

    pub(super) fn of(field: &str, reason: impl Into<String>) -> Self {
        Self {
            field: Some(field.to_owned()),
            choice: None,
            reason: reason.into(),
        }
    }

    pub(super) fn of_choice(field: &str, choice: &str, reason: &str) -> Self {
        Self {
            choice: Some(choice.to_owned()),
            ..Self::of(field, format!("choice `{choice}`: {reason}"))
        }
    }

    pub(super) fn of_form(reason: impl Into<String>) -> Self {
        Self {
            field: None,
            choice: None,
            reason: reason.into(),
        }
    }
}
