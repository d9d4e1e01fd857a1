//! Names as a search compares them.

mod fold;
mod romanise;

pub use fold::{fold, search_text, search_words};
pub use romanise::romanise_ukrainian;
