//! What every page is made of.

mod address;
mod done_notice;
mod fact;
pub mod icon;
mod languages;
mod page_title;
mod rail;
mod top_bar;

pub(crate) use address::{path_part, query_text};
pub(crate) use done_notice::done_notice;
pub(crate) use fact::fact;
pub(crate) use languages::instead_of_a_form;
pub(crate) use page_title::PageTitle;
pub(crate) use rail::Rail;
pub(crate) use top_bar::TopBar;

use chrono::{NaiveDateTime, Timelike};
use domain::{Language, dates::format_date};

/// Day and time as the language has them.
pub(crate) fn time_text(at: NaiveDateTime, language: Language) -> String {
    format!(
        "{} {:02}:{:02}",
        format_date(at.date(), language),
        at.hour(),
        at.minute()
    )
}
