use domain::{
    Problem, ProblemCode, Refusal,
    audit::AuditAction,
    ids::BedId,
    shelters::{StayState, TypedStay},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::{
    guest::typed_guest,
    hold::{give_back, in_force_of, stays_elsewhere, the_bed},
    housing::lives_in,
    locked::{Locked, is_of},
    write::{find_shelter, find_stay, invalid, must_be_well_typed, place_scope, tell_stay, touch},
};
use crate::{Failure, Outcome, Unit, wall_clock::wall_day};

/// Somebody who had no case when a bed was given to them has one by now: their stay becomes that of
/// somebody of the case. What else was held for them is held no longer.
///
/// # Errors
/// `Invalid` when no case is named, or none within reach; refused when the stay is over or has a
/// case already, when they stay elsewhere, or when the bed is not for them; `NotFound` when the stay
/// is out of reach.
pub async fn identify(unit: &Unit, typed: &TypedStay) -> Outcome<()> {
    let scope = place_scope(unit)?;
    must_be_well_typed(typed)?;
    if typed.number.trim().is_empty() {
        return Err(invalid(Problem::new("number", ProblemCode::Required)));
    }
    let id = typed.stay.ok_or(Failure::not_found())?;
    let seen = find_stay(unit, &scope, id).await?;
    let who = typed_guest(unit, typed).await?;
    let elsewhere = in_force_of(unit, &scope, &[&who]).await?;
    let bed = BedId(seen.bed_id);
    let mut beds = vec![bed];
    beds.extend(elsewhere.iter().map(|stay| BedId(stay.bed_id)));
    let locked = Locked::all(unit, &scope, &beds).await?;
    // Read again, now that nobody else changes it.
    let stay = find_stay(unit, &scope, id).await?;
    let state = stay.state_at(unit.now())?;
    let is_over = !matches!(
        state,
        StayState::Planned | StayState::Held | StayState::Staying
    );
    if is_over || stay.case_id.is_some() {
        return Err(Refusal::WrongState.into());
    }
    if the_bed(&locked, bed)?.is_too_small_for(&who)? {
        return Err(Refusal::TooOldForCot.into());
    }
    if stays_elsewhere(&locked, &who, bed) {
        return Err(Refusal::GuestElsewhere.into());
    }
    give_back(unit, &locked, |held| is_of(held, &who)).await?;
    let mut fresh = stay.into_active_model();
    fresh.case_id = Set(who.case());
    fresh.case_number = Set(who.number());
    fresh.member = Set(who.member);
    fresh.guest = Set(who.name.clone());
    let stay = fresh.update(unit.connection()).await?;
    if state == StayState::Staying {
        let shelter = find_shelter(unit, &scope, stay.shelter_id.into()).await?;
        let (found, since) = (who.found.as_ref(), wall_day(stay.begins_at));
        lives_in(unit, found, who.member, &shelter.name, since).await?;
    }
    tell_stay(unit, AuditAction::GuestIdentified, &stay, json!({})).await?;
    let shelters = locked.iter().map(|one| one.bed.shelter_id);
    touch(unit, stay.district_id.into(), shelters).await
}
