//! Shelters: who may put whom into which bed, and what everybody sees of it.

mod arrange;
mod board;
mod placement;
mod race;
mod stays;
pub(crate) mod support;
mod walk;
