use serde::{Deserialize, Serialize};

use super::{FieldAccess, FieldRule, Permission, Scope, Sensitivity};
use crate::Text;

/// A role as data: what it may do, how far, and what it may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The id, `caseworker`.
    pub role: String,
    /// Its name in every language.
    pub label: Text,
    /// How far its permissions go.
    pub scope: Scope,
    /// What it may do.
    pub permissions: Vec<Permission>,
    /// What it may see and change, per form and sensitivity.
    pub fields: Vec<FieldRule>,
}

/// What is wrong with the definition of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleProblem {
    /// The role's id.
    pub role: String,
    /// What is wrong, in English, for the administrator.
    pub reason: String,
}

impl Role {
    /// What the role may do with a field of this form and sensitivity.
    pub fn field_access(&self, form: &str, sensitivity: Sensitivity) -> FieldAccess {
        let named = self.fields.iter().find(|rule| rule.form == form);
        let every = || {
            self.fields
                .iter()
                .find(|rule| rule.form == FieldRule::EVERY_FORM)
        };
        named
            .or_else(every)
            .map_or(FieldAccess::Hidden, |rule| rule.access(sensitivity))
    }

    /// Everything that is wrong with this role; empty when it can be used.
    pub fn check(&self, forms: &[&str]) -> Vec<RoleProblem> {
        let mut reasons = Vec::new();
        for (place, rule) in self.fields.iter().enumerate() {
            if rule.form != FieldRule::EVERY_FORM && !forms.contains(&rule.form.as_str()) {
                reasons.push(format!("there is no form `{}`", rule.form));
            }
            if !rule.is_monotone() {
                reasons.push(format!(
                    "access to form `{}` rises with sensitivity",
                    rule.form
                ));
            }
            if self.fields[..place]
                .iter()
                .any(|other| other.form == rule.form)
            {
                reasons.push(format!("form `{}` has two rules", rule.form));
            }
        }
        reasons
            .into_iter()
            .map(|reason| RoleProblem {
                role: self.role.clone(),
                reason,
            })
            .collect()
    }
}
