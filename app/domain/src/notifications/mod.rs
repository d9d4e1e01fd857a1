//! Telling people what concerns them: in their inbox, and by e-mail when they wish.
//!
//! A notification carries what happened, the number of the case and a link, and never anything
//! about a person: whoever follows the link is asked again what they may see.

mod inbox;
mod kind;
mod settings;
mod timing;

pub use inbox::{Inbox, InboxState, Notice};
pub use kind::NotificationKind;
pub use settings::{Hour, MailManner, NotificationSettings, QuietHours, TypedSettings};
pub use timing::{MailTime, when_to_mail};

#[cfg(test)]
mod tests;
