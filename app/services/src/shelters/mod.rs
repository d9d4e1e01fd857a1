//! Shelters: who is in which bed, who comes, and where a household fits.
//!
//! Every change locks the guest's case first, then the beds in the order of their ids, then counts
//! the shelter's version up; so no two units wait for each other, and whoever comes second sees
//! what the first has done. PostgreSQL holds the periods of a bed against each other besides.

mod act;
mod arrange;
mod arrive;
pub mod bed_row;
mod board;
mod depart;
mod expire;
mod guest;
mod hold;
mod housing;
mod identify;
mod kept;
mod layout;
mod list;
mod locked;
mod move_stay;
mod needs;
mod occupancy;
mod place;
mod plan;
mod release;
pub mod room_row;
mod service;
pub mod shelter_row;
pub mod stay_row;
mod tiles;
mod versions;
mod write;

pub use act::{act, act_once};
pub use arrange::{
    Arrange, add_room, add_shelter, arrange, change_bed, change_room, change_shelter,
    read_arranged, remove_bed, remove_room,
};
pub use arrive::arrive;
pub use board::read_board;
pub use depart::depart;
pub use expire::expire_holds;
pub use hold::{hold_bed, hold_beds};
pub use identify::identify;
pub use kept::{keep_arranged, keep_tried};
pub use list::list_shelters;
pub use move_stay::move_stay;
pub use occupancy::read_occupancy;
pub use place::{Wanted, read_placement};
pub use plan::plan_stay;
pub use release::{release, release_bed};
pub use service::{put_back, take_out};
pub use versions::{ShelterVersion, may_watch, versions};
pub use write::CHANNEL;
