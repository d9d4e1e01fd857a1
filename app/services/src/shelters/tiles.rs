//! Rows as a reader may see them.

use std::collections::BTreeSet;

use domain::{
    access::{FieldAccess, Permission},
    cases::CaseNumber,
    districts::District,
    forms::PersonAttribute,
    ids::{BedId, RoomId},
    shelters::{BedTile, MAIN_GUEST, RoomTile, ShelterRow, StayState, StayTile},
};

use super::{bed_row, guest::sees_family, layout::Layout, room_row, shelter_row, stay_row};
use crate::{Outcome, Unit, cases::query::cases_with_persons, wall_clock::wall_time};

/// What a reader may know of guests.
pub(super) struct Sight {
    /// Whether they know the names of those whom cases are about.
    persons: bool,
    /// Whether they know the names of their families.
    families: bool,
    /// The numbers of the cases that they may open.
    open: BTreeSet<String>,
    today: chrono::NaiveDate,
    now: chrono::DateTime<chrono::Utc>,
}

impl Sight {
    /// What the actor may know of the guests with these cases. Names are for those who give people
    /// places, as far as they may know of names at all; everybody else counts beds.
    pub(super) async fn of(unit: &Unit, numbers: BTreeSet<&str>) -> Outcome<Self> {
        let actor = unit.actor()?;
        let places = actor.can(Permission::SHELTERS_PLACE);
        let name = unit
            .catalog()
            .attribute_access(actor, PersonAttribute::FamilyName);
        let numbers: Vec<CaseNumber> = numbers.into_iter().filter_map(CaseNumber::parse).collect();
        let open = match unit.scope(Permission::CASES_READ) {
            Ok(scope) if places => {
                let found = cases_with_persons(unit, &scope, &numbers).await?;
                found.into_iter().map(|found| found.case.number).collect()
            }
            _ => BTreeSet::new(),
        };
        Ok(Self {
            persons: places && name > FieldAccess::Hidden,
            families: places && sees_family(unit),
            open,
            today: unit.today(),
            now: unit.now(),
        })
    }

    /// A stay.
    pub(super) fn stay(&self, stay: &stay_row::Model) -> Outcome<StayTile> {
        let knows = if stay.member == MAIN_GUEST {
            self.persons
        } else {
            self.families
        };
        let state = stay.state_at(self.now)?;
        let number = stay.case_number.as_deref();
        let number = number.filter(|number| self.open.contains(*number));
        Ok(StayTile {
            id: stay.id.into(),
            state,
            guest: if knows {
                stay.guest.clone()
            } else {
                String::new()
            },
            number: number.and_then(CaseNumber::parse),
            may_identify: self.persons && stay.case_id.is_none(),
            since: wall_time(stay.begins_at),
            held_until: stay
                .ends_at
                .filter(|_| state == StayState::Held)
                .map(wall_time),
            leaves: stay.leaves_on,
            overdue: match state {
                StayState::Staying => stay.leaves_on.is_some_and(|day| day < self.today),
                StayState::Planned => stay.comes_on.is_some_and(|day| day < self.today),
                _ => false,
            },
            by: if knows {
                stay.begun_by_name.clone()
            } else {
                String::new()
            },
            note: if knows {
                stay.note.clone()
            } else {
                String::new()
            },
        })
    }

    /// A bed with who is in it.
    pub(super) fn bed(&self, layout: &Layout, bed: &bed_row::Model) -> Outcome<BedTile> {
        let stay = layout.stay(bed.id).map(|stay| self.stay(stay));
        let planned = layout.planned(bed.id).map(|stay| self.stay(stay));
        Ok(BedTile {
            id: BedId(bed.id),
            name: bed.name.clone(),
            features: bed.own_features()?,
            state: layout.state(bed)?,
            stay: stay.transpose()?,
            planned: planned.collect::<Outcome<_>>()?,
            out_reason: bed.out_reason.clone().unwrap_or_default(),
        })
    }

    /// A room with its beds.
    pub(super) fn room(&self, layout: &Layout, room: &room_row::Model) -> Outcome<RoomTile> {
        let beds = layout.beds_of(room.id).map(|bed| self.bed(layout, bed));
        Ok(RoomTile {
            id: RoomId(room.id),
            name: room.name.clone(),
            features: room.own_features()?,
            beds: beds.collect::<Outcome<_>>()?,
        })
    }
}

/// A shelter among others.
pub(super) fn shelter_tile(
    layout: &Layout,
    shelter: &shelter_row::Model,
    district: District,
    open: bool,
) -> Outcome<ShelterRow> {
    Ok(ShelterRow {
        id: shelter.id.into(),
        name: shelter.name.clone(),
        district,
        address: shelter.address.clone(),
        phone: shelter.phone.clone(),
        features: shelter.own_features()?,
        counts: layout.counts(shelter.id)?,
        open,
    })
}
