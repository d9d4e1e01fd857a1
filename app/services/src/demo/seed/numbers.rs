use std::collections::HashSet;

use domain::cases::CaseNumber;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Half of the bits in which every case number can be counted: 2^26 is above 17^6.
const HALF_BITS: u32 = 13;
const HALF: u32 = (1 << HALF_BITS) - 1;

/// Every case number in an order that looks like chance: each place has its own number, and none
/// has to be remembered.
pub(super) struct Numbers {
    keys: [u32; 4],
    taken: HashSet<String>,
    places: u64,
}

impl Numbers {
    /// Numbers for so many places, none of them taken.
    pub(super) fn new(seed: u64, places: u32, taken: HashSet<String>) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(u64::MAX);
        Self {
            keys: rng.random(),
            taken,
            places: u64::from(places.max(1)),
        }
    }

    /// The number of a place.
    pub(super) fn at(&self, place: u32) -> CaseNumber {
        let mut at = u64::from(place);
        loop {
            let number = CaseNumber::from_random(self.shuffled(at));
            // Places behind the last belong to nobody else.
            at += self.places;
            if at >= CaseNumber::COUNT || !self.taken.contains(number.as_str()) {
                return number;
            }
        }
    }

    /// A Feistel network permutes the power of two; what is beyond the numbers walks on.
    fn shuffled(&self, place: u64) -> u64 {
        let mut value = u32::try_from(place % CaseNumber::COUNT).unwrap_or(0);
        loop {
            let (mut left, mut right) = (value >> HALF_BITS, value & HALF);
            for key in self.keys {
                let mixed = (right ^ key).wrapping_mul(0x9e37_79b1).rotate_right(15);
                let mixed = mixed.wrapping_mul(0x85eb_ca6b) >> 11;
                (left, right) = (right, left ^ (mixed & HALF));
            }
            value = (left << HALF_BITS) | right;
            if u64::from(value) < CaseNumber::COUNT {
                return u64::from(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_places_have_the_same_number() {
        let numbers = Numbers::new(7, 300_000, HashSet::new());
        let drawn: HashSet<_> = (0..300_000).map(|place| numbers.at(place)).collect();
        assert_eq!(drawn.len(), 300_000);
    }

    #[test]
    fn taken_numbers_stay_with_whoever_has_them() {
        let places = 2000;
        let free = Numbers::new(7, places, HashSet::new());
        let taken: HashSet<_> = (0..places)
            .step_by(3)
            .map(|at| free.at(at).to_string())
            .collect();
        let numbers = Numbers::new(7, places, taken.clone());
        let drawn: HashSet<_> = (0..places).map(|at| numbers.at(at).to_string()).collect();
        assert_eq!(drawn.len(), places as usize);
        assert!(drawn.is_disjoint(&taken));
    }
}
