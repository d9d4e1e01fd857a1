//! On paper: a case with its answers, and empty forms in two languages.

mod blank;
mod page_blank;
mod page_case;
mod page_forms;
pub(crate) mod server_fn;
mod sheet;

pub(crate) use page_blank::blank_form_page;
pub(crate) use page_case::case_print_page;
pub(crate) use page_forms::forms_page;
pub(crate) use sheet::print_bar;
