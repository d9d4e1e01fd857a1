//! Answers in the database: the document, its typed index rows, and drafts.

pub mod answers_row;
mod blank;
pub mod draft;
pub mod draft_row;
pub(crate) mod index;
pub mod index_row;
mod lookup;
mod reindex;
pub mod version_row;
mod versions;

pub use blank::{blank_form, list_forms};
pub(crate) use draft::discard_draft_with;
pub use draft::{Draft, DraftOf, conflict_met, discard_draft, keep_draft};
pub use lookup::{list_lookups, read_lookup};
pub use versions::{ChangedForm, FormsRefused};
