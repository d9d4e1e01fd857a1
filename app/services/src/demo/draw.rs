//! Drawing from lists: everything random in the demonstration city goes through here.

use rand::Rng;

/// One of a list, each equally likely. The list has at least one member.
pub(crate) fn pick<T: Copy>(rng: &mut impl Rng, list: &[T]) -> T {
    list[rng.random_range(0..list.len())]
}

/// One of a list by weight. At least one weight is above zero.
pub(crate) fn weighted<T: Copy>(rng: &mut impl Rng, choices: &[(T, u32)]) -> T {
    let total: u32 = choices.iter().map(|(_, weight)| weight).sum();
    let mut left = rng.random_range(0..total);
    for &(choice, weight) in choices {
        if left < weight {
            return choice;
        }
        left -= weight;
    }
    choices[choices.len() - 1].0
}

/// True in that many of a hundred cases.
pub(crate) fn chance(rng: &mut impl Rng, percent: u32) -> bool {
    rng.random_ratio(percent, 100)
}

/// A string of that many decimal digits.
pub(crate) fn digits(rng: &mut impl Rng, count: usize) -> String {
    (0..count)
        .map(|_| char::from(rng.random_range(b'0'..=b'9')))
        .collect()
}
