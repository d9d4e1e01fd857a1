//! Trials of the whole program: real processes that are killed, real connections that are cut off,
//! and a ledger of what was acknowledged, held against what the database holds.
//!
//! Tests run them small, `scripts/bench kills cut-off` runs them large.

mod cuts;
mod http;
mod kills;
mod ledger;
mod load;
mod served;
mod stored;
mod writer;

pub use cuts::{Cuts, cut_off};
pub use http::{Answer, Request, form, send};
pub use kills::{Kills, kills};
pub use ledger::{Unanswered, hold, open_transactions};
pub use load::{Load, sign_in_all};
pub use served::{Folder, Program, Served, free_port, until};
pub use writer::{Ended, Known, Pending, Writer, sign_in};

use rand::RngCore;
use rand_chacha::ChaCha8Rng;

/// A number below another one.
fn below(rng: &mut ChaCha8Rng, end: u64) -> u64 {
    rng.next_u64() % end.max(1)
}
