use serde::{Deserialize, Serialize};

/// A case number that can be read over the phone, `K7M-4PX-9`.
///
/// Seventeen signs that neither look nor sound alike; six of them are random and say nothing about
/// the person, the seventh is a check sign that finds any single wrong sign and any two neighbours
/// that changed places.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseNumber(String);

const SIGNS: &[u8; 17] = b"23456789CFKMPRWXY";
const RANDOM_SIGNS: usize = 6;

impl CaseNumber {
    /// How many numbers there are.
    pub const COUNT: u64 = 17_u64.pow(6);

    /// The number that belongs to a random value; every value below [`Self::COUNT`] has its own.
    pub fn from_random(random: u64) -> Self {
        let mut rest = random % Self::COUNT;
        let mut places = [0_u8; RANDOM_SIGNS];
        for place in &mut places {
            *place = (rest % 17) as u8;
            rest /= 17;
        }
        Self::from_places(places)
    }

    /// Reads a number as people type it: any case, with or without dashes and spaces.
    ///
    /// `None` when a sign cannot occur or the check sign does not fit.
    pub fn parse(typed: &str) -> Option<Self> {
        let signs: Vec<u8> = typed
            .chars()
            .filter(|sign| !sign.is_whitespace() && *sign != '-')
            .map(|sign| place_of(sign.to_ascii_uppercase()))
            .collect::<Option<_>>()?;
        let (places, check) = signs.split_at_checked(RANDOM_SIGNS)?;
        let places: [u8; RANDOM_SIGNS] = places.try_into().ok()?;
        (check == [check_place(places)]).then(|| Self::from_places(places))
    }

    /// The number as text, `K7M-4PX-9`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn from_places(places: [u8; RANDOM_SIGNS]) -> Self {
        let mut text = String::with_capacity(RANDOM_SIGNS + 3);
        for (index, place) in places.iter().enumerate() {
            if index == 3 {
                text.push('-');
            }
            text.push(sign_of(*place));
        }
        text.push('-');
        text.push(sign_of(check_place(places)));
        Self(text)
    }
}

fn sign_of(place: u8) -> char {
    char::from(SIGNS[usize::from(place) % SIGNS.len()])
}

fn place_of(sign: char) -> Option<u8> {
    let place = SIGNS.iter().position(|known| char::from(*known) == sign)?;
    u8::try_from(place).ok()
}

/// The weighted sum modulo 17, a prime: weights 1 to 6 are distinct and none is zero.
fn check_place(places: [u8; RANDOM_SIGNS]) -> u8 {
    let sum: u32 = (1_u32..)
        .zip(places)
        .map(|(weight, place)| weight * u32::from(place))
        .sum();
    (sum % 17) as u8
}

impl core::fmt::Display for CaseNumber {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for CaseNumber {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| "not a case number".to_owned())
    }
}

impl From<CaseNumber> for String {
    fn from(number: CaseNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_number_reads_back_however_it_is_typed(random in 0..CaseNumber::COUNT) {
            let number = CaseNumber::from_random(random);
            prop_assert_eq!(CaseNumber::parse(number.as_str()), Some(number.clone()));
            let typed = number.as_str().replace('-', " ").to_lowercase();
            prop_assert_eq!(CaseNumber::parse(&typed), Some(number));
        }

        #[test]
        fn one_wrong_sign_is_found(random in 0..CaseNumber::COUNT, at in 0..9_usize, other in 0..17_usize) {
            let number = CaseNumber::from_random(random).0;
            let mut signs: Vec<char> = number.chars().collect();
            let wrong = char::from(SIGNS[other]);
            prop_assume!(signs[at] != '-' && signs[at] != wrong);
            signs[at] = wrong;
            prop_assert_eq!(CaseNumber::parse(&signs.iter().collect::<String>()), None);
        }

        #[test]
        fn swapped_neighbours_are_found(random in 0..CaseNumber::COUNT, at in 0..5_usize) {
            let number = CaseNumber::from_random(random).0.replace('-', "");
            let mut signs: Vec<char> = number.chars().collect();
            prop_assume!(signs[at] != signs[at + 1]);
            signs.swap(at, at + 1);
            prop_assert_eq!(CaseNumber::parse(&signs.iter().collect::<String>()), None);
        }

        #[test]
        fn nothing_that_is_typed_breaks_it(typed in ".{0,40}") {
            let _ = CaseNumber::parse(&typed);
        }
    }

    #[test]
    fn different_random_values_give_different_numbers() {
        let numbers: std::collections::BTreeSet<_> =
            (0..5000).map(CaseNumber::from_random).collect();
        assert_eq!(numbers.len(), 5000);
    }
}
