use domain::{
    Error, ProblemCode, Refusal,
    audit::AuditAction,
    ids::{BedId, StayId},
    shelters::{BedEvent, StayState, TypedStay},
};
use serde_json::json;

use super::{
    housing::{case_of, has_left},
    locked::Locked,
    write::{end, find_stay, happened_at, must_be_well_typed, place_scope, tell_stay, touch},
};
use crate::{
    Failure, Outcome, Unit,
    wall_clock::{wall_day, wall_time},
};

/// Sends a guest off.
///
/// # Errors
/// `Invalid` when the time is before they came; refused when they do not stay any more; `NotFound`
/// when the stay is out of reach.
pub async fn depart(unit: &Unit, typed: &TypedStay) -> Outcome<StayId> {
    let scope = place_scope(unit)?;
    must_be_well_typed(typed)?;
    let at = happened_at(unit, typed)?;
    let id = typed.stay.ok_or(Failure::not_found())?;
    let seen = find_stay(unit, &scope, id).await?;
    let found = case_of(unit, &scope, &seen).await?;
    let locked = Locked::one(unit, &scope, BedId(seen.bed_id)).await?;
    locked.may(BedEvent::Depart)?;
    let stay = locked.stay.filter(|stay| stay.id == seen.id);
    let stay = stay.ok_or(Refusal::WrongState)?;
    if at < stay.begins_at {
        let earliest = wall_day(stay.begins_at);
        return Err(Failure::Answer(Error::invalid(
            "at",
            ProblemCode::TooEarly { earliest },
        )));
    }
    end(unit, &stay, StayState::Ended, at).await?;
    has_left(unit, found.as_ref(), stay.member).await?;
    let details = json!({"at": wall_time(at).to_string(), "note": typed.note.trim()});
    tell_stay(unit, AuditAction::GuestDeparted, &stay, details).await?;
    touch(unit, stay.district_id.into(), [stay.shelter_id]).await?;
    Ok(id)
}
