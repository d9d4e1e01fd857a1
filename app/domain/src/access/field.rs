use serde::{Deserialize, Serialize};

/// How delicate a field is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// What every worker on the case may need.
    #[default]
    Ordinary,
    /// What can harm if it is known: a document number, a safe way to call.
    Sensitive,
    /// What only those who need it may know: protection concerns.
    Restricted,
}

/// What an actor may do with a field; ordered from nothing to everything.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum FieldAccess {
    /// The field does not exist for this actor.
    #[default]
    Hidden,
    /// It may be seen.
    Read,
    /// It may be seen and changed.
    Write,
}

/// What a role may do with the fields of a form, by sensitivity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRule {
    /// The form's id, or `*` for every form that has no rule of its own.
    pub form: String,
    /// Access to ordinary fields.
    pub ordinary: FieldAccess,
    /// Access to sensitive fields.
    pub sensitive: FieldAccess,
    /// Access to restricted fields.
    pub restricted: FieldAccess,
}

impl FieldRule {
    /// The form name that stands for every other form.
    pub const EVERY_FORM: &'static str = "*";

    /// What the rule says of a field of this sensitivity.
    pub const fn access(&self, sensitivity: Sensitivity) -> FieldAccess {
        match sensitivity {
            Sensitivity::Ordinary => self.ordinary,
            Sensitivity::Sensitive => self.sensitive,
            Sensitivity::Restricted => self.restricted,
        }
    }

    /// Whether access never rises with sensitivity.
    pub fn is_monotone(&self) -> bool {
        self.ordinary >= self.sensitive && self.sensitive >= self.restricted
    }
}
