//! By what persons are found: written with every save, looked up by every search.

mod area;
mod candidates;
mod counted;
mod found;
pub mod key_row;
mod keys;
mod padded;
mod rebuild;
pub mod sound_row;
mod vocabulary;
pub mod vocabulary_row;
mod ways;
pub mod word_row;

pub(crate) use area::Area;
pub(crate) use candidates::{Visible, candidates};
pub(crate) use found::{Found, PHONE, kind_of, part_of};
pub(crate) use keys::{PersonNames, WordRows, code, write_found_by};
pub(crate) use vocabulary::meanings;
