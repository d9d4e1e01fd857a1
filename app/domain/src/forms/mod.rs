//! Forms are data: their definition, their answers, and the rules that both sides run.
//!
//! A [`FormDefinition`] is read from configuration as a [`RawForm`] and checked once. [`Inputs`]
//! is what a person typed, kept exactly; [`edit`] turns it into [`Answers`] or into problems. The
//! browser calls the same functions to foresee what the server will decide.

mod answers;
mod condition;
mod definition;
mod edit;
mod limits;
mod parse;
mod raw;
mod visibility;

pub use answers::{Answer, Answers, Inputs};
pub use condition::{Condition, Value};
pub use definition::{Choice, DayLimit, Field, FieldType, FormDefinition, PersonAttribute};
pub use edit::{Edited, edit, foresee};
pub use limits::{
    CHOICES_MAX, CONDITION_DEPTH_MAX, FIELDS_MAX, INPUT_CHARS_MAX, INPUT_VALUES_MAX, LONG_TEXT_MAX,
    TEXT_MAX,
};
pub use parse::read_input;
pub use raw::{FormProblem, RawForm};
pub use visibility::visible_fields;

#[cfg(test)]
mod tests;
