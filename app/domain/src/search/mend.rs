//! Slips that spoil more than one sound.
//!
//! A slip inside the letters of one sound can change how everything else is read: without its second
//! `c`, `Schewtshenko` is no German any more, and `Kravtchoku` no French. Then the sounds of what was
//! typed tell little of those that were meant, and each likely slip is mended before it is read.

use super::{
    candidates::SOUND_WITH_SLIP_MIN,
    canonical::in_latin,
    edit::{beside, within_one_edit},
    lookalikes::is_cyrillic,
    sound::plain_sounds,
};

/// The fewest letters of a word that is mended, and the most.
const LETTERS: core::ops::RangeInclusive<usize> = 4..=24;
/// What can be missing between two letters of the sound of `i`.
const CONSONANTS: &str = "bcdfghklmnprstvz";
/// What can be missing between two equal consonants.
const VOWELS: &str = "aeiouy";
/// Letters of which the spellings put several together for one sound.
const SEVERAL: &str = "chstz";

/// The sounds of what can have been meant by a word that was typed, the likeliest first, without those
/// that are found by a slip in its own sounds: neighbours that changed places, a letter instead of the one beside it on
/// the keyboard, a letter missing among those that stand together for one sound, or between two equal
/// ones, which are a single one in sounds.
pub(super) fn mended(typed: &str) -> Vec<String> {
    let letters: Vec<char> = in_latin(typed).chars().collect();
    if !LETTERS.contains(&letters.len()) {
        return Vec::new();
    }
    let cyrillic = typed.chars().any(is_cyrillic);
    let own = plain_sounds(typed);
    let mut mended: Vec<String> = Vec::new();
    let mut add = |letters: &[char]| {
        let text: String = letters.iter().collect();
        for sound in plain_sounds(&text) {
            let long = own.iter().filter(|own| own.len() >= SOUND_WITH_SLIP_MIN);
            let near = long.into_iter().any(|own| within_one_edit(own, &sound));
            if !near && !mended.contains(&sound) {
                mended.push(sound);
            }
        }
    };
    let missing = |at: usize| {
        let is = |at: Option<usize>, signs: &str| {
            let letter = at.and_then(|at| letters.get(at));
            letter.is_some_and(|letter| signs.contains(*letter))
        };
        let before = at.checked_sub(1);
        if is(before, "ijy") && is(Some(at), "ijy") {
            CONSONANTS
        } else if before.is_some_and(|before| letters.get(before) == letters.get(at)) {
            if is(before, VOWELS) {
                CONSONANTS
            } else {
                VOWELS
            }
        } else if !cyrillic && (is(before, SEVERAL) && is(Some(at), SEVERAL)) {
            SEVERAL
        } else {
            ""
        }
    };
    let places = 0..letters.len();
    for at in places.clone().skip(1).filter(|_| !cyrillic) {
        let mut other = letters.clone();
        other.swap(at - 1, at);
        add(&other);
    }
    for at in places.clone() {
        for letter in missing(at).chars() {
            let mut longer = letters.clone();
            longer.insert(at, letter);
            add(&longer);
        }
    }
    for at in places.filter(|_| !cyrillic) {
        let mut other = letters.clone();
        for letter in beside(letters[at]) {
            other[at] = letter;
            add(&other);
        }
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::mended;

    fn mends(typed: &str, sound: &str) {
        let mended = mended(typed);
        assert!(mended.iter().any(|own| own == sound), "{typed} {mended:?}");
    }

    #[test]
    fn slips_within_a_sound_are_mended() {
        mends("schewtshcenko", "xevqenko");
        mends("kravtchoku", "kravquk");
        mends("hontscahrenko", "honqarenko");
        mends("pyyp", "pilip");
        mends("ttarcsuk", "tatarquk");
        mends("smaak", "xmatak");
    }

    #[test]
    fn few_sounds_are_looked_for() {
        for typed in ["ivanenko", "shevchenko", "schewtschenko", "Шевченко"] {
            let count = mended(typed).len();
            assert!(count < 40, "{typed} {count}");
        }
    }
}
