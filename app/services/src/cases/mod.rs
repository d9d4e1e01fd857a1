//! Cases: registering, finding, reading, changing, and what happened to them.

mod began_from;
pub mod case_row;
mod history;
mod list;
mod meanwhile;
mod merged_edit;
pub(crate) mod names;
mod open;
mod path;
mod person;
pub mod person_row;
mod presence;
pub mod presence_row;
mod print;
mod progress;
mod put_in;
pub(crate) mod query;
mod read;
mod register;
mod save;
mod search;
mod setting;
pub mod sort_names;
pub mod view_row;
mod views;

pub use history::read_history;
pub use list::{ListLimits, list_cases, list_cases_on, list_cases_within, list_frame};
pub use meanwhile::saved_meanwhile;
pub use open::{open_form, open_registration};
pub use path::read_path;
pub(crate) use person::{PersonFields, person_row_of};
pub use presence::{
    OpenPage, Stands, case_presence, close_page, how_cases_stand, keep_pages_open, open_page,
};
pub use print::print_case;
pub(crate) use put_in::put_in_by_us;
pub use read::read_case;
pub(crate) use read::{forms_of, stored_answers};
pub use register::{register_person, register_person_for, register_person_once};
pub use save::{save_answers, save_answers_for, save_answers_once};
pub use search::search_persons;
pub use views::{VIEW_NAME_MAX, VIEWS_MAX, remove_view, save_view};
