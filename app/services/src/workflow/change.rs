use domain::{
    Error,
    access::{Actor, Permission},
    audit::AuditAction,
    cases::{CaseNumber, Stage},
    integration::EventKind,
    transitions::reason_problem,
    workflow::{ApprovalState, StepFacts, StepKind, Workflow, step},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::workflow_of;
use crate::{
    Failure, Outcome, Unit,
    approvals::{Content, approval_row, content_of, kind_of, of_case, state_now},
    audit::{self, Event},
    cases::query::{Found, find_case},
    integration::{about_case, publish},
    transitions::{end_referrals, place_of},
};

/// Takes a case to another stage; closing and reopening need a reason.
///
/// # Errors
/// Refused with the reason of the rules; `NotFound` when the case is out of reach; `Invalid` when
/// the reason is too long.
pub async fn change_stage(
    unit: &Unit,
    number: &CaseNumber,
    to: &Stage,
    reason: &str,
) -> Outcome<()> {
    let scope = unit.scope(Permission::CASES_EDIT)?;
    let found = find_case(unit, &scope, number, true).await?;
    let workflow = workflow_of(unit, found.district()).await?;
    let from = Stage::from_code(&found.case.stage).unwrap_or_default();
    let approvals = of_case(unit, &found).await?;
    let content = content_of(unit, &found).await?;
    let facts = StepFacts {
        gives_reason: !reason.trim().is_empty(),
        approved: is_approved(workflow, to, &approvals, &content)?,
        ..rights(unit.actor()?, &found)
    };
    let kind = step(workflow, &from, to, &facts)?;
    if facts.gives_reason
        && let Some(code) = reason_problem(reason)
    {
        return Err(Failure::Answer(Error::invalid("reason", code)));
    }
    let mut fresh = found.case.clone().into_active_model();
    fresh.stage = Set(to.code().to_owned());
    fresh.changed_at = Set(unit.now());
    fresh.update(unit.connection()).await?;
    let action = match kind {
        StepKind::Change => AuditAction::StageChanged,
        StepKind::Close => AuditAction::CaseClosed,
        StepKind::Reopen => AuditAction::CaseReopened,
    };
    let event = Event::new(found.district(), action)
        .on_case(found.id())
        .with(json!({"from": from.code(), "to": to.code(), "reason": reason.trim()}));
    audit::record(unit, event).await?;
    let stages = json!({"from": from.code(), "to": to.code()});
    let (district, number) = (found.district(), found.case.number.as_str());
    let happening = about_case(EventKind::CaseStageChanged, district, number, stages);
    publish(unit, happening).await?;
    if kind == StepKind::Close {
        // Where the work on a case has ended, no service elsewhere goes on seeing it.
        end_referrals(unit, &found.case).await?;
    }
    Ok(())
}

/// What the actor may do with the case.
pub(super) fn rights(actor: &Actor, found: &Found) -> StepFacts {
    let place = place_of(&found.case);
    let may = |permission| {
        let reach = actor.reach(permission);
        reach.is_ok_and(|reach| reach.covers(&place))
    };
    StepFacts {
        may_edit: may(Permission::CASES_EDIT),
        may_close: may(Permission::CASES_CLOSE),
        may_reopen: may(Permission::CASES_REOPEN),
        ..StepFacts::default()
    }
}

/// Whether everything is approved, as it stands now, that a stage is not reached without.
pub(super) fn is_approved(
    workflow: &Workflow,
    to: &Stage,
    approvals: &[approval_row::Model],
    content: &Content,
) -> Outcome<bool> {
    for rule in workflow.needed_for(to) {
        let mut granted = false;
        for row in approvals {
            granted |= kind_of(row)? == rule.kind
                && state_now(row, workflow, content)? == ApprovalState::Granted;
        }
        if !granted {
            return Ok(false);
        }
    }
    Ok(true)
}
