//! Reading audit events.

use domain::{
    audit::AuditAction,
    ids::{CaseId, DistrictId},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{Column, Entity, Model};
use crate::{Outcome, Unit, tenancy::Tenant};

/// The latest events of these kinds on one case, latest first.
pub(crate) async fn of_case(
    unit: &Unit,
    district: DistrictId,
    case: CaseId,
    actions: &[AuditAction],
    limit: u64,
) -> Outcome<Vec<Model>> {
    let codes = actions.iter().map(|action| action.code());
    Ok(Entity::in_district(district)
        .filter(Column::CaseId.eq(uuid::Uuid::from(case)))
        .filter(Column::Action.is_in(codes))
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(unit.connection())
        .await?)
}
