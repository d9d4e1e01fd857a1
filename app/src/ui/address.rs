//! What the address of a page says.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

/// The part of the path that a route calls so; empty where there is none.
pub(crate) fn path_part(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get(name)).unwrap_or_default())
}

/// All that stands after the question mark.
pub(crate) fn query_text() -> Memo<String> {
    let location = use_location();
    Memo::new(move |_| location.search.get())
}
