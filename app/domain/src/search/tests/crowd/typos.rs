//! Slips of the finger.

use super::people::Draw;

/// What stands beside a letter on a keyboard.
const ROWS: [&str; 6] = [
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхї",
    "фівапролджє",
    "ячсмитьбю",
];

/// The letters of both alphabets.
const ALPHABETS: [&str; 2] = [
    "abcdefghijklmnopqrstuvwxyz",
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
];

/// Which slip it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slip {
    Omission,
    Doubling,
    Transposition,
    Neighbour,
    AnyMore,
    AnyOther,
}

impl Slip {
    pub(super) const ALL: [Self; 6] = [
        Self::Omission,
        Self::Doubling,
        Self::Transposition,
        Self::Neighbour,
        Self::AnyMore,
        Self::AnyOther,
    ];

    /// The word with this slip somewhere, so that it is another one.
    pub(super) fn make(self, draw: &mut Draw, word: &str) -> String {
        let tries = core::iter::repeat_with(|| self.once(draw, word));
        let mut tries = tries.take(100).skip_while(|made| made == word);
        tries.next().unwrap_or_else(|| word.to_owned())
    }

    fn once(self, draw: &mut Draw, word: &str) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        let at = draw.below(letters.len());
        let any = |draw: &mut Draw| {
            let has_cyrillic = ALPHABETS[1].chars().any(|letter| letters.contains(&letter));
            let alphabet: Vec<char> = ALPHABETS[usize::from(has_cyrillic)].chars().collect();
            alphabet[draw.below(alphabet.len())]
        };
        match self {
            Self::AnyMore => letters.insert(at, any(draw)),
            Self::AnyOther => letters[at] = any(draw),
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
                    let right = place == 0 || place + 1 < row.len() && draw.below(2) == 0;
                    letters[at] = row[if right { place + 1 } else { place - 1 }];
                }
            }
        }
        letters.into_iter().collect()
    }
}
