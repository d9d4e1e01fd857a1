//! Slips of the finger.

use super::people::Draw;

/// What stands beside a letter on a keyboard.
const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Which slip it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slip {
    Omission,
    Doubling,
    Transposition,
    Neighbour,
}

impl Slip {
    pub(super) const ALL: [Self; 4] = [
        Self::Omission,
        Self::Doubling,
        Self::Transposition,
        Self::Neighbour,
    ];

    /// The word with this slip somewhere.
    pub(super) fn make(self, draw: &mut Draw, word: &str) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        let at = draw.below(letters.len());
        match self {
            Self::Omission => drop(letters.remove(at)),
            Self::Doubling => letters.insert(at, letters[at]),
            Self::Transposition => {
                let at = at.min(letters.len().saturating_sub(2));
                letters.swap(at, at + 1);
            }
            Self::Neighbour => {
                let row = ROWS.iter().find(|row| row.contains(letters[at]));
                let row: Vec<char> = row.map_or(Vec::new(), |row| row.chars().collect());
                if let Some(place) = row.iter().position(|letter| *letter == letters[at]) {
                    letters[at] = row[if place == 0 { 1 } else { place - 1 }];
                }
            }
        }
        letters.into_iter().collect()
    }
}
