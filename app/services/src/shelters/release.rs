use domain::{
    Refusal,
    audit::AuditAction,
    ids::{BedId, StayId},
    shelters::StayState,
};
use serde_json::json;

use super::{
    housing::case_of,
    locked::Locked,
    write::{end, find_stay, place_scope, tell_stay, touch},
};
use crate::{Outcome, Unit};

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
