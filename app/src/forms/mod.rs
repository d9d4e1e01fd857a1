//! Forms in the browser: filled in, foreseen and shown. The rules are `domain::forms`.

mod conflict;
mod control;
mod device;
mod draft;
mod editor;
mod field;
mod group;
mod inputs;
mod live;
mod marks;
mod meanwhile;
mod options;
mod page;
mod parts;
mod places;
mod plain;
pub(crate) mod print;
mod problems;
mod saving;
pub(crate) mod server_fn;
mod summary;
mod tally;
mod textarea;
mod value;
mod wrong;

pub(crate) use editor::{EDIT_FORM, Editor, FormEditor, SaveFuture};
pub(crate) use inputs::touched;
pub(crate) use page::focus_later;
pub(crate) use plain::{plain_field, plain_message};
pub(crate) use problems::problem_text;
pub(crate) use textarea::TextArea;
pub(crate) use value::{Medium, answer_sections, answer_text, answer_view};
