//! Forms in the browser: filled in, foreseen and shown. The rules are `domain::forms`.

mod conflict;
mod editor;
mod field;
mod inputs;
mod options;
mod problems;
pub(crate) mod server_fn;
mod textarea;
mod value;

pub(crate) use editor::{EDIT_FORM, Editor, FormEditor, SaveFuture};
pub(crate) use value::answer_text;
