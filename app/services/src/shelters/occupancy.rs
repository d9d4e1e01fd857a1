use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    access::Permission,
    audit::AuditAction,
    ids::{ShelterId, StayId},
    shelters::{OccupancyPage, OccupancyRow, StayState},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::{
    layout::Layout,
    stay_row::{Column, Entity, Model},
    tiles::{Sight, shelter_tile},
};
use crate::{
    Outcome, Unit,
    audit::{self, Event},
    districts,
    tenancy::Tenant,
    wall_clock::{start_of_day, wall_time},
};

/// How many stays are on a page.
const ROWS: u64 = 50;

/// Who was in a shelter: the latest stays, or those of one day; `after` asks for those before.
///
/// # Errors
/// Refused when the actor does not give people places; `NotFound` when the shelter is out of reach.
pub async fn read_occupancy(
    unit: &Unit,
    id: ShelterId,
    day: Option<NaiveDate>,
    after: Option<StayId>,
) -> Outcome<OccupancyPage> {
    let scope = unit.scope(Permission::SHELTERS_PLACE)?.whole_district();
    let layout = Layout::read(unit, &scope, Some(id)).await?;
    let shelter = layout.shelter()?;
    let states = [StayState::Staying.code(), StayState::Ended.code()];
    let mut stays = Entity::in_scope(&scope)
        .filter(Column::ShelterId.eq(shelter.id))
        .filter(Column::State.is_in(states));
    if let Some(day) = day {
        let next = day.succ_opt().unwrap_or(day);
        let still = Condition::any()
            .add(Column::EndsAt.is_null())
            .add(Column::EndsAt.gt(start_of_day(day)));
        stays = stays
            .filter(Column::BeginsAt.lt(start_of_day(next)))
            .filter(still);
    }
    if let Some(after) = after {
        stays = stays.filter(Column::Id.lt(Uuid::from(after)));
    }
    let mut rows = stays
        .order_by_desc(Column::Id)
        .limit(ROWS + 1)
        .all(unit.connection())
        .await?;
    let more = rows.len() as u64 > ROWS;
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let numbers: BTreeSet<&str> = rows
        .iter()
        .filter_map(|stay| stay.case_number.as_deref())
        .collect();
    let shown = json!({"shelter": id, "day": day, "cases": numbers});
    let event = Event::new(shelter.district_id.into(), AuditAction::OccupancyRead).with(shown);
    audit::record(unit, event).await?;
    let sight = Sight::of(unit, numbers).await?;
    let district = districts::by_id(unit, shelter.district_id.into()).await?;
    let last = rows.last().map(|stay| StayId(stay.id));
    let names = places(&layout)?;
    Ok(OccupancyPage {
        shelter: shelter_tile(&layout, shelter, district, true)?,
        day,
        rows: rows
            .iter()
            .map(|stay| row(&sight, &names, stay))
            .collect::<Outcome<_>>()?,
        more: last.filter(|_| more),
    })
}

/// What rooms and beds are called, by bed.
fn places(layout: &Layout) -> Outcome<BTreeMap<Uuid, (String, String)>> {
    let beds = layout.beds.iter().map(|bed| {
        let room = layout.room(bed.room_id)?;
        Ok((bed.id, (room.name.clone(), bed.name.clone())))
    });
    beds.collect()
}

fn row(
    sight: &Sight,
    names: &BTreeMap<Uuid, (String, String)>,
    stay: &Model,
) -> Outcome<OccupancyRow> {
    let (room, bed) = names.get(&stay.bed_id).cloned().unwrap_or_default();
    Ok(OccupancyRow {
        stay: sight.stay(stay)?,
        room,
        bed,
        ended: stay.ends_at.map(wall_time),
        ended_by: stay.ended_by_name.clone().unwrap_or_default(),
    })
}
