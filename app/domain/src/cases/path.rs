use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::CaseNumber;
use crate::{Text, audit::AuditAction, districts::District, workflow::ApprovalKind};

/// The way a case has gone: who had it, who handed it on and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasePath {
    /// The case.
    pub number: CaseNumber,
    /// The person's name; empty where it is hidden.
    pub name: String,
    /// What happened, latest first.
    pub entries: Vec<PathEntry>,
    /// Whether there is more than is shown.
    pub more: bool,
}

/// One step of the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathEntry {
    /// When.
    pub at: NaiveDateTime,
    /// What happened.
    pub action: AuditAction,
    /// By whom; empty when it was the clock.
    pub by: String,
    /// In which district they acted.
    pub district: Option<District>,
    /// Where a hand-over came from.
    pub from: Option<District>,
    /// Where a hand-over leads.
    pub to: Option<District>,
    /// The stage that the case went on to.
    pub stage: Option<Text>,
    /// What was to be approved.
    pub approval: Option<ApprovalKind>,
    /// Who owns the case since.
    pub owner: Option<String>,
    /// Why, where a reason was given.
    pub reason: String,
}
