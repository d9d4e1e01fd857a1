//! Random forms, random answers, and what the rule engine makes of them.
//!
//! Everything follows from one number, so that the native build and the WASM build can be asked the
//! same and compared. The same crate measures how long a change takes in either build.

mod bench;
mod digest;
pub mod exports;
mod field;
mod form;
mod input;
mod other;
mod random;
mod rules;
mod trial;

pub use bench::{Bench, Shape};
pub use digest::Digest;
pub use form::{random_draft, random_form};
pub use input::{Step, random_inputs, random_step};
pub use other::{lookups, other_answers, other_form};
pub use random::Random;
pub use trial::{Trial, observe, paths};
