//! The pages that are loaded when they are first needed, in parts.
//!
//! What several parts share becomes chunks of its own, of which the bundle program makes few, so
//! pages that have much in common belong to one part.

use leptos::prelude::*;
use leptos_router::{LazyRoute, hooks::use_location, lazy_route};

use crate::{
    audit::history_page,
    cases::{case_list_page, case_page, edit_page, path_page},
    forms::print::{blank_form_page, case_print_page, forms_page},
    integration::{webhook_page, webhooks_page},
    notifications::{inbox_page, settings_page},
    search::{persons_page, register_page},
    shelters::{arrange_page, board_page, list_page, occupancy_page, place_page, print_page},
    transitions::{ask_page, assign_page, overrides_page, queue_page, refer_page},
    workflow::{approval_page, stage_page},
};

/// Lists of cases and of persons.
pub(crate) struct ListPages {
    path: String,
}

#[lazy_route]
impl LazyRoute for ListPages {
    fn data() -> Self {
        Self { path: path() }
    }

    fn view(this: Self) -> AnyView {
        match this.path.as_str() {
            "/persons" => persons_page(),
            _ => case_list_page(),
        }
    }
}

/// A case, its history and its path.
pub(crate) struct CasePages {
    path: String,
}

#[lazy_route]
impl LazyRoute for CasePages {
    fn data() -> Self {
        Self { path: path() }
    }

    fn view(this: Self) -> AnyView {
        if this.path.ends_with("/history") {
            history_page()
        } else if this.path.ends_with("/path") {
            path_page()
        } else {
            case_page()
        }
    }
}

/// Handing cases over, and hearing of it.
pub(crate) struct HandOverPages {
    path: String,
}

#[lazy_route]
impl LazyRoute for HandOverPages {
    fn data() -> Self {
        Self { path: path() }
    }

    fn view(this: Self) -> AnyView {
        match this.path.as_str() {
            "/queue" => queue_page(),
            "/inbox" => inbox_page(),
            "/overrides" => overrides_page(),
            "/settings/notifications" => settings_page(),
            "/cases/assign" => assign_page(),
            path if path.starts_with("/approvals/") => approval_page(),
            path if path.ends_with("/stage") => stage_page(),
            path if path.ends_with("/refer") => refer_page(),
            _ => ask_page(),
        }
    }
}

/// What administrators do.
pub(crate) struct AdministrationPages {
    path: String,
}

#[lazy_route]
impl LazyRoute for AdministrationPages {
    fn data() -> Self {
        Self { path: path() }
    }

    fn view(this: Self) -> AnyView {
        match this.path.as_str() {
            "/administration/webhooks" => webhooks_page(),
            _ => webhook_page(),
        }
    }
}

/// Shelters, and a place in them.
pub(crate) struct ShelterPages {
    path: String,
}

#[lazy_route]
impl LazyRoute for ShelterPages {
    fn data() -> Self {
        Self { path: path() }
    }

    fn view(this: Self) -> AnyView {
        match this.path.as_str() {
            "/shelters" => list_page(),
            "/shelters/new" => arrange_page(),
            path if path.starts_with("/cases/") => place_page(),
            path if path.ends_with("/arrange") => arrange_page(),
            path if path.ends_with("/occupancy") => occupancy_page(),
            path if path.ends_with("/print") => print_page(),
            _ => board_page(),
        }
    }
}

/// What is printed: cases, and empty forms.
pub(crate) struct PaperPages {
    path: String,
}

#[lazy_route]
impl LazyRoute for PaperPages {
    fn data() -> Self {
        Self { path: path() }
    }

    fn view(this: Self) -> AnyView {
        match this.path.as_str() {
            "/forms" => forms_page(),
            path if path.starts_with("/forms/") => blank_form_page(),
            _ => case_print_page(),
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
