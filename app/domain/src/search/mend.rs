//! Slips that spoil more than one sound.
//!
//! A slip inside the letters of one sound can change how everything else is read: without its second
//! `c`, `Schewtshenko` is no German any more, and `Kravtchoku` no French. Then the sounds of what was
//! typed tell little of those that were meant, and each likely slip is mended before it is read; an
//! unlikely one is when the likely ones lead to nobody who is sure.

use std::collections::BTreeSet;

use super::{
    accents::with_lost_accents,
    candidates::SOUND_WITH_SLIP_MIN,
    canonical::in_latin,
    edit::{beside, within_one_edit},
    lookalikes::is_cyrillic,
    sound::{plain_sounds, slavic_sound},
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
/// that are found by a slip in its own sounds: accents that got lost, neighbours that changed places, a letter
/// missing among those that stand together for one sound, or between two equal ones, which are a
/// single one in sounds, and a letter instead of the one beside it on the keyboard.
pub(super) fn mended(typed: &str) -> Vec<String> {
    let Some(letters) = Letters::of(typed) else {
        return Vec::new();
    };
    let mut sounds = Sounds::beside(plain_sounds(typed));
    for word in with_lost_accents(typed) {
        sounds.add_sound(slavic_sound(&word));
    }
    for word in letters.transposed().filter(|_| !letters.cyrillic) {
        sounds.add(&word);
    }
    for at in 0..letters.signs.len() {
        for letter in letters.missing(at).chars() {
            sounds.add(&letters.with(at, letter));
        }
    }
    for at in (0..letters.signs.len()).filter(|_| !letters.cyrillic) {
        for letter in beside(letters.signs[at]) {
            sounds.add(&letters.instead(at, letter));
        }
    }
    sounds.found
}

/// The same for slips that are less likely: any letter too many, and any letter instead of one of
/// those that stand together for one sound, or missing beside one.
pub(super) fn mended_far(typed: &str) -> BTreeSet<String> {
    let Some(letters) = Letters::of(typed).filter(|letters| !letters.cyrillic) else {
        return BTreeSet::new();
    };
    let mut sounds = Sounds::beside(Vec::new());
    let last = letters.signs.len();
    for at in (0..=last).filter(|at| letters.is_beside_several(*at, *at)) {
        for letter in SEVERAL.chars() {
            sounds.add(&letters.with(at, letter));
        }
    }
    for at in 0..last {
        sounds.add(&letters.without(at));
    }
    for at in (0..last).filter(|at| letters.is_beside_several(*at, at + 1)) {
        for letter in SEVERAL.chars() {
            sounds.add(&letters.instead(at, letter));
        }
    }
    sounds.found.into_iter().collect()
}

/// Sounds, each once.
struct Sounds {
    /// Those of the word itself: what is one slip apart from them is found without being mended.
    own: Vec<String>,
    found: Vec<String>,
}

impl Sounds {
    const fn beside(own: Vec<String>) -> Self {
        let found = Vec::new();
        Self { own, found }
    }

    fn add(&mut self, word: &str) {
        for sound in plain_sounds(word) {
            self.add_sound(sound);
        }
    }

    fn add_sound(&mut self, sound: String) {
        let long = |own: &&String| own.len() >= SOUND_WITH_SLIP_MIN;
        let mut long = self.own.iter().filter(long);
        if !long.any(|own| within_one_edit(own, &sound)) && !self.found.contains(&sound) {
            self.found.push(sound);
        }
    }
}

/// The letters of a word that was typed, and what a slip of the finger would have made of them.
struct Letters {
    signs: Vec<char>,
    cyrillic: bool,
}

impl Letters {
    /// `None` where there are too few, or too many.
    fn of(typed: &str) -> Option<Self> {
        let signs: Vec<char> = in_latin(typed).chars().collect();
        let cyrillic = typed.chars().any(is_cyrillic);
        LETTERS
            .contains(&signs.len())
            .then_some(Self { signs, cyrillic })
    }

    fn with(&self, at: usize, letter: char) -> String {
        let (before, behind) = self.signs.split_at(at);
        before.iter().chain([&letter]).chain(behind).collect()
    }

    fn without(&self, at: usize) -> String {
        let (before, behind) = self.signs.split_at(at);
        before.iter().chain(&behind[1..]).collect()
    }

    fn instead(&self, at: usize, letter: char) -> String {
        let (before, behind) = self.signs.split_at(at);
        before.iter().chain([&letter]).chain(&behind[1..]).collect()
    }

    /// Each two neighbours in each other's place.
    fn transposed(&self) -> impl Iterator<Item = String> {
        (1..self.signs.len()).map(|at| {
            let mut signs = self.signs.clone();
            signs.swap(at - 1, at);
            signs.into_iter().collect()
        })
    }

    fn is_one_of(&self, at: Option<usize>, signs: &str) -> bool {
        let letter = at.and_then(|at| self.signs.get(at));
        letter.is_some_and(|letter| signs.contains(*letter))
    }

    /// Whether a letter stands together with others in front of the first place, or at the second.
    fn is_beside_several(&self, first: usize, second: usize) -> bool {
        self.is_one_of(first.checked_sub(1), SEVERAL) || self.is_one_of(Some(second), SEVERAL)
    }

    /// What can be missing in front of a place.
    fn missing(&self, at: usize) -> &'static str {
        let before = at.checked_sub(1);
        let both = |signs| self.is_one_of(before, signs) && self.is_one_of(Some(at), signs);
        if both("ijy") {
            CONSONANTS
        } else if before.is_some_and(|before| self.signs.get(before) == self.signs.get(at)) {
            if self.is_one_of(before, VOWELS) {
                CONSONANTS
            } else {
                VOWELS
            }
        } else if !self.cyrillic && both(SEVERAL) {
            SEVERAL
        } else {
            ""
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{mended, mended_far};

    fn mends(typed: &str, sound: &str) {
        let mended = mended(typed);
        assert!(mended.iter().any(|own| own == sound), "{typed} {mended:?}");
    }

    fn mends_far(typed: &str, sound: &str) {
        assert!(!mended(typed).iter().any(|own| own == sound), "{typed}");
        let far = mended_far(typed);
        assert!(far.iter().any(|own| own == sound), "{typed} {far:?}");
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
    fn lost_accents_are_mended() {
        mends("zerebcyk", "xerebqik");
        mends("synycyc", "siniqiq");
    }

    #[test]
    fn less_likely_slips_are_mended_far() {
        mends_far("andrwouchtchenko", "andruxenko");
        mends_far("jatscwminez", "iaqminec");
        mends_far("netscnyporenko", "neqiporenko");
    }

    #[test]
    fn few_sounds_are_looked_for() {
        for typed in ["ivanenko", "shevchenko", "schewtschenko", "Шевченко"] {
            let count = mended(typed).len();
            assert!(count < 40, "{typed} {count}");
            let far = mended_far(typed).len();
            assert!(far < 160, "{typed} {far}");
        }
    }
}
