//! What people have consented to, read from their answers; and what went on without.

mod overrides;
mod state;

pub use overrides::read_overrides;
pub(crate) use overrides::{Overridden, note_override};
pub(crate) use state::{after_save, state_in, state_of};
