//! Looking for a person, and registering whom nobody knows.

mod page_persons;
mod page_register;
mod palette;

pub(crate) use page_persons::persons_page;
pub(crate) use page_register::register_page;
pub(crate) use palette::{is_typing, listen as listen_for_palette};
