//! The pages that are loaded when they are first needed, in two parts: reading and filling in.
//!
//! Code that several lazy parts share would be cut into a piece for each combination of them, so
//! there are few parts, each with several pages.

use leptos::prelude::*;
use leptos_router::{LazyRoute, hooks::use_location, lazy_route};

use crate::{
    audit::history_page,
    cases::{case_list_page, case_page, edit_page},
    forms::print::{blank_form_page, case_print_page, forms_page},
    search::{persons_page, register_page},
};

/// Lists, cases, histories, searches, and what is printed.
pub(crate) struct ReadingPages {
    path: String,
}

#[lazy_route]
impl LazyRoute for ReadingPages {
    fn data() -> Self {
        Self { path: path() }
    }

    fn view(this: Self) -> AnyView {
        match this.path.as_str() {
            "/persons" => persons_page(),
            "/cases" => case_list_page(),
            "/forms" => forms_page(),
            path if path.starts_with("/forms/") => blank_form_page(),
            path if path.ends_with("/history") => history_page(),
            path if path.ends_with("/print") => case_print_page(),
            _ => case_page(),
        }
    }
}

/// Forms to fill in.
pub(crate) struct FillingPages {
    path: String,
}

#[lazy_route]
impl LazyRoute for FillingPages {
    fn data() -> Self {
        Self { path: path() }
    }

    fn view(this: Self) -> AnyView {
        match this.path.as_str() {
            "/persons/register" => register_page(),
            _ => edit_page(),
        }
    }
}

/// The path of the page, without a slash at its end.
fn path() -> String {
    let path = use_location().pathname.get_untracked();
    path.trim_end_matches('/').to_owned()
}
