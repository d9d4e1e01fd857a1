use std::collections::BTreeMap;

use domain::{
    Problem,
    access::Permission,
    audit::AuditAction,
    cases::CaseNumber,
    ids::{BedId, RoomId, ShelterId},
    shelters::{
        BedOffer, BedState, Features, Guest, MAIN_GUEST, Placed, PlacedNow, Placement, RoomOffer,
        RoomProposal, StayState, TypedStay, propose,
    },
};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::{
    bed_row,
    guest::guests_of,
    layout::{IN_FORCE, Layout},
    needs::needs_of,
    room_row, stay_row,
    versions::mark_of,
    write::place_scope,
};
use crate::{
    Outcome, Unit,
    audit::{self, Event},
    cases::query::{Found, find_case},
    tenancy::Tenant,
    wall_clock::wall_time,
};

/// For whom a place is looked for, and what they need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The numbers of those who need a place; empty for all who have none.
    pub members: Vec<i32>,
    /// What they need; where nobody has said, what the forms of the case say.
    pub needs: Option<Features>,
    /// The day on which they are to go, as it was typed.
    pub until: String,
}

/// Where people of a case could stay in the shelters of their district, the best rooms first, and
/// what speaks against the others.
///
/// # Errors
/// `NotFound` when the case is out of reach; refused when the actor gives nobody a place.
pub async fn read_placement(
    unit: &Unit,
    number: &CaseNumber,
    wanted: &Wanted,
) -> Outcome<Placement> {
    let scope = place_scope(unit)?;
    let case_scope = unit.scope(Permission::SHELTERS_PLACE)?;
    let found = find_case(unit, &case_scope, number, false).await?;
    let guests = guests_of(unit, &found).await?;
    let mark = mark_of(unit, None).await?;
    let layout = Layout::read(unit, &scope, None).await?;
    let theirs = stays_of(unit, &found).await?;
    let now = placed_now(unit, &layout, &guests, &theirs)?;
    let chosen = chosen(&guests, &theirs, wanted);
    let party: Vec<Guest> = guests
        .iter()
        .filter(|guest| chosen.contains(&guest.member))
        .cloned()
        .collect();
    let typed = TypedStay {
        until: wanted.until.clone(),
        ..TypedStay::default()
    };
    let leaves = typed.last_day(unit.today());
    let problems: Vec<Problem> = leaves.clone().err().into_iter().collect();
    let leaves = leaves.unwrap_or_default();
    let offers = offers(unit, &layout, &found, leaves)?;
    let needs = match &wanted.needs {
        Some(needs) => needs.clone(),
        None => needs_of(unit, &found).await?,
    };
    let proposals = if party.is_empty() {
        domain::shelters::Proposals::default()
    } else {
        propose(&party, &needs, &offers)
    };
    let named = |found: &RoomProposal| name(&layout, &guests, found);
    let event = Event::new(found.district(), AuditAction::PlacementRead)
        .on_case(found.id())
        .with(json!({"members": chosen, "needs": needs}));
    audit::record(unit, event).await?;
    let main = guests.iter().find(|guest| guest.member == MAIN_GUEST);
    Ok(Placement {
        number: number.clone(),
        name: main.map(|guest| guest.name.clone()).unwrap_or_default(),
        now,
        chosen,
        needs_from_forms: wanted.needs.is_none() && needs != Features::default(),
        needs,
        until: wanted.until.clone(),
        together: proposals
            .together
            .iter()
            .map(named)
            .collect::<Outcome<_>>()?,
        apart: proposals
            .apart
            .iter()
            .flatten()
            .map(named)
            .collect::<Outcome<_>>()?,
        problems,
        key: unit.new_key(),
        mark,
        guests,
    })
}

/// Whoever was chosen; at first all who do not stay anywhere.
fn chosen(guests: &[Guest], theirs: &[stay_row::Model], wanted: &Wanted) -> Vec<i32> {
    let stays = |member: i32| {
        let mut own = theirs.iter().filter(|stay| stay.member == member);
        own.any(|stay| stay.state == StayState::Staying.code())
    };
    let members = guests.iter().map(|guest| guest.member);
    if wanted.members.is_empty() {
        return members.filter(|member| !stays(*member)).collect();
    }
    members
        .filter(|member| wanted.members.contains(member) && !stays(*member))
        .collect()
}

async fn stays_of(unit: &Unit, found: &Found) -> Outcome<Vec<stay_row::Model>> {
    let rows = stay_row::Entity::in_district(found.district())
        .filter(stay_row::Column::CaseId.eq(found.case.id))
        .filter(stay_row::Column::State.is_in(IN_FORCE))
        .all(unit.connection())
        .await?;
    let mut in_force = Vec::with_capacity(rows.len());
    for stay in rows {
        if stay.state_at(unit.now())? != StayState::Expired {
            in_force.push(stay);
        }
    }
    Ok(in_force)
}

fn placed_now(
    unit: &Unit,
    layout: &Layout,
    guests: &[Guest],
    theirs: &[stay_row::Model],
) -> Outcome<Vec<PlacedNow>> {
    let mut now = Vec::with_capacity(theirs.len());
    for stay in theirs {
        let Some(bed) = layout.bed(BedId(stay.bed_id)) else {
            continue;
        };
        let shelter = layout.shelters.iter().find(|one| one.id == bed.shelter_id);
        let guest = guests.iter().find(|guest| guest.member == stay.member);
        let state = stay.state_at(unit.now())?;
        now.push(PlacedNow {
            guest: guest.map(|guest| guest.name.clone()).unwrap_or_default(),
            shelter: ShelterId(bed.shelter_id),
            bed: BedId(bed.id),
            place: [
                shelter.map(|one| one.name.clone()).unwrap_or_default(),
                layout.room(bed.room_id)?.name.clone(),
                bed.name.clone(),
            ],
            state,
            since: wall_time(stay.begins_at),
            held_until: stay
                .ends_at
                .filter(|_| state == StayState::Held)
                .map(wall_time),
            open: unit.actor()?.can(Permission::SHELTERS_READ),
        });
    }
    Ok(now)
}

/// Every room as it stands for these people: what is held for their case counts as free.
fn offers(
    unit: &Unit,
    layout: &Layout,
    found: &Found,
    leaves: Option<chrono::NaiveDate>,
) -> Outcome<Vec<RoomOffer>> {
    let mut offers = Vec::with_capacity(layout.rooms.len());
    let mut shelters = layout.shelters.clone();
    shelters.sort_by_cached_key(|one| super::layout::natural(&one.name));
    for shelter in &shelters {
        for room in layout.rooms_of(shelter.id) {
            let beds = layout.beds_of(room.id);
            let beds = beds.map(|bed| offer(unit, layout, room, bed, found, leaves));
            offers.push(RoomOffer {
                id: RoomId(room.id),
                shelter: ShelterId(shelter.id),
                features: layout.features_of(room)?,
                beds: beds.collect::<Outcome<_>>()?,
            });
        }
    }
    Ok(offers)
}

fn offer(
    unit: &Unit,
    layout: &Layout,
    room: &room_row::Model,
    bed: &bed_row::Model,
    found: &Found,
    leaves: Option<chrono::NaiveDate>,
) -> Outcome<BedOffer> {
    let state = layout.state(bed)?;
    let is_theirs = |stay: &&stay_row::Model| stay.case_id == Some(found.case.id);
    let held_for_them =
        state == BedState::Held && layout.stay(bed.id).as_ref().is_some_and(is_theirs);
    let tomorrow = unit.today().succ_opt();
    let until = leaves.or(tomorrow);
    let mut plans = layout.planned(bed.id).filter(|plan| !is_theirs(plan));
    let planned = plans.any(|plan| {
        let due = plan.comes_on.is_some_and(|day| day >= unit.today());
        due && until.is_none_or(|until| plan.comes_on.is_some_and(|day| day < until))
    });
    Ok(BedOffer {
        id: BedId(bed.id),
        features: layout.features_of(room)?.with(&bed.own_features()?),
        state: if held_for_them { BedState::Free } else { state },
        planned,
    })
}

fn name(layout: &Layout, guests: &[Guest], found: &RoomProposal) -> Outcome<Placed> {
    let names: BTreeMap<i32, &str> = guests
        .iter()
        .map(|guest| (guest.member, guest.name.as_str()))
        .collect();
    let room = layout.room(Uuid::from(found.room))?;
    let shelter = layout
        .shelters
        .iter()
        .find(|one| one.id == Uuid::from(found.shelter));
    let beds = found.beds.iter().map(|(member, bed)| {
        let guest = names.get(member).copied().unwrap_or_default().to_owned();
        let bed = layout.bed(*bed).map(|bed| bed.name.clone());
        (guest, bed.unwrap_or_default())
    });
    Ok(Placed {
        proposal: found.clone(),
        shelter: shelter.map(|one| one.name.clone()).unwrap_or_default(),
        room: room.name.clone(),
        features: layout.features_of(room)?,
        beds: beds.collect(),
    })
}
