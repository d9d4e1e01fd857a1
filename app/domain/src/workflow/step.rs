//! One step from a stage to another.

use super::Workflow;
use crate::{Refusal, cases::Stage};

/// What has to be known of the moment to decide about a step.
#[expect(clippy::struct_excessive_bools, reason = "facts are plain yes or no")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepFacts {
    /// The actor may change the case.
    pub may_edit: bool,
    /// The actor may close cases.
    pub may_close: bool,
    /// The actor may reopen cases.
    pub may_reopen: bool,
    /// A reason is given in writing.
    pub gives_reason: bool,
    /// Everything that has to be approved before is approved, as it stands now.
    pub approved: bool,
}

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// On to another stage.
    Change,
    /// The case ends.
    Close,
    /// A case that had ended goes on.
    Reopen,
}

impl StepKind {
    /// What leads from one stage to another.
    pub fn of(from: &Stage, to: &Stage) -> Self {
        if *to == Stage::CLOSED {
            Self::Close
        } else if *from == Stage::CLOSED {
            Self::Reopen
        } else {
            Self::Change
        }
    }

    /// Whether it needs a reason in writing.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Close | Self::Reopen)
    }
}

/// Whether a case may go from one stage to another now, and what that is.
///
/// # Errors
/// Why not: the step is not declared, is somebody else's, lacks a reason, or lacks an approval.
pub fn step(
    workflow: &Workflow,
    from: &Stage,
    to: &Stage,
    facts: &StepFacts,
) -> Result<StepKind, Refusal> {
    let declared = workflow
        .stage(from)
        .is_some_and(|rule| rule.next.contains(to));
    if !declared {
        return Err(Refusal::WrongState);
    }
    let kind = StepKind::of(from, to);
    let may = match kind {
        StepKind::Change => facts.may_edit,
        StepKind::Close => facts.may_close,
        StepKind::Reopen => facts.may_reopen,
    };
    if !may {
        return Err(Refusal::NotYourStep);
    }
    if kind.needs_reason() && !facts.gives_reason {
        return Err(Refusal::ReasonMissing);
    }
    if !facts.approved {
        return Err(Refusal::ApprovalMissing);
    }
    Ok(kind)
}
