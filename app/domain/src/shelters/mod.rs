//! Shelters: rooms and beds, who is there, who comes, and where a household fits.
//!
//! A bed is a small machine without memory ([`bed::next`]); a [`StayState`] says how somebody's
//! place in it stands. [`propose`] finds rooms for people who belong together. All of it is pure:
//! the use case finds the facts out, and only here is decided what they mean.

pub mod bed;
mod feature;
mod fields;
mod guest;
mod mark;
mod page;
mod placement;
mod stay;

pub use bed::{BedEvent, BedFacts, BedState};
pub use feature::{Feature, Features, NEEDS};
pub use fields::{FamilyFields, HousingFields, NeedField, ShelterFields};
pub use guest::{Guest, MAIN_GUEST, Sex};
pub use mark::mark;
pub use page::{
    ArrangePage, BEDS_MAX, BedTile, Board, BoardBed, Counts, OccupancyPage, OccupancyRow, OpenBed,
    Placed, PlacedNow, Placement, RoomTile, ShelterList, ShelterRow, StayTile, Tried, TypedRoom,
    TypedShelter,
};
pub use placement::{Against, BedOffer, Proposals, RoomOffer, RoomProposal, propose};
pub use stay::{HOLD_MINUTES, HOLD_MINUTES_MAX, StayEvent, StayState, TypedStay, note_problem};

#[cfg(test)]
mod tests;
