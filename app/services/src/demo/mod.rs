//! The demonstration city: made-up people in real districts, reproducible from a seed.

pub mod accounts;
mod draw;
mod names;
mod names_hungarian;
mod names_transcarpathian;
mod names_ukrainian;
mod names_ukrainian_families;
pub mod person;
mod places;
mod seed;
mod spellings;

pub use seed::{DEMO_PASSWORD, DemoRequest, Loading, seed_demo};
