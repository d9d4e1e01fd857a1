use domain::{
    Refusal,
    audit::AuditAction,
    ids::{BedId, StayId},
    shelters::{BedEvent, StayState, TypedStay},
};
use serde_json::json;

use super::{
    guest::guest_of,
    housing::{case_of, lives_in},
    locked::Locked,
    write::{
        NewStay, end, find_shelter, find_stay, insert, must_be_well_typed, place_scope, tell_stay,
        touch,
    },
};
use crate::{Failure, Outcome, Unit, wall_clock::wall_time};

/// Moves a guest, or a hold, to another bed of the district's shelters: from one moment to the next
/// they are there and not here.
///
/// # Errors
/// Refused with what stands in the way in the other bed, or when they do not stay any more;
/// `NotFound` when the stay or the bed is out of reach.
pub async fn move_stay(unit: &Unit, typed: &TypedStay) -> Outcome<StayId> {
    let scope = place_scope(unit)?;
    must_be_well_typed(typed)?;
    let id = typed.stay.ok_or(Failure::not_found())?;
    let to = typed.bed.ok_or(Failure::not_found())?;
    let seen = find_stay(unit, &scope, id).await?;
    let found = case_of(unit, &scope, &seen).await?;
    if BedId(seen.bed_id) == to {
        return Err(Refusal::AlreadyTheirs.into());
    }
    let mut here_and_there = Locked::all(unit, &scope, &[BedId(seen.bed_id), to]).await?;
    let there = here_and_there
        .extract_if(.., |one| BedId(one.bed.id) == to)
        .next()
        .ok_or(Failure::not_found())?;
    let here = here_and_there.pop().ok_or(Failure::not_found())?;
    let stay = here.stay.filter(|stay| stay.id == seen.id);
    let stay = stay.ok_or(Refusal::WrongState)?;
    let is_held = stay.state == StayState::Held.code();
    let who = guest_of(unit, found, &stay).await?;
    let (event, state, over) = if is_held {
        (BedEvent::Hold, StayState::Held, StayState::Released)
    } else {
        (BedEvent::Arrive, StayState::Staying, StayState::Ended)
    };
    there.may_for(event, &who, stay.leaves_on)?;
    if let Some(held) = &there.stay {
        end(unit, held, StayState::Released, unit.now()).await?;
        tell_stay(unit, AuditAction::BedReleased, held, json!({})).await?;
    }
    end(unit, &stay, over, unit.now()).await?;
    let note = if typed.note.trim().is_empty() {
        &stay.note
    } else {
        &typed.note
    };
    let new = NewStay {
        bed: &there.bed,
        who: &who,
        state,
        party: stay.party_id,
        begins: unit.now(),
        ends: stay.ends_at.filter(|_| is_held),
        comes: None,
        leaves: stay.leaves_on,
        note,
    };
    let moved = insert(unit, new).await?;
    if !is_held && moved.shelter_id != stay.shelter_id {
        let shelter = find_shelter(unit, &scope, moved.shelter_id.into()).await?;
        let found = who.found.as_ref();
        lives_in(unit, found, who.member, &shelter.name, unit.today()).await?;
    }
    if is_held {
        tell_stay(unit, AuditAction::BedReleased, &stay, json!({})).await?;
        let until = moved.ends_at.map(|end| wall_time(end).to_string());
        tell_stay(unit, AuditAction::BedHeld, &moved, json!({"until": until})).await?;
    } else {
        let from = json!({"from_bed": stay.bed_id, "from_stay": stay.id});
        tell_stay(unit, AuditAction::GuestMoved, &moved, from).await?;
    }
    let shelters = [stay.shelter_id, moved.shelter_id];
    touch(unit, moved.district_id.into(), shelters).await?;
    Ok(StayId(moved.id))
}
