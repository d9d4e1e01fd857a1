//! What happened: the history of a case.

mod page_history;

pub(crate) use page_history::history_page;
