//! What may happen to a bed.

use crate::{Refusal, transitions::coded::coded};

coded! {
    /// How a bed stands at a moment.
    BedState {
        /// Nobody is in it, and it is kept for nobody.
        Free = "free",
        /// Kept for somebody until a time.
        Held = "held",
        /// Somebody stays in it.
        Occupied = "occupied",
        /// Nobody may be put into it.
        OutOfService = "out_of_service",
    }
}

coded! {
    /// What is to happen to a bed.
    BedEvent {
        /// It is kept for somebody for a while, or for longer.
        Hold = "hold",
        /// It is kept no longer.
        Release = "release",
        /// Somebody comes to stay.
        Arrive = "arrive",
        /// Whoever stays goes.
        Depart = "depart",
        /// It is taken out of service.
        TakeOut = "take_out",
        /// It comes back into service.
        PutBack = "put_back",
    }
}

/// What has to be known of the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BedFacts {
    /// The bed is held for the very guest of whom the event speaks.
    pub held_for_them: bool,
    /// Somebody else is planned to come before the guest is to go.
    pub planned_meanwhile: bool,
    /// The bed is a cot, and the guest is known to be too old for one.
    pub too_old_for_cot: bool,
}

/// The state that follows.
///
/// # Errors
/// Why the event is not possible: what stands in its way.
pub fn next(state: BedState, event: BedEvent, facts: &BedFacts) -> Result<BedState, Refusal> {
    use BedEvent::{Arrive, Depart, Hold, PutBack, Release, TakeOut};
    use BedState::{Free, Held, Occupied, OutOfService};
    match (state, event) {
        (Held, Hold | Arrive) if !facts.held_for_them => Err(Refusal::BedHeld),
        (Free | Held, Hold | Arrive) if facts.planned_meanwhile => Err(Refusal::PlannedMeanwhile),
        (Free | Held, Hold | Arrive) if facts.too_old_for_cot => Err(Refusal::TooOldForCot),
        (Free | Held, Hold) => Ok(Held),
        (Free | Held, Arrive) => Ok(Occupied),
        (Held, Release) | (Occupied, Depart) | (OutOfService, PutBack) => Ok(Free),
        (Free, TakeOut) => Ok(OutOfService),
        (Held, TakeOut) => Err(Refusal::BedHeld),
        (Occupied, Hold | Arrive | TakeOut) => Err(Refusal::BedOccupied),
        (OutOfService, Hold | Arrive) => Err(Refusal::BedOutOfService),
        (Free | Occupied | OutOfService, Release)
        | (Free | Held | OutOfService, Depart)
        | (Free | Held | Occupied, PutBack)
        | (OutOfService, TakeOut) => Err(Refusal::WrongState),
    }
}
