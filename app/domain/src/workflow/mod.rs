//! The way of a case through its stages, as configuration has it: per kind of case, with variants
//! of districts.

mod approval;
mod check;
mod page;
mod standard;
mod step;

use serde::{Deserialize, Serialize};

use crate::{Text, cases::Stage};

pub use approval::{
    ApprovalEvent, ApprovalFacts, ApprovalKind, ApprovalRule, ApprovalState, next_approval,
};
pub use page::{
    ApprovalPage, ApprovalRow, CaseWorkflow, Closing, NeededApproval, PossibleStep, StageLabel,
};
pub use step::{StepFacts, StepKind, step};

/// The stages of a kind of case, in their order, and what leads from one to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workflow {
    /// The stages: first `new`, last `closed`.
    pub stages: Vec<StageRule>,
    /// What has to be approved before a stage is reached.
    #[serde(default)]
    pub approvals: Vec<ApprovalRule>,
}

/// One stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageRule {
    /// Its stable name.
    pub stage: Stage,
    /// What it is called.
    pub label: Text,
    /// The stages that may follow; from `closed`, where a case is reopened to.
    pub next: Vec<Stage>,
}

impl StageRule {
    /// The stage with its name.
    pub fn label_of(&self) -> StageLabel {
        StageLabel {
            stage: self.stage.clone(),
            label: self.label.clone(),
        }
    }
}

impl Workflow {
    /// The rule of a stage.
    pub fn stage(&self, stage: &Stage) -> Option<&StageRule> {
        self.stages.iter().find(|rule| rule.stage == *stage)
    }

    /// The approvals that are needed before a stage is reached.
    pub fn needed_for(&self, stage: &Stage) -> impl Iterator<Item = &ApprovalRule> {
        self.approvals
            .iter()
            .filter(move |rule| rule.before == *stage)
    }

    /// What an approval of this kind is about.
    pub fn approval(&self, kind: ApprovalKind) -> Option<&ApprovalRule> {
        self.approvals.iter().find(|rule| rule.kind == kind)
    }

    /// Where a case stands here that comes from another workflow: at the same stage if there is
    /// one, otherwise at the beginning.
    pub fn landing(&self, stage: &Stage) -> Stage {
        self.stage(stage)
            .map_or(Stage::NEW, |rule| rule.stage.clone())
    }
}

/// The workflow of a kind of case, with what districts do otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseType {
    /// The kind of case.
    pub case_type: String,
    /// How it goes where nothing else is said.
    pub workflow: Workflow,
    /// What districts do otherwise.
    #[serde(default)]
    pub variants: Vec<Variant>,
}

/// The workflow of some districts, instead of the usual one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The numbers of the districts.
    pub districts: Vec<i32>,
    /// Their workflow.
    pub workflow: Workflow,
}

impl CaseType {
    /// The workflow of a district.
    pub fn of_district(&self, number: i32) -> &Workflow {
        let mut variants = self.variants.iter();
        let own = variants.find(|variant| variant.districts.contains(&number));
        own.map_or(&self.workflow, |variant| &variant.workflow)
    }

    /// Every workflow, the usual one first.
    pub fn workflows(&self) -> impl Iterator<Item = &Workflow> {
        let variants = self.variants.iter().map(|variant| &variant.workflow);
        core::iter::once(&self.workflow).chain(variants)
    }
}

#[cfg(test)]
mod tests;
