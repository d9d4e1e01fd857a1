//! Answers in the database: the document, its typed index rows, and drafts.

pub mod answers_row;
pub mod draft;
pub mod draft_row;
pub(crate) mod index;
pub mod index_row;

pub use draft::{Draft, discard_draft, keep_draft};
