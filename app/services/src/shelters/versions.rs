use domain::{
    access::Permission,
    ids::{DistrictId, ShelterId},
    shelters::{StayState, mark},
};
use sea_orm::{
    ColumnTrait, ExprTrait, FromQueryResult, QuerySelect,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{shelter_row, stay_row, write::find_shelter};
use crate::{
    Caller, Failure, Outcome, Unit,
    tenancy::{Tenant, across},
};

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
    let rows = rows(unit).await?;
    Ok(rows
        .into_iter()
        .map(|row| ShelterVersion {
            id: row.id.into(),
            district: row.district_id.into(),
            version: (row.version, row.held),
        })
        .collect())
}

async fn rows(unit: &Unit) -> Outcome<Vec<Row>> {
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
    Ok(shelter_row::Entity::of_found()
        .select_only()
        .columns([
            shelter_row::Column::Id,
            shelter_row::Column::DistrictId,
            shelter_row::Column::Version,
        ])
        .expr_as(Expr::SubQuery(None, Box::new(held.into())), "held")
        .into_model::<Row>()
        .all(unit.connection())
        .await?)
}

/// How far a shelter has come, or all of the city: before anything else is read, so that a page
/// never shows less than its mark says.
pub(super) async fn mark_of(unit: &Unit, shelter: Option<ShelterId>) -> Outcome<String> {
    let rows = across(unit, rows(unit)).await?;
    let wanted = |row: &&Row| shelter.is_none_or(|id| ShelterId(row.id) == id);
    let wanted = rows.iter().filter(wanted);
    Ok(mark(wanted.map(|row| (row.version, row.held))))
}
