use domain::{
    access::Permission,
    workflow::{ApprovalKind, ApprovalRow, ApprovalState, Workflow},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::{
    Content,
    approval_row::{Column, Entity, Model},
};
use crate::{
    Failure, Outcome, Unit,
    cases::{
        case_row,
        query::{Found, readable_number},
    },
    tenancy::Tenant,
    wall_clock::wall_time,
};

/// How many are shown.
const SHOWN: u64 = 100;

/// The approvals that wait for the actor's decision, the longest first. Nobody who decides about
/// none is told anything.
///
/// # Errors
/// When the database does not answer.
pub async fn approvals_waiting(unit: &Unit) -> Outcome<Vec<ApprovalRow>> {
    let Ok(scope) = unit.scope(Permission::APPROVALS_DECIDE) else {
        return Ok(Vec::new());
    };
    let me = Uuid::from(unit.actor()?.user);
    let cases = case_row::Entity::in_scope(&scope)
        .select_only()
        .column(case_row::Column::Id)
        .into_query();
    let rows = Entity::in_scope(&scope.whole_district())
        .filter(Column::State.eq(ApprovalState::Asked.code()))
        .filter(Column::AskedBy.ne(me))
        .filter(Column::CaseId.in_subquery(cases))
        .order_by_asc(Column::AskedAt)
        .order_by_asc(Column::Id)
        .limit(SHOWN)
        .all(unit.connection())
        .await?;
    rows.iter().map(|row| line(row, stored(row)?)).collect()
}

/// Every approval of a case, latest first.
pub(crate) async fn of_case(unit: &Unit, found: &Found) -> Outcome<Vec<Model>> {
    let rows = Entity::in_district(found.district())
        .filter(Column::CaseId.eq(found.case.id))
        .order_by_desc(Column::AskedAt)
        .order_by_desc(Column::Id)
        .limit(SHOWN);
    Ok(rows.all(unit.connection()).await?)
}

/// How far an approval has come: what was granted falls as soon as anything of it has changed.
pub(crate) fn state_now(
    row: &Model,
    workflow: &Workflow,
    content: &Content,
) -> Outcome<ApprovalState> {
    let state = stored(row)?;
    let rule = workflow.approval(kind_of(row)?);
    let holds = rule.is_some_and(|rule| content.shown(rule) == row.shown);
    Ok(if state == ApprovalState::Granted && !holds {
        ApprovalState::Fallen
    } else {
        state
    })
}

/// One approval as a line.
pub(crate) fn line(row: &Model, state: ApprovalState) -> Outcome<ApprovalRow> {
    Ok(ApprovalRow {
        id: row.id.into(),
        number: readable_number(&row.case_number)?,
        kind: kind_of(row)?,
        state,
        asked_by: row.asked_by_name.clone(),
        asked_at: wall_time(row.asked_at),
        note: row.note.clone(),
        decided_by: row.decided_by_name.clone(),
        decided_at: row.decided_at.map(wall_time),
        comment: row.comment.clone().unwrap_or_default(),
    })
}

/// The same for whoever may not see the history of cases: without what people wrote.
pub(crate) fn without_words(mut row: ApprovalRow) -> ApprovalRow {
    row.note.clear();
    row.comment.clear();
    row
}

/// What is approved.
pub(crate) fn kind_of(row: &Model) -> Outcome<ApprovalKind> {
    ApprovalKind::from_code(&row.kind)
        .ok_or_else(|| Failure::Broken(format!("approval {} is about {}", row.id, row.kind)))
}

fn stored(row: &Model) -> Outcome<ApprovalState> {
    ApprovalState::from_code(&row.state)
        .ok_or_else(|| Failure::Broken(format!("approval {} is {}", row.id, row.state)))
}
