//! Transfer requests: somebody asks for a case of another district, and its owner's side may begin a
//! transfer.

mod ask;
mod draft;
mod follow;
mod shown;
mod step;
mod tell;

pub(super) use draft::draft_of;
pub(super) use follow::follow;
pub(super) use shown::shown;

pub use ask::ask_request;
pub use draft::{discard_request, keep_request};
pub use step::{RequestStep, step_request};
