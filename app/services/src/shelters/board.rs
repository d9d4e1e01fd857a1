use chrono::{Days, NaiveDate};
use domain::{
    access::Permission,
    audit::AuditAction,
    ids::{BedId, ShelterId},
    shelters::{BedState, Board, BoardBed, OpenBed},
};
use serde_json::json;

use super::{
    bed_row,
    kept::tried,
    layout::Layout,
    tiles::{Sight, shelter_tile},
    versions::mark_of,
};
use crate::{
    Failure, Outcome, Unit,
    audit::{self, Event},
    districts,
    wall_clock::wall_time,
};

/// For how many days it is foreseen how many beds will be free.
const FORESEEN: u64 = 7;

/// The board of a shelter, with one of its beds opened beside.
///
/// # Errors
/// Refused when the actor may not see boards; `NotFound` when the shelter is out of reach.
pub async fn read_board(unit: &Unit, id: ShelterId, bed: Option<BedId>) -> Outcome<Board> {
    let scope = unit.scope(Permission::SHELTERS_READ)?.whole_district();
    let mark = mark_of(unit, Some(id)).await?;
    let layout = Layout::read(unit, &scope, Some(id)).await?;
    let shelter = layout.shelter()?;
    let sight = Sight::of(unit, layout.case_numbers()).await?;
    let district = districts::by_id(unit, shelter.district_id.into()).await?;
    let actor = unit.actor()?;
    let rooms = layout.rooms_of(shelter.id);
    let rooms = rooms.map(|room| sight.room(&layout, room));
    let shown = json!({"shelter": id, "cases": layout.case_numbers()});
    let event = Event::new(shelter.district_id.into(), AuditAction::SheltersRead).with(shown);
    audit::record(unit, event).await?;
    Ok(Board {
        shelter: shelter_tile(&layout, shelter, district, true)?,
        expected: expected(&layout, unit.today())?,
        rooms: rooms.collect::<Outcome<_>>()?,
        opened: match bed {
            Some(bed) => Some(open(unit, &layout, &sight, bed).await?),
            None => None,
        },
        place: actor.can(Permission::SHELTERS_PLACE),
        arrange: actor.can(Permission::SHELTERS_ARRANGE),
        mark,
        at: wall_time(unit.now()),
    })
}

async fn open(unit: &Unit, layout: &Layout, sight: &Sight, bed: BedId) -> Outcome<OpenBed> {
    let row = layout.bed(bed).ok_or(Failure::not_found())?;
    let mut free = Vec::new();
    for one in layout.beds.iter().filter(|one| one.id != row.id) {
        if layout.state(one)? == BedState::Free {
            free.push(BoardBed {
                id: BedId(one.id),
                room: layout.room(one.room_id)?.name.clone(),
                bed: one.name.clone(),
            });
        }
    }
    Ok(OpenBed {
        bed: sight.bed(layout, row)?,
        room: layout.room(row.room_id)?.name.clone(),
        tried: tried(unit, bed).await?,
        free,
        key: unit.new_key(),
    })
}

/// How many beds are free on each of the next days, if whoever is to go goes and whoever is to come
/// comes.
fn expected(layout: &Layout, today: NaiveDate) -> Outcome<Vec<(NaiveDate, u32)>> {
    let days = (1..=FORESEEN).filter_map(|ahead| today.checked_add_days(Days::new(ahead)));
    days.map(|day| {
        let mut free = 0;
        for bed in &layout.beds {
            free += u32::from(is_free_on(layout, bed, day)?);
        }
        Ok((day, free))
    })
    .collect()
}

/// A bed whose guest has not gone on their day is not free, nor one whose guest has no such day.
fn is_free_on(layout: &Layout, bed: &bed_row::Model, day: NaiveDate) -> Outcome<bool> {
    let goes = match layout.state(bed)? {
        BedState::OutOfService => return Ok(false),
        BedState::Free => true,
        BedState::Held | BedState::Occupied => {
            let stay = layout.stay(bed.id);
            stay.and_then(|stay| stay.leaves_on)
                .is_some_and(|leaves| leaves <= day)
        }
    };
    let mut plans = layout.planned(bed.id);
    let comes = plans.any(|plan| {
        let has_come = plan.comes_on.is_some_and(|comes| comes <= day);
        has_come && plan.leaves_on.is_none_or(|leaves| leaves > day)
    });
    Ok(goes && !comes)
}
