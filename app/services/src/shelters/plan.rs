use domain::{
    Error, ProblemCode, Refusal,
    audit::AuditAction,
    ids::StayId,
    shelters::{StayState, TypedStay},
};
use serde_json::json;

use super::{
    guest::typed_guest,
    locked::Locked,
    write::{NewStay, insert, invalid, must_be_well_typed, place_scope, tell_stay, touch},
};
use crate::{Failure, Outcome, Unit, wall_clock::start_of_day};

/// Plans that somebody comes into a bed on a day.
///
/// # Errors
/// `Invalid` when what was typed does not fit; refused when somebody else is there until then, or
/// planned to be; `NotFound` when the bed is out of reach.
pub async fn plan_stay(unit: &Unit, typed: &TypedStay) -> Outcome<StayId> {
    let scope = place_scope(unit)?;
    must_be_well_typed(typed)?;
    let comes = typed.first_day(unit.today()).map_err(invalid)?;
    let leaves = typed.last_day(comes).map_err(invalid)?;
    if leaves == Some(comes) {
        let earliest = comes.succ_opt().unwrap_or(comes);
        return Err(Failure::Answer(Error::invalid(
            "until",
            ProblemCode::TooEarly { earliest },
        )));
    }
    let bed = typed.bed.ok_or(Failure::not_found())?;
    let who = typed_guest(unit, typed).await?;
    let locked = Locked::one(unit, &scope, bed).await?;
    if locked.plan_of(&who).is_some() {
        return Err(Refusal::AlreadyTheirs.into());
    }
    if locked.bed.out_reason.is_some() {
        return Err(Refusal::BedOutOfService.into());
    }
    if locked.is_too_small_for(&who)? {
        return Err(Refusal::TooOldForCot.into());
    }
    let is_there = |stay: &super::stay_row::Model| stay.leaves_on.is_none_or(|day| day > comes);
    let stays = locked.stay.as_ref().filter(|stay| is_there(stay));
    match stays {
        Some(stay) if stay.state == StayState::Staying.code() => {
            return Err(Refusal::BedOccupied.into());
        }
        // A hold without a day on which its guest goes keeps the bed only while it lasts.
        Some(hold) if hold.leaves_on.is_some() => return Err(Refusal::BedHeld.into()),
        Some(hold) if hold.ends_at.is_some_and(|end| end > start_of_day(comes)) => {
            return Err(Refusal::BedHeld.into());
        }
        _ => {}
    }
    if locked.planned_before(&who, comes, leaves) {
        return Err(Refusal::PlannedMeanwhile.into());
    }
    let new = NewStay {
        bed: &locked.bed,
        who: &who,
        state: StayState::Planned,
        party: unit.new_id::<StayId>().into(),
        begins: start_of_day(comes),
        ends: None,
        comes: Some(comes),
        leaves,
        note: &typed.note,
    };
    let stay = insert(unit, new).await?;
    let details = json!({"from": comes, "until": leaves});
    tell_stay(unit, AuditAction::StayPlanned, &stay, details).await?;
    touch(unit, stay.district_id.into(), [stay.shelter_id]).await?;
    Ok(StayId(stay.id))
}
