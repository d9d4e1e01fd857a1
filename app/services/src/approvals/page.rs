use domain::{
    Refusal,
    access::Permission,
    audit::AuditAction,
    ids::ApprovalId,
    workflow::{ApprovalEvent, ApprovalFacts, ApprovalPage, next_approval},
};
use serde_json::json;

use super::{
    content_of,
    decide::{find, standing},
    kind_of, line, state_now,
};
use crate::{
    Outcome, Unit,
    audit::{self, Event},
    cases::{forms_of, names::Names},
    workflow::{label_of, workflow_of},
};

/// What somebody may press.
const EVENTS: [ApprovalEvent; 3] = [
    ApprovalEvent::Grant,
    ApprovalEvent::Refuse,
    ApprovalEvent::Withdraw,
];

/// An approval with what is to be approved, as far as the actor may see it.
///
/// # Errors
/// `NotFound` when it does not exist, or its case is out of the actor's reach; refused without the
/// permission to see the history of cases.
pub async fn read_approval(unit: &Unit, id: ApprovalId) -> Outcome<ApprovalPage> {
    let (row, found) = find(unit, id, Permission::CASES_HISTORY, false).await?;
    let workflow = workflow_of(unit, found.district()).await?;
    let kind = kind_of(&row)?;
    let rule = workflow.approval(kind).ok_or(Refusal::WrongState)?;
    let content = content_of(unit, &found).await?;
    let state = state_now(&row, workflow, &content)?;
    let facts = ApprovalFacts {
        gives_comment: true,
        is_as_shown: true,
        ..standing(unit, &row, &found)?
    };
    let mut forms = forms_of(unit, &found).await?;
    forms.retain(|form| rule.forms.is_empty() || rule.forms.contains(&form.definition.form));
    let event = Event::new(found.district(), AuditAction::WorkflowRead)
        .on_case(found.id())
        .with(json!({"approval": row.id}));
    audit::record(unit, event).await?;
    Ok(ApprovalPage {
        row: line(&row, state)?,
        name: Names::seen_by(unit.actor()?, unit.catalog(), &found.person).name,
        stage: label_of(workflow, &found.case.stage),
        forms,
        shown: content.shown(rule),
        may: EVENTS
            .into_iter()
            .filter(|event| next_approval(state, *event, &facts).is_ok())
            .collect(),
    })
}
