//! Reading audit events.

use domain::{
    audit::AuditAction,
    ids::{AuditEventId, CaseId},
};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{Column, Entity, Model};
use crate::{Outcome, Unit, tenancy::Tenant};

/// The latest events of these kinds on one case that was found in scope, latest first, in whichever
/// district they happened.
pub(crate) async fn of_case(
    unit: &Unit,
    case: CaseId,
    actions: &[AuditAction],
    limit: u64,
) -> Outcome<Vec<Model>> {
    let codes = actions.iter().map(|action| action.code());
    Ok(Entity::of_found()
        .filter(Column::CaseId.eq(uuid::Uuid::from(case)))
        .filter(Column::Action.is_in(codes))
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(unit.connection())
        .await?)
}

/// Whether there is an event of this id, in whichever district.
pub(super) async fn is_stored(unit: &Unit, event: AuditEventId) -> Outcome<bool> {
    let found = Entity::of_found().filter(Column::Id.eq(uuid::Uuid::from(event)));
    Ok(found.count(unit.connection()).await? > 0)
}
