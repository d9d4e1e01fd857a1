//! The list of cases.

mod chips;
pub(crate) mod data;
mod page_list;
mod panel;
mod table;
mod words;

pub(crate) use page_list::case_list_page;
