//! Errors on their way to the user: what happened, and what to do.

mod app_error;
mod messages;
mod patience;
mod refused;
mod view;

pub use app_error::AppError;
pub use messages::{Message, message_of, problem_of};
pub(crate) use refused::refusal;
pub(crate) use view::{NotFoundPage, loaded};
