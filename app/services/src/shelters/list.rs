use domain::{
    access::{Permission, Reach},
    audit::AuditAction,
    shelters::{Counts, ShelterList},
};
use serde_json::json;

use super::{
    layout::{Layout, natural},
    tiles::shelter_tile,
    versions::mark_of,
};
use crate::{
    Outcome, Unit,
    audit::{self, Event},
    districts,
    tenancy::{DistrictScope, across},
    wall_clock::wall_time,
};

/// The shelters of the whole city with how many beds are free: whoever looks for a bed has to know
/// whom to call. Nobody's name is in it; boards are for the district itself.
///
/// # Errors
/// Refused when the actor may not see shelters.
pub async fn list_shelters(unit: &Unit) -> Outcome<ShelterList> {
    let reach = unit.scope(Permission::SHELTERS_READ)?;
    let actor = unit.actor()?;
    let city = DistrictScope::whole_city(actor, Permission::SHELTERS_READ)?;
    let mark = mark_of(unit, None).await?;
    let layout = across(unit, Layout::read(unit, &city, None)).await?;
    let districts = districts::all(unit).await?;
    let mut shelters = Vec::with_capacity(layout.shelters.len());
    let mut total = Counts::default();
    for row in &layout.shelters {
        let district = districts
            .iter()
            .find(|one| uuid::Uuid::from(one.id) == row.district_id);
        let Some(district) = district.cloned() else {
            continue;
        };
        let open = match reach.reach() {
            Reach::City => true,
            near => near.district() == Some(district.id),
        };
        let tile = shelter_tile(&layout, row, district, open)?;
        total = total.and(tile.counts);
        shelters.push(tile);
    }
    let own = actor.district;
    shelters.sort_by_cached_key(|one| {
        (
            one.district.id != own,
            one.district.number,
            natural(&one.name),
        )
    });
    let event = Event::new(actor.district, AuditAction::SheltersRead);
    audit::record(unit, event.with(json!({"city": true}))).await?;
    Ok(ShelterList {
        shelters,
        total,
        arrange: actor.can(Permission::SHELTERS_ARRANGE),
        mark,
        at: wall_time(unit.now()),
    })
}
