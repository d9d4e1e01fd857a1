//! Consent: what a person has allowed, for each purpose by itself.
//!
//! People answer for it in a form, as the configuration says which field holds the answer for which
//! purpose. Only an answer that says yes counts as consent; no answer is none.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{cases::CaseNumber, districts::District, transitions::coded::coded};

coded! {
    /// What consent is given for.
    Purpose {
        /// Keeping a case at all.
        CaseManagement = "case_management",
        /// Showing data to another district, or handing the case over to it.
        Sharing = "sharing",
        /// Taking part in a cash programme.
        Cash = "cash",
        /// Being counted in statistics.
        Statistics = "statistics",
    }
}

coded! {
    /// How consent for a purpose stands.
    ConsentState {
        /// The person said yes.
        Given = "given",
        /// The person said no.
        Refused = "refused",
        /// The person said yes and took it back.
        Withdrawn = "withdrawn",
        /// The person was not asked, or has not answered.
        Unknown = "unknown",
    }
}

impl ConsentState {
    /// Whether it allows anything.
    pub const fn allows(self) -> bool {
        matches!(self, Self::Given)
    }
}

/// Which field holds the answer for a purpose, and what its choices mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentField {
    /// The purpose.
    pub purpose: Purpose,
    /// The form.
    pub form: String,
    /// The field: one choice of several.
    pub field: String,
    /// The choice that says yes.
    pub given: String,
    /// The choice that says no.
    pub refused: String,
    /// The choice that takes a yes back.
    pub withdrawn: String,
}

impl ConsentField {
    /// What a choice means.
    pub fn state_of(&self, choice: Option<&str>) -> ConsentState {
        match choice {
            Some(choice) if choice == self.given => ConsentState::Given,
            Some(choice) if choice == self.refused => ConsentState::Refused,
            Some(choice) if choice == self.withdrawn => ConsentState::Withdrawn,
            _ => ConsentState::Unknown,
        }
    }
}

/// Something that went on without consent, as the data-protection officer reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// When.
    pub at: NaiveDateTime,
    /// Who went on.
    pub by: String,
    /// In which district.
    pub district: Option<District>,
    /// Which case.
    pub number: Option<CaseNumber>,
    /// For which purpose consent was missing.
    pub purpose: Option<Purpose>,
    /// How consent stood.
    pub state: Option<ConsentState>,
    /// Why they went on, in their words.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_yes_allows() {
        let field = ConsentField {
            purpose: Purpose::Sharing,
            form: "consents".to_owned(),
            field: "sharing".to_owned(),
            given: "yes".to_owned(),
            refused: "no".to_owned(),
            withdrawn: "back".to_owned(),
        };
        let allows = |choice| field.state_of(choice).allows();
        assert!(allows(Some("yes")));
        for choice in [Some("no"), Some("back"), Some("not_asked"), Some(""), None] {
            assert!(!allows(choice), "{choice:?}");
        }
    }
}
