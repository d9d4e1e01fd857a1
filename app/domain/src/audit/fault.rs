use super::{DistrictHead, NamedEvent};

/// The first thing along a district's chain that is not as it was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An event says something else now, or cannot be read any more.
    Changed(NamedEvent),
    /// A sealed event is gone, and later ones are there.
    Removed(NamedEvent),
    /// An event stands where everything had long been sealed.
    Inserted(NamedEvent),
    /// This sealed event is gone, and all behind it.
    CutOff(NamedEvent),
    /// A seal is not what was written, or does not follow from the one before.
    SealBroken {
        /// Which of the district.
        number: i64,
        /// The first event that it names, if that can be read.
        first: Option<NamedEvent>,
    },
    /// A seal is gone, and later ones are there.
    SealMissing {
        /// Which of the district.
        number: i64,
    },
    /// The chain ends before the head that was exported: its end was cut off together with its
    /// seals.
    CutOffBefore {
        /// The last seal that is there.
        last: i64,
        /// What was exported.
        head: DistrictHead,
    },
    /// The chain is sound, and another one than when the head was exported.
    Rewritten {
        /// What was exported.
        head: DistrictHead,
    },
}
