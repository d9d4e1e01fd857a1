use chrono::{DateTime, Utc};
use domain::{
    Refusal,
    audit::AuditAction,
    ids::{BedId, StayId},
    shelters::{BedEvent, StayState, TypedStay},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel, QueryFilter,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    guest::{Who, guest_of, typed_guest},
    hold::{give_back, in_force_of, stays_elsewhere, the_bed},
    housing::{case_of, lives_in},
    locked::{Locked, is_of},
    stay_row,
    write::{
        NewStay, find_shelter, find_stay, happened_at, insert, invalid, must_be_well_typed,
        place_scope, tell_stay, touch,
    },
};
use crate::{
    Failure, Outcome, Unit,
    tenancy::{DistrictScope, Tenant},
    wall_clock::{wall_day, wall_time},
};

/// Receives somebody: who is expected (`stay`), or whoever was typed, in a bed.
///
/// # Errors
/// `Invalid` when what was typed does not fit; refused with what stands in the way; `NotFound` when
/// the bed or the stay is out of reach.
pub async fn arrive(unit: &Unit, typed: &TypedStay) -> Outcome<StayId> {
    let scope = place_scope(unit)?;
    must_be_well_typed(typed)?;
    let at = happened_at(unit, typed)?;
    let leaves = typed.last_day(wall_day(at)).map_err(invalid)?;
    let (who, bed, expected) = expected(unit, &scope, typed).await?;
    let leaves = leaves.or_else(|| expected.as_ref().and_then(|stay| stay.leaves_on));
    let elsewhere = in_force_of(unit, &scope, &[&who]).await?;
    let mut beds = vec![bed];
    beds.extend(elsewhere.iter().map(|stay| BedId(stay.bed_id)));
    let locked = Locked::all(unit, &scope, &beds).await?;
    let own = the_bed(&locked, bed)?;
    own.may_for(BedEvent::Arrive, &who, leaves)?;
    if stays_elsewhere(&locked, &who, bed) {
        return Err(Refusal::GuestElsewhere.into());
    }
    must_have_been_free(unit, &scope, &who, bed, at).await?;
    // What was held or planned for them here goes on as the stay; what else was held is given back.
    let held = own.stay.clone().filter(|stay| is_of(stay, &who));
    let waiting = held.or_else(|| own.plan_of(&who).cloned());
    let goes_on = waiting.as_ref().map(|stay| stay.id);
    give_back(unit, &locked, |stay| {
        let here = stay.bed_id == own.bed.id;
        Some(stay.id) != goes_on && (here || is_of(stay, &who))
    })
    .await?;
    let stay = if let Some(waiting) = waiting {
        begin(unit, waiting, at, leaves, &typed.note).await?
    } else {
        let new = NewStay {
            bed: &own.bed,
            who: &who,
            state: StayState::Staying,
            party: unit.new_id::<StayId>().into(),
            begins: at,
            ends: None,
            comes: None,
            leaves,
            note: &typed.note,
        };
        insert(unit, new).await?
    };
    let shelter = find_shelter(unit, &scope, stay.shelter_id.into()).await?;
    let found = who.found.as_ref();
    lives_in(unit, found, who.member, &shelter.name, wall_day(at)).await?;
    let details = json!({"at": wall_time(at).to_string()});
    tell_stay(unit, AuditAction::GuestArrived, &stay, details).await?;
    let shelters = locked.iter().map(|one| one.bed.shelter_id);
    touch(unit, stay.district_id.into(), shelters).await?;
    Ok(StayId(stay.id))
}

/// Who comes, and into which bed.
async fn expected(
    unit: &Unit,
    scope: &DistrictScope,
    typed: &TypedStay,
) -> Outcome<(Who, BedId, Option<stay_row::Model>)> {
    let Some(id) = typed.stay else {
        let bed = typed.bed.ok_or(Failure::not_found())?;
        return Ok((typed_guest(unit, typed).await?, bed, None));
    };
    let stay = find_stay(unit, scope, id).await?;
    let found = case_of(unit, scope, &stay).await?;
    if stay.case_id.is_some() && found.is_none() {
        // The case has gone to another district; so nobody of it is received here.
        return Err(Failure::not_found());
    }
    // Read again, now that nobody else changes it.
    let stay = find_stay(unit, scope, id).await?;
    let waits = matches!(
        stay.state_at(unit.now())?,
        StayState::Held | StayState::Planned | StayState::Expired
    );
    if !waits {
        return Err(Refusal::WrongState.into());
    }
    let who = guest_of(unit, found, &stay).await?;
    Ok((who, BedId(stay.bed_id), Some(stay)))
}

/// A hold or a plan becomes a stay.
async fn begin(
    unit: &Unit,
    waiting: stay_row::Model,
    at: DateTime<Utc>,
    leaves: Option<chrono::NaiveDate>,
    note: &str,
) -> Outcome<stay_row::Model> {
    let actor = unit.actor()?;
    let note = if note.trim().is_empty() {
        waiting.note.clone()
    } else {
        note.trim().to_owned()
    };
    let mut fresh = waiting.into_active_model();
    fresh.state = Set(StayState::Staying.code().to_owned());
    fresh.begins_at = Set(at);
    fresh.ends_at = Set(None);
    fresh.leaves_on = Set(leaves);
    fresh.note = Set(note);
    fresh.begun_by = Set(actor.user.into());
    fresh.begun_by_name = Set(actor.display_name.clone());
    Ok(fresh.update(unit.connection()).await?)
}

/// Whoever is said to have come earlier did so into a bed in which nobody else was, from one in
/// which they were no more.
async fn must_have_been_free(
    unit: &Unit,
    scope: &DistrictScope,
    who: &Who,
    bed: BedId,
    at: DateTime<Utc>,
) -> Outcome<()> {
    if at >= unit.now() {
        return Ok(());
    }
    let mut theirs = Condition::any().add(stay_row::Column::BedId.eq(Uuid::from(bed)));
    if let Some(case) = who.case() {
        let guest = Condition::all()
            .add(stay_row::Column::CaseId.eq(case))
            .add(stay_row::Column::Member.eq(who.member));
        theirs = theirs.add(guest);
    }
    let later = stay_row::Entity::in_scope(scope)
        .filter(theirs)
        .filter(stay_row::Column::State.eq(StayState::Ended.code()))
        .filter(stay_row::Column::EndsAt.gt(at))
        .one(unit.connection())
        .await?;
    match later {
        None => Ok(()),
        Some(_) => Err(Refusal::TimesOverlap.into()),
    }
}
