//! Approvals: asked for by one person, granted or refused by another, and bound to what was shown.

pub mod approval_row;
mod ask;
mod decide;
mod page;
mod shown;
mod waiting;

pub use ask::ask_approval;
pub use decide::{Decision, decide_approval};
pub use page::read_approval;
pub(crate) use shown::{Content, content_of};
pub use waiting::approvals_waiting;
pub(crate) use waiting::{kind_of, line, of_case, state_now, without_words};
