//! The words by which persons are found: written with every save, looked up by every search.

mod candidates;
mod keys;
mod rebuild;
pub mod sound_row;
pub mod vocabulary_row;
pub mod word_row;

pub(crate) use candidates::{PERSONS_MAX, persons_named};
pub(crate) use keys::{PersonNames, WordRows, rewrite_words};
