//! Referrals: a service elsewhere sees what it needs while it works on it; ownership stays.

mod compose;
mod draft;
mod lapse;
mod offer;
mod shown;
mod step;
mod tell;

pub(crate) use lapse::end_referrals;
pub(super) use lapse::expire;
pub(super) use shown::shown;

pub use compose::compose_referral;
pub use draft::{discard_referral, keep_referral};
pub use offer::offer_referral;
pub use step::{ReferralStep, step_referral};

use domain::transitions::ReferralState;

/// The states in which something can still happen.
pub(super) const OPEN: [ReferralState; 2] = [ReferralState::Offered, ReferralState::Accepted];
