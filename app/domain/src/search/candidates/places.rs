use crate::search::{
    Halves, Query, QueryWord,
    edit::{LETTERS_WITH_SLIP_MIN, edited, ending_of, has_letters_for_slip, middle},
    is_variant, reversed,
};

/// The fewest signs of a sound that another one may begin with.
pub(crate) const SOUND_BEGINNING_MIN: usize = 4;
/// The fewest signs of a sound that is looked for with a slip.
pub(crate) const SOUND_WITH_SLIP_MIN: usize = LETTERS_WITH_SLIP_MIN + 1;

/// Endings of very many names, in sounds.
const SOUND_ENDINGS: [&str; 12] = [
    "enko", "qenko", "quk", "iuk", "uk", "ski", "ska", "ivski", "ivska", "oviq", "ivna", "ovna",
];

/// The most letters of a word of which every slip is looked up.
const SHORT_MAX: usize = 5;

/// Part of an ordered list: from the first text on, up to before the second.
pub type Range = (String, String);

/// Where the words of a vocabulary stand that typed words may mean. Too much, never too little:
/// [`Meant::of`](super::Meant::of) looks at each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Among the words: those that begin so, or are so.
    pub words: Vec<Range>,
    /// Among the words: those that may be a slip apart.
    pub halves: Vec<Range>,
    /// The same among the words from their end.
    pub reversed_halves: Vec<Range>,
    /// Among the sounds: those that are so, or begin so.
    pub sounds: Vec<Range>,
    /// Among the sounds: those that may be a slip apart.
    pub sound_halves: Vec<Range>,
    /// The same among the sounds from their end.
    pub reversed_sound_halves: Vec<Range>,
}

impl Places {
    /// The places of every word that leads to persons.
    pub fn of(query: &Query) -> Self {
        let mut places = Self::default();
        let several = query.needed().nth(1).is_some();
        for word in query.needed() {
            places.add(word);
            if several {
                places.add_short(word);
            }
            if query.loose {
                places.add_far(word);
            }
        }
        for ranges in [
            &mut places.words,
            &mut places.halves,
            &mut places.reversed_halves,
            &mut places.sounds,
            &mut places.sound_halves,
            &mut places.reversed_sound_halves,
        ] {
            ranges.sort();
            ranges.dedup();
        }
        places
    }

    fn add(&mut self, word: &QueryWord) {
        for key in word.keys() {
            self.words.push(if key.chars().nth(1).is_some() {
                beginning(key)
            } else {
                only(key)
            });
        }
        for halves in word.halves() {
            self.halves.push(beginning(&halves.first));
            self.reversed_halves.push(beginning(&halves.last_reversed));
            self.words
                .extend(halves.swapped.iter().map(|word| only(word)));
        }
        for sound in word.sounds() {
            self.sounds.push(if may_begin(sound) {
                beginning(sound)
            } else {
                only(sound)
            });
            self.add_halves_of_sound(sound);
        }
        self.sounds
            .extend(word.mended.iter().map(|sound| only(sound)));
    }

    /// Where the words stand that are a slip apart from one that is too short for halves.
    fn add_short(&mut self, word: &QueryWord) {
        for key in word.keys().filter(|key| key.chars().nth(1).is_some()) {
            if !has_letters_for_slip(key) {
                self.words.extend(edited(key).iter().map(|word| only(word)));
            }
        }
        for sound in word.short_sounds() {
            self.sounds
                .extend(edited(sound).iter().map(|sound| only(sound)));
        }
    }

    /// Where the words stand that are further off: those that begin or end alike, of short ones each
    /// single word, and those that sound like less likely slips mended.
    fn add_far(&mut self, word: &QueryWord) {
        let mended = word.mended_far.iter().map(|sound| only(sound));
        self.sounds.extend(mended);
        for key in word.keys().filter(|key| key.chars().count() > SHORT_MAX) {
            self.halves.push(beginning(&first_signs(key, 2)));
            let end = first_signs(&reversed(key), 3);
            self.reversed_halves.push(beginning(&end));
        }
        let sounds = word.sounds().filter(|sound| !is_variant(sound));
        for sound in sounds.filter(|sound| sound.chars().count() >= SHORT_MAX) {
            self.sound_halves.push(beginning(&first_signs(sound, 2)));
            let end = first_signs(&reversed(sound), 3);
            self.reversed_sound_halves.push(beginning(&end));
        }
        for key in word.keys().filter(|key| key.chars().count() <= SHORT_MAX) {
            self.words.extend(edited(key).iter().map(|word| only(word)));
        }
        let sounds = word.sounds().filter(|sound| !is_variant(sound));
        for sound in sounds.filter(|sound| sound.chars().count() < SHORT_MAX) {
            self.sounds
                .extend(edited(sound).iter().map(|sound| only(sound)));
        }
    }

    fn add_halves_of_sound(&mut self, sound: &str) {
        if let Some(halves) = halves_of_sound(sound) {
            self.sound_halves.push(beginning(&halves.first));
            let last = beginning(&halves.last_reversed);
            self.reversed_sound_halves.push(last);
            self.sounds
                .extend(halves.swapped.iter().map(|sound| only(sound)));
        }
    }
}

/// Whether a sound is long enough to be the beginning of another one.
pub(crate) fn may_begin(sound: &str) -> bool {
    !is_variant(sound) && sound.chars().count() >= SOUND_BEGINNING_MIN
}

/// The halves of a sound, each sign of which is one letter; `None` when it is too short.
pub(crate) fn halves_of_sound(sound: &str) -> Option<Halves> {
    let signs: Vec<char> = sound.chars().collect();
    if is_variant(sound) || signs.len() < SOUND_WITH_SLIP_MIN {
        return None;
    }
    let middle = middle(signs.len(), ending_of(sound, &SOUND_ENDINGS).len());
    let mut swapped = signs.clone();
    swapped.swap(middle - 1, middle);
    let text = |signs: &[char]| signs.iter().collect::<String>();
    Some(Halves {
        first: text(&signs[..middle]),
        last_reversed: reversed(&text(&signs[middle..])),
        swapped: vec![text(&swapped)],
    })
}

fn first_signs(text: &str, signs: usize) -> String {
    text.chars().take(signs).collect()
}

fn beginning(text: &str) -> Range {
    (text.to_owned(), format!("{text}\u{10ffff}"))
}

/// The text itself: no key has a sign that stands so far in front.
fn only(text: &str) -> Range {
    (text.to_owned(), format!("{text}\u{1}"))
}
