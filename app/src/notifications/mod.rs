//! Telling the reader what concerns them: the bell, the inbox, and pages that stay fresh.

mod inbox;
#[cfg(feature = "ssr")]
mod letter;
mod live;
pub(crate) mod server_fn;
mod settings;
mod words;

pub(crate) use inbox::inbox_page;
#[cfg(feature = "ssr")]
pub use letter::letter_text;
pub(crate) use live::{Freshness, Live, bell, stale_notice};
pub(crate) use settings::settings_page;
pub use words::kind_word;
