//! Shelters as programs read them.

use domain::shelters as of;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::moment;

/// How many beds stand how.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Counts {
    /// Free beds.
    free: u32,
    /// Held beds.
    held: u32,
    /// Beds that somebody stays in.
    occupied: u32,
    /// Beds that are out of service.
    out_of_service: u32,
}

impl From<of::Counts> for Counts {
    fn from(counts: of::Counts) -> Self {
        Self {
            free: counts.free,
            held: counts.held,
            occupied: counts.occupied,
            out_of_service: counts.out_of_service,
        }
    }
}

/// A shelter.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Shelter {
    /// Its id.
    #[schema(format = "uuid")]
    id: String,
    /// What it is called.
    name: String,
    /// The number of its district; 0 for the city.
    district: i32,
    /// Where it is.
    address: String,
    /// Under which telephone number it is reached.
    phone: String,
    /// What holds of all its rooms: `accessible`, `family_room`, `women_only`, `cot`, `pets`.
    features: Vec<&'static str>,
    /// How its beds stand.
    counts: Counts,
    /// Whether its rooms are open to the user.
    open: bool,
}

impl From<of::ShelterRow> for Shelter {
    fn from(shelter: of::ShelterRow) -> Self {
        Self {
            id: shelter.id.to_string(),
            name: shelter.name,
            district: shelter.district.number,
            address: shelter.address,
            phone: shelter.phone,
            features: codes(&shelter.features),
            counts: shelter.counts.into(),
            open: shelter.open,
        }
    }
}

/// A shelter with its rooms and beds.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Board {
    /// The shelter.
    shelter: Shelter,
    /// Its rooms.
    rooms: Vec<Room>,
    /// How many beds will be free on the days to come, if whoever is to go goes.
    expected: Vec<Expected>,
}

/// How many beds will be free on a day.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// The day.
    #[schema(format = Date)]
    day: String,
    /// How many.
    free: u32,
}

/// A room.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Room {
    /// Its id.
    #[schema(format = "uuid")]
    id: String,
    /// What it is called.
    name: String,
    /// What it has beside what its shelter has.
    features: Vec<&'static str>,
    /// Its beds.
    beds: Vec<Bed>,
}

/// A bed.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Bed {
    /// Its id.
    #[schema(format = "uuid")]
    id: String,
    /// What it is called.
    name: String,
    /// What it has beside what its room has.
    features: Vec<&'static str>,
    /// `free`, `held`, `occupied` or `out_of_service`.
    state: &'static str,
    /// Who is in it, or for whom it is held.
    #[schema(required = true)]
    stay: Option<Stay>,
    /// Who is planned to come, the next one first.
    planned: Vec<Stay>,
}

/// Somebody's place in a bed.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Stay {
    /// Its id.
    #[schema(format = "uuid")]
    id: String,
    /// `planned`, `held`, `staying`, `ended`, `released` or `expired`.
    state: &'static str,
    /// Who; empty where the user may not know.
    guest: String,
    /// The number of the case, where the user may open it.
    #[schema(required = true, example = "K7M-4PX-9")]
    case: Option<String>,
    /// Since when, or from when on, on the wall in Budapest.
    #[schema(pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$")]
    since: String,
    /// Until when the bed is held.
    #[schema(required = true, pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$")]
    held_until: Option<String>,
    /// The day on which they are to go.
    #[schema(required = true, format = Date)]
    leaves: Option<String>,
}

impl From<of::StayTile> for Stay {
    fn from(stay: of::StayTile) -> Self {
        Self {
            id: stay.id.to_string(),
            state: stay.state.code(),
            guest: stay.guest,
            case: stay.number.map(|number| number.to_string()),
            since: moment(stay.since),
            held_until: stay.held_until.map(moment),
            leaves: stay.leaves.map(|day| day.to_string()),
        }
    }
}

impl From<of::Board> for Board {
    fn from(board: of::Board) -> Self {
        let expected = board.expected.into_iter().map(|(day, free)| Expected {
            day: day.to_string(),
            free,
        });
        Self {
            shelter: board.shelter.into(),
            rooms: board.rooms.into_iter().map(Into::into).collect(),
            expected: expected.collect(),
        }
    }
}

impl From<of::RoomTile> for Room {
    fn from(room: of::RoomTile) -> Self {
        Self {
            id: room.id.to_string(),
            name: room.name,
            features: codes(&room.features),
            beds: room.beds.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<of::BedTile> for Bed {
    fn from(bed: of::BedTile) -> Self {
        Self {
            id: bed.id.to_string(),
            name: bed.name,
            features: codes(&bed.features),
            state: bed.state.code(),
            stay: bed.stay.map(Into::into),
            planned: bed.planned.into_iter().map(Into::into).collect(),
        }
    }
}

fn codes(features: &of::Features) -> Vec<&'static str> {
    features.iter().map(of::Feature::code).collect()
}
