//! A shelter with its rooms and beds, and everything that is in force in them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ids::{BedId, ShelterId},
    shelters::{BedState, Counts, Features, StayState},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::{bed_row, room_row, shelter_row, stay_row};
use crate::{
    Failure, Outcome, Unit,
    tenancy::{DistrictScope, Tenant},
};

/// States in which a stay says something about now or later.
pub(super) const IN_FORCE: [&str; 3] = ["planned", "held", "staying"];

/// Shelters with all that is in them.
pub(super) struct Layout {
    pub(super) shelters: Vec<shelter_row::Model>,
    pub(super) rooms: Vec<room_row::Model>,
    pub(super) beds: Vec<bed_row::Model>,
    /// Holds that have not run out, stays and plans, by bed.
    pub(super) stays: BTreeMap<Uuid, Vec<stay_row::Model>>,
    now: chrono::DateTime<chrono::Utc>,
}

impl Layout {
    /// Every shelter that the scope covers; or one of them.
    pub(super) async fn read(
        unit: &Unit,
        scope: &DistrictScope,
        shelter: Option<ShelterId>,
    ) -> Outcome<Self> {
        let db = unit.connection();
        let one = shelter.map(Uuid::from);
        let mut shelters = shelter_row::Entity::in_scope(scope);
        let mut rooms = room_row::Entity::in_scope(scope);
        let mut beds = bed_row::Entity::in_scope(scope);
        let mut stays =
            stay_row::Entity::in_scope(scope).filter(stay_row::Column::State.is_in(IN_FORCE));
        if let Some(id) = one {
            shelters = shelters.filter(shelter_row::Column::Id.eq(id));
            rooms = rooms.filter(room_row::Column::ShelterId.eq(id));
            beds = beds.filter(bed_row::Column::ShelterId.eq(id));
            stays = stays.filter(stay_row::Column::ShelterId.eq(id));
        }
        let mut layout = Self {
            shelters: shelters.all(db).await?,
            rooms: rooms.all(db).await?,
            beds: beds.all(db).await?,
            stays: by_bed(unit, stays).await?,
            now: unit.now(),
        };
        layout.rooms.sort_by_cached_key(|room| natural(&room.name));
        layout.beds.sort_by_cached_key(|bed| natural(&bed.name));
        Ok(layout)
    }

    /// The only shelter.
    pub(super) fn shelter(&self) -> Outcome<&shelter_row::Model> {
        self.shelters.first().ok_or(Failure::not_found())
    }

    pub(super) fn rooms_of(&self, shelter: Uuid) -> impl Iterator<Item = &room_row::Model> {
        self.rooms
            .iter()
            .filter(move |room| room.shelter_id == shelter)
    }

    pub(super) fn beds_of(&self, room: Uuid) -> impl Iterator<Item = &bed_row::Model> {
        self.beds.iter().filter(move |bed| bed.room_id == room)
    }

    pub(super) fn bed(&self, bed: BedId) -> Option<&bed_row::Model> {
        self.beds.iter().find(|one| one.id == Uuid::from(bed))
    }

    pub(super) fn room(&self, room: Uuid) -> Outcome<&room_row::Model> {
        let found = self.rooms.iter().find(|one| one.id == room);
        found.ok_or_else(|| Failure::Broken(format!("there is no room {room}")))
    }

    fn all(&self, bed: Uuid) -> &[stay_row::Model] {
        self.stays.get(&bed).map_or(&[], Vec::as_slice)
    }

    /// Who is in a bed, or for whom it is held.
    pub(super) fn stay(&self, bed: Uuid) -> Option<&stay_row::Model> {
        self.all(bed).iter().find(|stay| stay.state != PLANNED)
    }

    /// Who is planned to come, the next one first.
    pub(super) fn planned(&self, bed: Uuid) -> impl Iterator<Item = &stay_row::Model> {
        self.all(bed).iter().filter(|stay| stay.state == PLANNED)
    }

    /// How a bed stands.
    pub(super) fn state(&self, bed: &bed_row::Model) -> Outcome<BedState> {
        let stay = self.stay(bed.id);
        Ok(
            match stay.map(|stay| stay.state_at(self.now)).transpose()? {
                Some(StayState::Staying) => BedState::Occupied,
                Some(StayState::Held) => BedState::Held,
                _ if bed.out_reason.is_some() => BedState::OutOfService,
                _ => BedState::Free,
            },
        )
    }

    /// How the beds of a shelter stand.
    pub(super) fn counts(&self, shelter: Uuid) -> Outcome<Counts> {
        let mut counts = Counts::default();
        for bed in self.beds.iter().filter(|bed| bed.shelter_id == shelter) {
            counts.add(self.state(bed)?);
        }
        Ok(counts)
    }

    /// What a room has, its shelter's features among it.
    pub(super) fn features_of(&self, room: &room_row::Model) -> Outcome<Features> {
        let shelter = self.shelters.iter().find(|one| one.id == room.shelter_id);
        let shelter = shelter.ok_or(Failure::not_found())?;
        Ok(shelter.own_features()?.with(&room.own_features()?))
    }

    /// The numbers of all cases whose people are in these shelters.
    pub(super) fn case_numbers(&self) -> BTreeSet<&str> {
        let stays = self.stays.values().flatten();
        stays
            .filter_map(|stay| stay.case_number.as_deref())
            .collect()
    }
}

const PLANNED: &str = StayState::Planned.code();

async fn by_bed(
    unit: &Unit,
    stays: Select<stay_row::Entity>,
) -> Outcome<BTreeMap<Uuid, Vec<stay_row::Model>>> {
    let stays = stays
        .order_by_asc(stay_row::Column::ComesOn)
        .order_by_asc(stay_row::Column::Id)
        .all(unit.connection())
        .await?;
    let mut by_bed: BTreeMap<Uuid, Vec<stay_row::Model>> = BTreeMap::new();
    for stay in stays {
        if stay.state_at(unit.now())? != StayState::Expired {
            by_bed.entry(stay.bed_id).or_default().push(stay);
        }
    }
    Ok(by_bed)
}

/// Names as people order them: room 2 comes before room 10.
pub(super) fn natural(name: &str) -> Vec<(u64, String)> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let letters = rest.find(|sign: char| sign.is_ascii_digit());
        let (word, numbers) = rest.split_at(letters.unwrap_or(rest.len()));
        let digits = numbers.find(|sign: char| !sign.is_ascii_digit());
        let (number, after) = numbers.split_at(digits.unwrap_or(numbers.len()));
        parts.push((0, word.to_lowercase()));
        if !number.is_empty() {
            parts.push((number.parse().unwrap_or(u64::MAX), String::new()));
        }
        rest = after;
    }
    parts
}

/// A bed that the scope covers, with its room and shelter; locked until the unit ends, so that
/// nobody else puts anybody into it.
pub(super) async fn lock_beds(
    unit: &Unit,
    scope: &DistrictScope,
    beds: &[BedId],
) -> Outcome<Vec<bed_row::Model>> {
    let ids: BTreeSet<Uuid> = beds.iter().copied().map(Uuid::from).collect();
    let rows = bed_row::Entity::in_scope(scope)
        .filter(bed_row::Column::Id.is_in(ids.iter().copied()))
        // In one order, whoever locks: nobody waits for each other.
        .order_by_asc(bed_row::Column::Id)
        .lock_exclusive()
        .all(unit.connection())
        .await?;
    if rows.len() < ids.len() {
        return Err(Failure::not_found());
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn names_are_ordered_as_people_do() {
        let mut names = ["Room 10", "room 2", "A", "2", "10", "1b", "1a", ""];
        names.sort_by_cached_key(|name| natural(name));
        assert_eq!(names, ["", "1a", "1b", "2", "10", "A", "room 2", "Room 10"]);
    }
}
