//! What pages show of shelters.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{BedState, Features, Guest, RoomProposal, StayState, stay::text_problem};
use crate::{
    Problem, ProblemCode, RequestKey,
    cases::CaseNumber,
    districts::District,
    ids::{BedId, RoomId, ShelterId, StayId},
};

/// How many beds a room may have.
pub const BEDS_MAX: u32 = 60;

/// How many beds of a shelter stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Free beds.
    pub free: u32,
    /// Held beds.
    pub held: u32,
    /// Beds that somebody stays in.
    pub occupied: u32,
    /// Beds that are out of service.
    pub out_of_service: u32,
}

impl Counts {
    /// Counts one more bed.
    pub fn add(&mut self, state: BedState) {
        let number = match state {
            BedState::Free => &mut self.free,
            BedState::Held => &mut self.held,
            BedState::Occupied => &mut self.occupied,
            BedState::OutOfService => &mut self.out_of_service,
        };
        *number += 1;
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, more: Self) -> Self {
        Self {
            free: self.free + more.free,
            held: self.held + more.held,
            occupied: self.occupied + more.occupied,
            out_of_service: self.out_of_service + more.out_of_service,
        }
    }

    /// All beds.
    pub const fn all(self) -> u32 {
        self.free + self.held + self.occupied + self.out_of_service
    }
}

/// A shelter among others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelterRow {
    /// The shelter.
    pub id: ShelterId,
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub district: District,
    /// Where it is.
    pub address: String,
    /// Under which telephone number it is reached.
    pub phone: String,
    /// What holds of all its rooms.
    pub features: Features,
    /// How its beds stand.
    pub counts: Counts,
    /// Whether the reader may open its board.
    pub open: bool,
}

/// The shelters of the city: of all districts, without anybody's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelterList {
    /// One's own district's first, then by district and name.
    pub shelters: Vec<ShelterRow>,
    /// All beds of the city.
    pub total: Counts,
    /// Whether the reader may make shelters and change rooms and beds.
    pub arrange: bool,
    /// How far the shelters had come that an open page hears of: see [`super::mark`].
    pub mark: String,
    /// When this was so, as the clock on the wall shows it.
    pub at: NaiveDateTime,
}

/// The board of a shelter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The shelter.
    pub shelter: ShelterRow,
    /// How many beds will be free on which days, if whoever is to go goes and whoever is to come
    /// comes.
    pub expected: Vec<(NaiveDate, u32)>,
    /// Its rooms, in the order of their names.
    pub rooms: Vec<RoomTile>,
    /// The bed that is opened beside, if one is.
    pub opened: Option<OpenBed>,
    /// Whether the reader may hold beds, and receive and send off guests.
    pub place: bool,
    /// Whether the reader may change rooms and beds.
    pub arrange: bool,
    /// How far the shelters had come that an open page hears of: see [`super::mark`].
    pub mark: String,
    /// When this was so, as the clock on the wall shows it.
    pub at: NaiveDateTime,
}

/// A room on a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomTile {
    /// The room.
    pub id: RoomId,
    /// What it is called.
    pub name: String,
    /// What it has beside what its shelter has.
    pub features: Features,
    /// Its beds, in the order of their names.
    pub beds: Vec<BedTile>,
}

/// A bed on a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BedTile {
    /// The bed.
    pub id: BedId,
    /// What it is called.
    pub name: String,
    /// What it has beside what its room has.
    pub features: Features,
    /// How it stands.
    pub state: BedState,
    /// Who is in it, or for whom it is held.
    pub stay: Option<StayTile>,
    /// Who is planned to come, the next one first.
    pub planned: Vec<StayTile>,
    /// Why it is out of service.
    pub out_reason: String,
}

/// Somebody's place in a bed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StayTile {
    /// The stay.
    pub id: StayId,
    /// How it stands.
    pub state: StayState,
    /// Who; empty where the reader may not know.
    pub guest: String,
    /// The number of the case, where the reader may open it.
    pub number: Option<CaseNumber>,
    /// Whether they have no case yet, and the reader may join them to one.
    pub may_identify: bool,
    /// Since when, or from when on.
    pub since: NaiveDateTime,
    /// Until when it is held.
    pub held_until: Option<NaiveDateTime>,
    /// The day on which they are to go.
    pub leaves: Option<NaiveDate>,
    /// Whether that day is over, or whoever was to come has not.
    pub overdue: bool,
    /// Who held, received or planned.
    pub by: String,
    /// A note for those who work in the shelter.
    pub note: String,
}

/// A bed that is opened beside its board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenBed {
    /// The bed.
    pub bed: BedTile,
    /// What its room is called.
    pub room: String,
    /// What was typed last and could not be done.
    pub tried: Option<Tried>,
    /// Free beds of this shelter, to which somebody can move.
    pub free: Vec<BoardBed>,
    /// A key, so that what is asked for twice happens once.
    pub key: RequestKey,
}

/// What was typed and could not be done, kept so that nothing typed is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// What was to happen.
    pub event: String,
    /// What was typed, by field.
    pub typed: BTreeMap<String, String>,
    /// The features that were chosen.
    pub features: Features,
    /// What was wrong with it.
    pub problems: Vec<Problem>,
}

impl Tried {
    /// What was typed into a field, if this event was tried.
    pub fn field(&self, event: &str, field: &str) -> String {
        let typed = self.typed.get(field).filter(|_| self.event == event);
        typed.cloned().unwrap_or_default()
    }

    /// What is wrong with a field, if this event was tried.
    pub fn problem(&self, event: &str, field: &str) -> Option<Problem> {
        let mut problems = self.problems.iter().filter(|_| self.event == event);
        problems.find(|problem| problem.field == field).cloned()
    }
}

/// What somebody arranges in a shelter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrangePage {
    /// The shelter; `None` for a new one.
    pub board: Option<Board>,
    /// What was typed last and could not be done.
    pub tried: Option<Tried>,
}

/// A bed to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardBed {
    /// The bed.
    pub id: BedId,
    /// What its room is called.
    pub room: String,
    /// What it is called.
    pub bed: String,
}

/// Where people of a case could stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// The case.
    pub number: CaseNumber,
    /// The person whom it is about.
    pub name: String,
    /// Those who belong together, as the case knows them.
    pub guests: Vec<Guest>,
    /// The numbers of those who need a place.
    pub chosen: Vec<i32>,
    /// What they need.
    pub needs: Features,
    /// Whether that stands in the forms of the case, and nobody has chosen it here.
    pub needs_from_forms: bool,
    /// The day on which they are to go, as it was typed.
    pub until: String,
    /// Where some of them stay or are expected already.
    pub now: Vec<PlacedNow>,
    /// Rooms for all of them, the best first.
    pub together: Vec<Placed>,
    /// How they could be parted, where no room holds them all.
    pub apart: Vec<Placed>,
    /// What is wrong with what was typed.
    pub problems: Vec<Problem>,
    /// A key, so that what is asked for twice happens once.
    pub key: RequestKey,
    /// How far the shelters had come that an open page hears of: see [`super::mark`].
    pub mark: String,
}

/// Where one of the case stays or is expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedNow {
    /// Who.
    pub guest: String,
    /// The shelter.
    pub shelter: ShelterId,
    /// The bed.
    pub bed: BedId,
    /// Shelter, room and bed.
    pub place: [String; 3],
    /// How it stands.
    pub state: StayState,
    /// Since when, or from when on.
    pub since: NaiveDateTime,
    /// Until when it is held.
    pub held_until: Option<NaiveDateTime>,
    /// Whether the reader may open the board.
    pub open: bool,
}

/// A proposed room, with the names that people know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// What was found.
    pub proposal: RoomProposal,
    /// What the shelter is called.
    pub shelter: String,
    /// What the room is called.
    pub room: String,
    /// What the room has.
    pub features: Features,
    /// Who would sleep in which bed, by name.
    pub beds: Vec<(String, String)>,
}

/// Who was in a shelter, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OccupancyPage {
    /// The shelter.
    pub shelter: ShelterRow,
    /// The day that is asked for; every stay that touches it is shown. Without one, the latest.
    pub day: Option<NaiveDate>,
    /// The stays, the latest first.
    pub rows: Vec<OccupancyRow>,
    /// How to ask for those before.
    pub more: Option<StayId>,
}

/// A stay in a list of stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OccupancyRow {
    /// The stay.
    pub stay: StayTile,
    /// What the room is called.
    pub room: String,
    /// What the bed is called.
    pub bed: String,
    /// Until when.
    pub ended: Option<NaiveDateTime>,
    /// Who ended it.
    pub ended_by: String,
}

/// A shelter as its administrator writes it down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedShelter {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// Under which telephone number it is reached.
    pub phone: String,
    /// What holds of all its rooms.
    pub features: Features,
}

impl TypedShelter {
    /// What is missing or wrong.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = named(&self.name);
        problems.extend(text_problem("address", &self.address));
        problems.extend(text_problem("phone", &self.phone));
        problems
    }
}

/// A room, or a bed, as its administrator writes it down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedRoom {
    /// What it is called.
    pub name: String,
    /// What it has.
    pub features: Features,
    /// How many beds are added to it, as it was typed.
    pub beds: String,
}

impl TypedRoom {
    /// How many beds are added.
    ///
    /// # Errors
    /// When that cannot be read, or is too many.
    pub fn new_beds(&self) -> Result<u32, Problem> {
        let typed = self.beds.trim();
        if typed.is_empty() {
            return Ok(0);
        }
        let beds = typed
            .parse::<u32>()
            .map_err(|_| Problem::new("beds", ProblemCode::NotAnInteger))?;
        if beds > BEDS_MAX {
            let max = i64::from(BEDS_MAX);
            return Err(Problem::new("beds", ProblemCode::TooLarge { max }));
        }
        Ok(beds)
    }

    /// What is missing or wrong.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = named(&self.name);
        problems.extend(self.new_beds().err());
        problems
    }
}

fn named(name: &str) -> Vec<Problem> {
    if name.trim().is_empty() {
        return vec![Problem::new("name", ProblemCode::Required)];
    }
    text_problem("name", name).into_iter().collect()
}
