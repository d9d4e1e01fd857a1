//! Telling people what concerns them: rows in their inbox, and in the outbox for mail, written in
//! the transaction of what happened.

mod holders;
mod inbox;
mod live;
pub mod notice_row;
mod notify;
pub mod outbox_row;
mod outgoing;
mod settings;
pub mod settings_row;

pub(crate) use holders::answerers;
pub use holders::holders;
pub use inbox::{PAGE, inbox, mark_all_read, mark_read, unread};
pub use live::{arrived_since, inbox_state, latest};
pub use notify::{Subject, notify};
pub use outgoing::{Claim, Letter, LetterLine, letter_not_sent, letter_sent, take_letters};
pub use settings::{read_settings, save_settings};
