//! Cases: the list, the case, and filling in its forms.

mod list;
mod page_case;
mod page_edit;
mod page_path;
mod presence;
pub(crate) mod server_fn;
mod stage;
mod tasks;

pub(crate) use list::case_list_page;
pub(crate) use page_case::case_page;
pub(crate) use page_edit::edit_page;
pub(crate) use page_path::path_page;
pub(crate) use presence::{Presence, hour_of};
pub(crate) use stage::stage_bar;

/// Where a save leads: to the next form when that was asked for, otherwise back to the case.
pub(crate) fn after_save(case: &str, saved: &domain::cases::Saved, go: Option<&str>) -> String {
    match &saved.next_form {
        Some(form) if go == Some(GO_NEXT) => format!("/cases/{case}/{form}/edit"),
        _ => format!("/cases/{case}"),
    }
}

/// Where a registration leads: to the next form, if there is one to fill in.
pub(crate) fn after_registration(registered: &domain::cases::Registered) -> String {
    match &registered.next_form {
        Some(form) => format!("/cases/{}/{form}/edit", registered.number),
        None => format!("/cases/{}", registered.number),
    }
}

/// The value of the button that goes on to the next form.
pub(crate) const GO_NEXT: &str = "next";
/// The value of the button that goes back to the case.
pub(crate) const GO_CASE: &str = "case";
