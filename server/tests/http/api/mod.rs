//! The door for other systems.

mod cases;
mod changes;
mod districts;
mod document;
mod forms;
mod lists;
mod once;
mod persons;
mod problems;
pub(crate) mod program;
mod shelters;
mod tokens;
