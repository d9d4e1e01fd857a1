use domain::{
    access::Permission,
    ids::{DistrictId, ShelterId},
    shelters::StayState,
};
use sea_orm::{
    ColumnTrait, ExprTrait, FromQueryResult, QuerySelect,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{shelter_row, stay_row, write::find_shelter};
use crate::{Caller, Failure, Outcome, Unit, tenancy::Tenant};

/// How far a shelter has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShelterVersion {
    /// The shelter.
    pub id: ShelterId,
    /// Whose it is.
    pub district: DistrictId,
    /// Another number whenever anything in it is another: what somebody wrote, or a hold that ran
    /// out by itself.
    pub version: (i64, i64),
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    district_id: Uuid,
    version: i64,
    held: i64,
}

/// Whether the actor may hear of changes in a shelter, or in all of them.
///
/// # Errors
/// Refused without the permission; `NotFound` when the shelter is out of reach.
pub async fn may_watch(unit: &Unit, shelter: Option<ShelterId>) -> Outcome<()> {
    let scope = unit.scope(Permission::SHELTERS_READ)?.whole_district();
    match shelter {
        Some(id) => find_shelter(unit, &scope, id).await.map(drop),
        None => Ok(()),
    }
}

/// How far every shelter of the city has come: for the process, which wakes open boards.
///
/// # Errors
/// `NotFound` for anybody else.
pub async fn versions(unit: &Unit) -> Outcome<Vec<ShelterVersion>> {
    if !matches!(unit.caller(), Caller::System) {
        return Err(Failure::not_found());
    }
    let held = Query::select()
        .expr(Expr::col(stay_row::Column::Id).count())
        .from(stay_row::Entity)
        .and_where(
            Expr::col((stay_row::Entity, stay_row::Column::ShelterId))
                .equals((shelter_row::Entity, shelter_row::Column::Id)),
        )
        .and_where(stay_row::Column::State.eq(StayState::Held.code()))
        .and_where(stay_row::Column::EndsAt.gt(unit.now()))
        .to_owned();
    let rows = shelter_row::Entity::of_found()
        .select_only()
        .columns([
            shelter_row::Column::Id,
            shelter_row::Column::DistrictId,
            shelter_row::Column::Version,
        ])
        .expr_as(Expr::SubQuery(None, Box::new(held.into())), "held")
        .into_model::<Row>()
        .all(unit.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| ShelterVersion {
            id: row.id.into(),
            district: row.district_id.into(),
            version: (row.version, row.held),
        })
        .collect())
}
