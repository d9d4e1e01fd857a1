//! The whole search over the names of the demonstration city.

mod collapse;
mod crowd;
mod demo;
mod found;

use crate::search::{Closeness, NamePart, NameWord, Query, closeness};

/// How close what is typed is to a single name.
fn close(typed: &str, name: &str) -> Option<Closeness> {
    between(&Query::parse(typed), &NameWord::of(name)?)
}

/// How close the first word of a query is to a word.
fn between(query: &Query, known: &NameWord) -> Option<Closeness> {
    closeness(query.words.first()?, NamePart::Given, known)
}
