use domain::{
    Refusal,
    audit::AuditAction,
    ids::{BedId, StayId},
    shelters::StayState,
};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;

use super::{
    housing::case_of,
    locked::Locked,
    stay_row,
    write::{end, find_stay, place_scope, tell_stay, touch},
};
use crate::{Outcome, Unit, tenancy::Tenant};

/// Gives a bed back, for whomever it is held.
///
/// # Errors
/// As [`release`].
pub async fn release_bed(unit: &Unit, bed: BedId) -> Outcome<()> {
    let scope = place_scope(unit)?;
    let held = stay_row::Entity::in_scope(&scope)
        .filter(stay_row::Column::BedId.eq(uuid::Uuid::from(bed)))
        .filter(stay_row::Column::State.eq(StayState::Held.code()))
        .filter(stay_row::Column::EndsAt.gt(unit.now()))
        .one(unit.connection())
        .await?;
    let Some(held) = held else {
        Locked::one(unit, &scope, bed).await?;
        return Err(Refusal::WrongState.into());
    };
    release(unit, StayId(held.id)).await
}

/// Gives a held bed back, or gives a planned stay up.
///
/// # Errors
/// Refused when it is neither any more; `NotFound` when it is out of reach.
pub async fn release(unit: &Unit, id: StayId) -> Outcome<()> {
    let scope = place_scope(unit)?;
    let seen = find_stay(unit, &scope, id).await?;
    case_of(unit, &scope, &seen).await?;
    Locked::one(unit, &scope, BedId(seen.bed_id)).await?;
    let stay = find_stay(unit, &scope, id).await?;
    let waits = matches!(
        stay.state_at(unit.now())?,
        StayState::Held | StayState::Planned
    );
    if !waits {
        return Err(Refusal::WrongState.into());
    }
    end(unit, &stay, StayState::Released, unit.now()).await?;
    tell_stay(unit, AuditAction::BedReleased, &stay, json!({})).await?;
    touch(unit, stay.district_id.into(), [stay.shelter_id]).await
}
