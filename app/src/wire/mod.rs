//! How what the server says reaches the pages, in little code.
//!
//! [`Loading`] is what a page waits for; whatever it is, it is one type of resource. [`JsonText`]
//! is the encoding of server functions. Both read JSON by `reader::read`, so the code that reads a type
//! is there once.

mod json_text;
mod loading;
mod reader;

pub use json_text::JsonText;

pub(crate) use json_text::Json;
pub(crate) use loading::{Loading, Parcel, Wrapping, load, load_first, unwrap};
pub(crate) use reader::read;
