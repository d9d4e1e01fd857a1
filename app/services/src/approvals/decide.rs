use domain::{
    Error, Refusal,
    access::Permission,
    audit::AuditAction,
    cases::CaseNumber,
    ids::ApprovalId,
    notifications::NotificationKind,
    transitions::reason_problem,
    workflow::{ApprovalEvent, ApprovalFacts, ApprovalState, next_approval},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    approval_row::{Column, Entity, Model},
    content_of, kind_of,
};
use crate::{
    Failure, Outcome, Unit,
    audit::{self, Event},
    cases::query::{Found, find_case},
    notifications::{Subject, notify},
    tenancy::{DistrictScope, Tenant},
    transitions::place_of,
    wall_clock::wall_time,
    workflow::workflow_of,
};

/// What somebody decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub event: ApprovalEvent,
    /// What they write; a refusal needs it.
    pub comment: String,
    /// Stands for what they were shown.
    pub shown: String,
}

/// Decides about an approval, or takes it back.
///
/// # Errors
/// Refused with the reason of the rules; `Overtaken` when somebody else decided first; `NotFound`
/// when the case is out of reach; `Invalid` when the comment is too long.
pub async fn decide_approval(
    unit: &Unit,
    id: ApprovalId,
    decision: &Decision,
) -> Outcome<ApprovalState> {
    let (row, found) = find(unit, id, Permission::CASES_READ, true).await?;
    if decision.event == ApprovalEvent::Fall {
        return Err(Refusal::WrongState.into());
    }
    let kind = kind_of(&row)?;
    let workflow = workflow_of(unit, found.district()).await?;
    let rule = workflow.approval(kind).ok_or(Refusal::WrongState)?;
    let shown = content_of(unit, &found).await?.shown(rule);
    let facts = ApprovalFacts {
        gives_comment: !decision.comment.trim().is_empty(),
        is_as_shown: shown == decision.shown,
        ..standing(unit, &row, &found)?
    };
    let next = decide(unit, &row, decision.event, facts)?;
    if facts.gives_comment
        && let Some(code) = reason_problem(&decision.comment)
    {
        return Err(Failure::Answer(Error::invalid("comment", code)));
    }
    let row = write(unit, row, next, decision, shown).await?;
    tell(unit, &row, decision.event).await?;
    Ok(next)
}

/// What is so whatever the actor was shown and writes.
pub(super) fn standing(unit: &Unit, row: &Model, found: &Found) -> Outcome<ApprovalFacts> {
    let actor = unit.actor()?;
    let reach = actor.reach(Permission::APPROVALS_DECIDE);
    Ok(ApprovalFacts {
        is_asker: row.asked_by == Uuid::from(actor.user),
        may_decide: reach.is_ok_and(|reach| reach.covers(&place_of(&found.case))),
        ..ApprovalFacts::default()
    })
}

/// The approval with its case, if the actor has this permission there. With `lock`, nobody else changes either
/// until the unit ends.
pub(super) async fn find(
    unit: &Unit,
    id: ApprovalId,
    permission: Permission,
    lock: bool,
) -> Outcome<(Model, Found)> {
    let own = DistrictScope::own_district(unit.actor()?);
    let scope = unit.scope(permission)?;
    let wide = if scope.reach().district().is_some() {
        own
    } else {
        scope.clone()
    };
    let seen = Entity::in_scope(&wide).filter(Column::Id.eq(Uuid::from(id)));
    let seen = seen
        .one(unit.connection())
        .await?
        .ok_or(Failure::not_found())?;
    let number = CaseNumber::parse(&seen.case_number).ok_or(Failure::not_found())?;
    let found = find_case(unit, &scope, &number, lock).await?;
    if !lock {
        return Ok((seen, found));
    }
    let row = Entity::in_district(found.district())
        .filter(Column::Id.eq(seen.id))
        .lock_exclusive()
        .one(unit.connection())
        .await?;
    Ok((row.ok_or(Failure::not_found())?, found))
}

fn decide(
    unit: &Unit,
    row: &Model,
    event: ApprovalEvent,
    facts: ApprovalFacts,
) -> Outcome<ApprovalState> {
    let state = ApprovalState::from_code(&row.state)
        .ok_or_else(|| Failure::Broken(format!("approval {} is {}", row.id, row.state)))?;
    let refusal = match next_approval(state, event, &facts) {
        Ok(next) => return Ok(next),
        Err(refusal) => refusal,
    };
    let me = Uuid::from(unit.actor()?.user);
    let other = row.decided_by.filter(|by| *by != me);
    let was_possible = next_approval(ApprovalState::Asked, event, &facts).is_ok();
    match row.decided_at {
        Some(at) if refusal == Refusal::WrongState && other.is_some() && was_possible => {
            Err(Failure::Answer(Error::Overtaken {
                by: row.decided_by_name.clone().unwrap_or_default(),
                at: wall_time(at),
            }))
        }
        _ => Err(refusal.into()),
    }
}

async fn write(
    unit: &Unit,
    row: Model,
    next: ApprovalState,
    decision: &Decision,
    shown: String,
) -> Outcome<Model> {
    let actor = unit.actor()?;
    let mut fresh = row.into_active_model();
    fresh.state = Set(next.code().to_owned());
    fresh.shown = Set(shown);
    fresh.decided_by = Set(Some(actor.user.into()));
    fresh.decided_by_name = Set(Some(actor.display_name.clone()));
    fresh.decided_at = Set(Some(unit.now()));
    fresh.comment = Set(Some(decision.comment.trim().to_owned()));
    Ok(fresh.update(unit.connection()).await?)
}

async fn tell(unit: &Unit, row: &Model, event: ApprovalEvent) -> Outcome<()> {
    let (action, kind) = match event {
        ApprovalEvent::Grant => (
            AuditAction::ApprovalGranted,
            Some(NotificationKind::ApprovalGranted),
        ),
        ApprovalEvent::Refuse => (
            AuditAction::ApprovalRefused,
            Some(NotificationKind::ApprovalRefused),
        ),
        ApprovalEvent::Withdraw | ApprovalEvent::Fall => (AuditAction::ApprovalWithdrawn, None),
    };
    let event = Event::new(row.district_id.into(), action)
        .on_case(row.case_id.into())
        .with(json!({"approval": row.id, "kind": row.kind, "reason": row.comment, "shown": row.shown}));
    audit::record(unit, event).await?;
    let Some(kind) = kind else {
        return Ok(());
    };
    let subject = Subject {
        case: CaseNumber::parse(&row.case_number),
        link: format!("/cases/{}/stage", row.case_number),
    };
    notify(unit, kind, &subject, &[row.asked_by.into()]).await
}
