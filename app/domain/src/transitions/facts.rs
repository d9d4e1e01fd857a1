//! What a machine is told of the moment: plain facts, each yes or no.

use crate::Refusal;

/// Facts that can be listed and gone through one by one.
pub(super) trait Facts: Sized {
    /// The name of each fact and what it says, in the order of their bits.
    const ALL: &'static [(&'static str, &'static str)];

    /// The facts of which exactly those hold whose bits are set.
    fn from_bits(bits: u32) -> Self;

    /// Every combination, in the order of its bits.
    fn every() -> impl Iterator<Item = Self> {
        (0..1_u32 << Self::ALL.len()).map(Self::from_bits)
    }
}

/// Declares a struct of facts; by default nothing holds.
macro_rules! facts {
    ($(#[$about:meta])* $name:ident { $($(#[doc = $doc:literal])+ $fact:ident),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $name {
            $($(#[doc = $doc])+ pub $fact: bool,)*
        }

        impl $crate::transitions::facts::Facts for $name {
            const ALL: &'static [(&'static str, &'static str)] =
                &[$((stringify!($fact), concat!($($doc),+))),*];

            fn from_bits(bits: u32) -> Self {
                let mut left = bits;
                let mut next = || {
                    let holds = left & 1 == 1;
                    left >>= 1;
                    holds
                };
                Self { $($fact: next()),* }
            }
        }
    };
}

/// Goes on if this holds.
pub(super) const fn need(holds: bool, otherwise: Refusal) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(otherwise) }
}
