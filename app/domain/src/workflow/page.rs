//! What pages show of the way of a case through its stages.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::{ApprovalEvent, ApprovalKind, ApprovalState};
use crate::{
    Refusal, Text,
    cases::{CaseNumber, FormView, Stage},
    ids::ApprovalId,
};

/// A stage with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageLabel {
    /// The stage.
    pub stage: Stage,
    /// What it is called.
    pub label: Text,
}

/// Where a case stands, and where it may go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseWorkflow {
    /// The case.
    pub number: CaseNumber,
    /// The person's name; empty where it is hidden.
    pub name: String,
    /// Every stage, in order.
    pub stages: Vec<StageLabel>,
    /// Where it stands.
    pub now: Stage,
    /// The declared steps from here.
    pub steps: Vec<PossibleStep>,
    /// What may be asked to be approved now.
    pub may_ask: Vec<ApprovalKind>,
    /// The approvals of the case, latest first.
    pub approvals: Vec<ApprovalRow>,
    /// Every closing and reopening, latest first.
    pub closings: Vec<Closing>,
}

/// A declared step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PossibleStep {
    /// Where to.
    pub to: StageLabel,
    /// Whether it needs a reason.
    pub needs_reason: bool,
    /// Whether it reopens a case that had ended.
    pub reopens: bool,
    /// What has to be approved before.
    pub needed: Vec<NeededApproval>,
    /// Why it cannot be taken, apart from a reason that is still to be written.
    pub refused: Option<Refusal>,
}

/// An approval that a step needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeededApproval {
    /// What.
    pub kind: ApprovalKind,
    /// How far it has come; `None` while nobody has asked.
    pub state: Option<ApprovalState>,
}

/// One approval, as a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalRow {
    /// Its id.
    pub id: ApprovalId,
    /// The case.
    pub number: CaseNumber,
    /// What is approved.
    pub kind: ApprovalKind,
    /// How far it has come.
    pub state: ApprovalState,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: NaiveDateTime,
    /// What they wrote.
    pub note: String,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<NaiveDateTime>,
    /// What they wrote.
    pub comment: String,
}

/// An approval with what is to be approved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApprovalPage {
    /// The line.
    pub row: ApprovalRow,
    /// The person's name; empty where it is hidden.
    pub name: String,
    /// The stage of the case.
    pub stage: StageLabel,
    /// What is to be approved, as far as the reader sees it.
    pub forms: Vec<FormView>,
    /// Stands for what is shown: a decision is bound to it.
    pub shown: String,
    /// What the reader may do.
    pub may: Vec<ApprovalEvent>,
}

/// A closing, or a reopening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// When.
    pub at: NaiveDateTime,
    /// By whom.
    pub by: String,
    /// Whether the case was reopened.
    pub reopened: bool,
    /// Why.
    pub reason: String,
}
