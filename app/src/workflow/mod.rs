//! The way of a case through its stages, and what has to be approved on it.

mod approval;
pub(crate) mod server_fn;
mod stage;
mod words;

pub(crate) use approval::approval_page;
pub(crate) use stage::stage_page;
pub(crate) use words::kind_word;
