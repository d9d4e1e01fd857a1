//! How cases pass from one person to another: the use cases of `domain::transitions`.
//!
//! A use case finds out the facts of the moment, asks the machine, and writes what follows together
//! with its audit event and the notifications; whoever is refused changes nothing.

mod ask;
mod assign;
mod compose;
mod consent;
mod draft;
mod expire;
mod facts;
mod find;
mod move_case;
mod note;
mod owner;
mod plan;
mod queue;
mod shown;
mod step;
mod summary;
mod tell;
pub mod transition_row;

pub(crate) use compose::on_its_way;
pub(crate) use consent::consent_ended;
pub(crate) use facts::{may_ask, may_assign};
pub(crate) use find::place_of;

pub use ask::ask_transfer;
pub use assign::assign_cases;
pub use compose::compose_transfer;
pub use draft::{discard_transfer, keep_transfer};
pub use expire::expire_due;
pub use plan::plan_assignment;
pub use queue::{QUEUE_PAGE, read_queue};
pub use step::{TransferStep, step_transfer};

use domain::transitions::TransferState;

/// The states in which a transfer waits for somebody, until it ends by the clock.
const UNDER_WAY: [TransferState; 2] = [TransferState::AwaitingRelease, TransferState::Offered];

/// How long a transfer waits for a decision before it ends by the clock.
const OFFER_DAYS: chrono::TimeDelta = chrono::TimeDelta::days(14);
