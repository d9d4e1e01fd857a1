use domain::{
    Error, Refusal,
    access::Permission,
    audit::AuditAction,
    cases::CaseNumber,
    ids::ApprovalId,
    notifications::NotificationKind,
    transitions::reason_problem,
    workflow::{ApprovalKind, ApprovalState},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::{
    approval_row::{ActiveModel, Column, Entity},
    content_of,
};
use crate::{
    Failure, Outcome, Unit,
    audit::{self, Event},
    cases::query::find_case,
    notifications::{Subject, holders, notify},
    tenancy::Tenant,
    workflow::workflow_of,
};

/// Asks for something on a case to be approved.
///
/// # Errors
/// Refused where the district's workflow knows no such approval, or while one waits already;
/// `NotFound` when the case is out of reach; `Invalid` when the note is too long.
pub async fn ask_approval(
    unit: &Unit,
    number: &CaseNumber,
    kind: ApprovalKind,
    note: &str,
) -> Outcome<ApprovalId> {
    let scope = unit.scope(Permission::CASES_EDIT)?;
    let actor = unit.actor()?;
    let found = find_case(unit, &scope, number, true).await?;
    let workflow = workflow_of(unit, found.district()).await?;
    let rule = workflow.approval(kind).ok_or(Refusal::WrongState)?;
    if !note.trim().is_empty()
        && let Some(code) = reason_problem(note)
    {
        return Err(Failure::Answer(Error::invalid("note", code)));
    }
    let waiting = Entity::in_district(found.district())
        .filter(Column::CaseId.eq(found.case.id))
        .filter(Column::Kind.eq(kind.code()))
        .filter(Column::State.eq(ApprovalState::Asked.code()))
        .one(unit.connection())
        .await?;
    if waiting.is_some() {
        return Err(Refusal::WrongState.into());
    }
    let id: ApprovalId = unit.new_id();
    let row = ActiveModel {
        id: Set(id.into()),
        district_id: Set(found.district().into()),
        case_id: Set(found.case.id),
        case_number: Set(found.case.number.clone()),
        kind: Set(kind.code().to_owned()),
        state: Set(ApprovalState::Asked.code().to_owned()),
        shown: Set(content_of(unit, &found).await?.shown(rule)),
        asked_by: Set(actor.user.into()),
        asked_by_name: Set(actor.display_name.clone()),
        asked_at: Set(unit.now()),
        note: Set(note.trim().to_owned()),
        decided_by: Set(None),
        decided_by_name: Set(None),
        decided_at: Set(None),
        comment: Set(None),
    };
    Entity::insert(row)
        .exec_without_returning(unit.connection())
        .await?;
    let event = Event::new(found.district(), AuditAction::ApprovalAsked)
        .on_case(found.id())
        .with(json!({"approval": id, "kind": kind.code(), "reason": note.trim()}));
    audit::record(unit, event).await?;
    let subject = Subject {
        case: Some(found.number()?),
        link: format!("/approvals/{id}"),
    };
    let deciding = holders(unit, found.district(), Permission::APPROVALS_DECIDE).await?;
    notify(unit, NotificationKind::ApprovalAsked, &subject, &deciding).await?;
    Ok(id)
}
