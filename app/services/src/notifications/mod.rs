//! Telling people what concerns them: rows in their inbox, and in the outbox for mail, written in
//! the transaction of what happened.

mod holders;
mod inbox;
pub mod notice_row;
mod notify;
pub mod outbox_row;
mod settings;
pub mod settings_row;

pub use holders::holders;
pub use inbox::{PAGE, inbox, mark_all_read, mark_read, unread};
pub use notify::{Recipient, Subject, notify};
pub use settings::{read_settings, save_settings};
