//! Forms are data: their definition, their answers, and the rules that both sides run.
//!
//! A [`FormDefinition`] is read from configuration as a [`RawForm`] and checked once. [`Inputs`]
//! is what a person typed, kept exactly; a [`Filling`] works out what is shown, what rules give and
//! what is wrong. [`edit`] turns it into [`Answers`] or into problems. The browser runs the same
//! code to foresee what the server will decide.

mod answers;
mod calculation;
mod cell;
mod condition;
mod decimal;
mod definition;
mod edit;
mod evaluate;
mod filling;
mod index;
mod limits;
mod location;
mod lookup;
mod parse;
mod person;
mod plan;
mod raw;
mod rows;
mod values;
mod versions;

pub use answers::{
    Answer, Answers, Inputs, clear_place, field_of, in_places, lies_in, put_answer, type_over,
};
pub use calculation::{Calculation, Constant, OverRows, Span};
pub use condition::{Condition, Operand, OtherField};
pub use decimal::{DECIMALS_MAX, Decimal};
pub use definition::{
    Check, Choice, DayLimit, Field, FieldType, FormDefinition, Group, ResultType,
};
pub use edit::{Edited, edit, edit_planned, foresee, foresee_planned, visible_fields};
pub use filling::{Changes, Filling, PlannedForm, Setting};
pub use index::{IndexValue, index_values};
pub use limits::{
    CHOICES_MAX, DOCUMENT_BYTES_MAX, FIELDS_MAX, INPUT_CHARS_MAX, INPUT_VALUES_MAX, LONG_TEXT_MAX,
    ROW_NUMBER_MAX, ROWS_MAX, RULE_DEPTH_MAX, RULE_PARTS_MAX, TALLY_MAX, TEXT_MAX,
};
pub use location::place_name;
pub use lookup::{Lookup, LookupProblem, RawLookup};
pub use parse::{parse_email, read_input};
pub use person::{FoundBy, PersonAttribute};
pub use raw::{FormProblem, RawForm, check_together};
pub use rows::Rows;
pub use values::{Address, Currency, IdentityDocument, Money, PartialDate};
pub use versions::{asks_the_same, taken_over};

#[cfg(test)]
mod tests;
