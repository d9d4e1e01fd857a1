use domain::{
    Error, Problem, ProblemCode, Refusal,
    audit::AuditAction,
    cases::CaseNumber,
    ids::{BedId, StayId},
    shelters::{BedEvent, StayState, TypedStay},
};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::{
    bed_row,
    guest::{Who, guests_of, locked_case, typed_guest},
    layout::IN_FORCE,
    locked::{Locked, is_of},
    stay_row,
    write::{NewStay, end, insert, invalid, must_be_well_typed, place_scope, tell_stay, touch},
};
use crate::{
    Failure, Outcome, Unit,
    tenancy::{DistrictScope, Tenant},
    wall_clock::{wall_day, wall_time},
};

/// Holds a bed for somebody for a while; for longer, where it is held for them already. What else
/// was held for them is held no longer.
///
/// # Errors
/// `Invalid` when what was typed does not fit; refused with what stands in the way; `NotFound` when
/// the bed is out of reach.
pub async fn hold_bed(unit: &Unit, typed: &TypedStay) -> Outcome<StayId> {
    let scope = place_scope(unit)?;
    must_be_well_typed(typed)?;
    let bed = typed.bed.ok_or(Failure::not_found())?;
    let who = typed_guest(unit, typed).await?;
    let held = hold(unit, &scope, &[(who, bed)], typed).await?;
    held.into_iter().next().ok_or(Failure::not_found())
}

/// Holds beds for people of one case, all of them or none: the numbers of the guests, and a bed for
/// each. They are parted only where `parted` says that they may be.
///
/// # Errors
/// As [`hold_bed`]; refused when the beds are in several rooms and nobody has said that they may
/// be.
pub async fn hold_beds(
    unit: &Unit,
    number: &CaseNumber,
    beds: &[(i32, BedId)],
    typed: &TypedStay,
    parted: bool,
) -> Outcome<Vec<StayId>> {
    let scope = place_scope(unit)?;
    must_be_well_typed(typed)?;
    let mut guests = Vec::with_capacity(beds.len());
    for (member, bed) in beds {
        // Locked once; then it is ours.
        let found = locked_case(unit, number)
            .await?
            .ok_or(Failure::not_found())?;
        let known = guests_of(unit, &found).await?;
        let guest = known.into_iter().find(|guest| guest.member == *member);
        let guest = guest.ok_or(Failure::not_found())?;
        guests.push((Who::of_case(found, guest), *bed));
    }
    if guests.is_empty() {
        return Err(invalid(Problem::new("beds", ProblemCode::Required)));
    }
    let rooms = rooms_of(unit, &scope, beds).await?;
    if rooms.len() > 1 && !parted {
        return Err(Refusal::PartedSilently.into());
    }
    hold(unit, &scope, &guests, typed).await
}

async fn rooms_of(
    unit: &Unit,
    scope: &DistrictScope,
    beds: &[(i32, BedId)],
) -> Outcome<std::collections::BTreeSet<Uuid>> {
    let ids = beds.iter().map(|(_, bed)| Uuid::from(*bed));
    let rows = bed_row::Entity::in_scope(scope)
        .filter(bed_row::Column::Id.is_in(ids))
        .all(unit.connection())
        .await?;
    Ok(rows.into_iter().map(|bed| bed.room_id).collect())
}

async fn hold(
    unit: &Unit,
    scope: &DistrictScope,
    guests: &[(Who, BedId)],
    typed: &TypedStay,
) -> Outcome<Vec<StayId>> {
    let minutes = typed.hold_minutes().map_err(invalid)?;
    let until = unit.now() + chrono::TimeDelta::minutes(i64::from(minutes));
    let leaves = typed.last_day(unit.today()).map_err(invalid)?;
    let whos: Vec<&Who> = guests.iter().map(|(who, _)| who).collect();
    let elsewhere = in_force_of(unit, scope, &whos).await?;
    let mut beds: Vec<BedId> = guests.iter().map(|(_, bed)| *bed).collect();
    if beds.iter().collect::<std::collections::BTreeSet<_>>().len() < beds.len() {
        return Err(Failure::Answer(Error::Malformed));
    }
    beds.extend(elsewhere.iter().map(|stay| BedId(stay.bed_id)));
    let locked = Locked::all(unit, scope, &beds).await?;
    for (who, bed) in guests {
        let own = the_bed(&locked, *bed)?;
        // Held until tomorrow morning, it keeps away whoever is planned to come today or tomorrow.
        let keeps_until = leaves.or_else(|| wall_day(until).succ_opt());
        own.may_for(BedEvent::Hold, who, keeps_until)?;
        if stays_elsewhere(&locked, who, *bed) {
            return Err(Refusal::GuestElsewhere.into());
        }
    }
    let chosen = |stay: &stay_row::Model| {
        guests
            .iter()
            .any(|(_, bed)| Uuid::from(*bed) == stay.bed_id)
    };
    let theirs = |stay: &stay_row::Model| whos.iter().any(|who| is_of(stay, who));
    give_back(unit, &locked, |stay| chosen(stay) || theirs(stay)).await?;
    let party = unit.new_id::<StayId>().into();
    let mut held = Vec::with_capacity(guests.len());
    for (who, bed) in guests {
        let new = NewStay {
            bed: &the_bed(&locked, *bed)?.bed,
            who,
            state: StayState::Held,
            party,
            begins: unit.now(),
            ends: Some(until),
            comes: None,
            leaves,
            note: &typed.note,
        };
        let stay = insert(unit, new).await?;
        let details = json!({"until": wall_time(until).to_string()});
        tell_stay(unit, AuditAction::BedHeld, &stay, details).await?;
        held.push(StayId(stay.id));
    }
    let shelters = locked.iter().map(|one| one.bed.shelter_id);
    touch(unit, district_of(&locked)?, shelters).await?;
    Ok(held)
}

pub(super) fn the_bed(locked: &[Locked], bed: BedId) -> Outcome<&Locked> {
    let found = locked.iter().find(|one| one.bed.id == Uuid::from(bed));
    found.ok_or(Failure::not_found())
}

fn district_of(locked: &[Locked]) -> Outcome<domain::ids::DistrictId> {
    let first = locked.first().ok_or(Failure::not_found())?;
    Ok(first.bed.district_id.into())
}

/// What is in force for these guests, wherever it is in the actor's shelters.
pub(super) async fn in_force_of(
    unit: &Unit,
    scope: &DistrictScope,
    guests: &[&Who],
) -> Outcome<Vec<stay_row::Model>> {
    let cases = guests.iter().filter_map(|who| who.case());
    let rows = stay_row::Entity::in_scope(scope)
        .filter(stay_row::Column::CaseId.is_in(cases))
        .filter(stay_row::Column::State.is_in(IN_FORCE))
        .all(unit.connection())
        .await?;
    let theirs = rows
        .into_iter()
        .filter(|stay| guests.iter().any(|who| is_of(stay, who)));
    Ok(theirs.collect())
}

/// Whether a guest stays in another bed than this.
pub(super) fn stays_elsewhere(locked: &[Locked], who: &Who, bed: BedId) -> bool {
    let others = locked.iter().filter(|one| one.bed.id != Uuid::from(bed));
    let mut stays = others.filter_map(|one| one.stay.as_ref());
    who.case().is_some()
        && stays.any(|stay| stay.state == StayState::Staying.code() && is_of(stay, who))
}

/// Gives those holds back that are meant: a guest has one bed held at a time, the last.
pub(super) async fn give_back(
    unit: &Unit,
    locked: &[Locked],
    is_meant: impl Fn(&stay_row::Model) -> bool,
) -> Outcome<()> {
    let stays = locked.iter().filter_map(|one| one.stay.as_ref());
    let holds = stays.filter(|stay| stay.state == StayState::Held.code() && is_meant(stay));
    for hold in holds {
        end(unit, hold, StayState::Released, unit.now()).await?;
        tell_stay(unit, AuditAction::BedReleased, hold, json!({})).await?;
    }
    Ok(())
}
