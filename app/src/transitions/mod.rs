//! Cases on their way: the queue, asking for a transfer, assigning.

mod ask;
mod assign;
pub(crate) mod compose;
mod keeping;
mod overrides;
mod queue;
mod refer;
mod request;
pub(crate) mod server_fn;
mod shown;
mod words;

pub(crate) use ask::ask_page;
pub(crate) use assign::assign_page;
pub(crate) use overrides::overrides_page;
pub(crate) use queue::queue_page;
pub(crate) use refer::refer_page;
pub(crate) use words::{say_on_its_way, shared_text};
