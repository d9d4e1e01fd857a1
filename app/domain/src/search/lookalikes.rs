//! Letters of one alphabet that look like those of the other, and get typed or scanned for them.

use std::borrow::Cow;

use unicode_normalization::{
    UnicodeNormalization,
    char::{decompose_canonical, is_combining_mark},
};

/// A Cyrillic letter and the Latin one that looks like it, in the case in which they do.
const ALIKE: [(char, char); 26] = [
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Ѕ', 'S'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('а', 'a'),
    ('е', 'e'),
    ('і', 'i'),
    ('ј', 'j'),
    ('к', 'k'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('ѕ', 's'),
    ('у', 'y'),
    ('х', 'x'),
];

/// A word whose letters all belong to one alphabet, where a single one was meant.
///
/// `Кovács` with a Cyrillic `К` is `Kovács`, `Шeвчeнкo` with Latin `e` and `o` is `Шевченко`.
/// The letters that stand in one alphabet only, their accents apart, decide; where both alphabets have some, or
/// neither has, nothing is changed. What is changed comes composed.
pub(super) fn in_one_alphabet(word: &str) -> Cow<'_, str> {
    let mut own = (false, false);
    let mut strays = (false, false);
    for letter in word.chars() {
        decompose_canonical(letter, |part| {
            let (latin, cyrillic) = (latin_of(part).is_some(), cyrillic_of(part).is_some());
            own.0 |= is_slavic(part) && !latin;
            own.1 |= is_latin(part) && !cyrillic;
            strays.0 |= cyrillic;
            strays.1 |= latin;
        });
    }
    let replace: fn(char) -> Option<char> = match (own, strays) {
        ((true, false), (true, _)) => cyrillic_of,
        ((false, true), (_, true)) => latin_of,
        _ => return Cow::Borrowed(word),
    };
    let replaced = word.nfd().map(|letter| replace(letter).unwrap_or(letter));
    Cow::Owned(replaced.nfc().collect())
}

/// The Latin letter that a Cyrillic one looks like.
pub(super) fn latin_of(letter: char) -> Option<char> {
    let place = (letter as usize).checked_sub(CYRILLIC as usize)?;
    LATIN_OF.get(place).copied().flatten()
}

fn cyrillic_of(letter: char) -> Option<char> {
    CYRILLIC_OF.get(letter as usize).copied().flatten()
}

/// Where the Cyrillic letters begin.
const CYRILLIC: char = '\u{400}';

/// [`ALIKE`] by the Cyrillic letter.
static LATIN_OF: [Option<char>; 0x60] = {
    let (mut table, mut place) = ([None; 0x60], 0);
    while place < ALIKE.len() {
        let (cyrillic, latin) = ALIKE[place];
        table[cyrillic as usize - CYRILLIC as usize] = Some(latin);
        place += 1;
    }
    table
};

/// [`ALIKE`] by the Latin letter.
static CYRILLIC_OF: [Option<char>; 0x80] = {
    let (mut table, mut place) = ([None; 0x80], 0);
    while place < ALIKE.len() {
        let (cyrillic, latin) = ALIKE[place];
        table[latin as usize] = Some(cyrillic);
        place += 1;
    }
    table
};

/// Whether a letter is Cyrillic.
pub(super) fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{52f}') && !is_combining_mark(letter)
}

/// Whether a letter is Cyrillic, and of an alphabet that names are romanised from.
const fn is_slavic(letter: char) -> bool {
    matches!(letter, 'Ѐ'..='џ' | 'Ґ' | 'ґ')
}

/// Whether a letter is Latin, accented ones among them.
fn is_latin(letter: char) -> bool {
    let other =
        |letter| matches!(letter, 'À'..='ʯ' | 'Ḁ'..='ỿ' | 'Ⱡ'..='Ɀ' | '\u{a720}'..='\u{a7ff}');
    letter.is_ascii_alphabetic() || (letter.is_alphabetic() && other(letter))
}

#[cfg(test)]
mod tests {
    use super::in_one_alphabet;

    #[test]
    fn strays_join_the_alphabet_of_the_others() {
        assert_eq!(in_one_alphabet("Шeвчeнкo"), "Шевченко");
        assert_eq!(in_one_alphabet("Коvács"), "Kovács");
        assert_eq!(in_one_alphabet("Iванна"), "Іванна");
    }

    #[test]
    fn words_in_one_alphabet_stay_as_they_are() {
        for word in ["Шевченко", "Kovács", "РОМА", "POMA", "", "Дюla", "12"] {
            assert_eq!(in_one_alphabet(word), word);
        }
    }
}
