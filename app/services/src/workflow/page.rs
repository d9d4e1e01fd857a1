use domain::{
    access::Permission,
    audit::AuditAction,
    cases::{CaseNumber, Stage},
    workflow::{
        ApprovalKind, ApprovalRow, ApprovalState, CaseWorkflow, Closing, NeededApproval,
        PossibleStep, StageLabel, StageRule, StepFacts, StepKind, Workflow, step,
    },
};
use serde_json::Value;

use super::{
    change::{is_approved, rights},
    label_of, workflow_of,
};
use crate::{
    Outcome, Unit,
    approvals::{content_of, line, of_case, state_now, without_words},
    audit::{self, Event, entity, query},
    cases::{
        names::Names,
        query::{Found, find_case},
    },
    wall_clock::wall_time,
};

/// How many closings are shown.
const CLOSINGS: u64 = 50;

/// Where a case stands, where it may go, and what is approved of it.
///
/// # Errors
/// `NotFound` when the case is out of reach.
pub async fn case_workflow(unit: &Unit, number: &CaseNumber) -> Outcome<CaseWorkflow> {
    let scope = unit.scope(Permission::CASES_READ)?;
    let actor = unit.actor()?;
    let found = find_case(unit, &scope, number, false).await?;
    let workflow = workflow_of(unit, found.district()).await?;
    let content = content_of(unit, &found).await?;
    let rows = of_case(unit, &found).await?;
    let tells = actor.can(Permission::CASES_HISTORY);
    let approvals = rows
        .iter()
        .map(|row| {
            let line = line(row, state_now(row, workflow, &content)?)?;
            Ok(if tells { line } else { without_words(line) })
        })
        .collect::<Outcome<Vec<ApprovalRow>>>()?;
    let now = label_of(workflow, &found.case.stage).stage;
    let facts = rights(actor, &found);
    let mut steps = Vec::new();
    for to in workflow
        .stage(&now)
        .map(|rule| rule.next.as_slice())
        .unwrap_or_default()
    {
        let approved = is_approved(workflow, to, &rows, &content)?;
        steps.push(possible(
            workflow,
            &now,
            to,
            StepFacts { approved, ..facts },
            &approvals,
        ));
    }
    let event = Event::new(found.district(), AuditAction::WorkflowRead).on_case(found.id());
    audit::record(unit, event).await?;
    Ok(CaseWorkflow {
        number: found.number()?,
        name: Names::seen_by(actor, unit.catalog(), &found.person).name,
        stages: workflow.stages.iter().map(StageRule::label_of).collect(),
        may_ask: if facts.may_edit {
            open_kinds(workflow, &now, &approvals)
        } else {
            Vec::new()
        },
        now,
        steps,
        approvals,
        closings: closings(unit, &found).await?,
    })
}

/// Every stage that a reader of this district may meet, their own district's first.
///
/// # Errors
/// When the database does not answer.
pub async fn stage_labels(unit: &Unit) -> Outcome<Vec<StageLabel>> {
    let own = workflow_of(unit, unit.actor()?.district).await?;
    let mut labels: Vec<StageLabel> = own.stages.iter().map(StageRule::label_of).collect();
    let all = unit.catalog().case_type().workflows();
    for rule in all.flat_map(|workflow| &workflow.stages) {
        if labels.iter().all(|label| label.stage != rule.stage) {
            labels.push(rule.label_of());
        }
    }
    Ok(labels)
}

fn possible(
    workflow: &Workflow,
    now: &Stage,
    to: &Stage,
    facts: StepFacts,
    approvals: &[ApprovalRow],
) -> PossibleStep {
    let kind = StepKind::of(now, to);
    let facts = StepFacts {
        gives_reason: true,
        ..facts
    };
    let needed = workflow.needed_for(to).map(|rule| NeededApproval {
        kind: rule.kind,
        state: latest(approvals, rule.kind),
    });
    PossibleStep {
        to: label_of(workflow, to.code()),
        needs_reason: kind.needs_reason(),
        reopens: kind == StepKind::Reopen,
        needed: needed.collect(),
        refused: step(workflow, now, to, &facts).err(),
    }
}

/// How far the latest approval of a kind has come.
fn latest(approvals: &[ApprovalRow], kind: ApprovalKind) -> Option<ApprovalState> {
    let mut of_kind = approvals.iter().filter(|row| row.kind == kind);
    of_kind.next().map(|row| row.state)
}

/// What is needed for a next stage and neither waits nor holds.
fn open_kinds(workflow: &Workflow, now: &Stage, approvals: &[ApprovalRow]) -> Vec<ApprovalKind> {
    let next = workflow
        .stage(now)
        .map(|rule| rule.next.as_slice())
        .unwrap_or_default();
    let needed = next.iter().flat_map(|to| workflow.needed_for(to));
    needed
        .map(|rule| rule.kind)
        .filter(|kind| {
            let state = latest(approvals, *kind);
            !matches!(state, Some(ApprovalState::Asked | ApprovalState::Granted))
        })
        .collect()
}

async fn closings(unit: &Unit, found: &Found) -> Outcome<Vec<Closing>> {
    if !unit.actor()?.can(Permission::CASES_HISTORY) {
        return Ok(Vec::new());
    }
    let kinds = [AuditAction::CaseClosed, AuditAction::CaseReopened];
    let events = query::of_case(unit, found.id(), &kinds, CLOSINGS).await?;
    let closing = |event: &entity::Model| Closing {
        at: wall_time(event.at),
        by: event.actor_name.clone(),
        reopened: event.action == AuditAction::CaseReopened.code(),
        reason: event
            .details
            .get("reason")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
    };
    Ok(events.iter().map(closing).collect())
}
