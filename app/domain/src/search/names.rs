use super::{
    canonical::{in_latin, is_apostrophe, key_of},
    sound::sounds_of,
};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The most characters of a name that are looked at.
const NAME_CHARS_MAX: usize = 500;
/// The most words of one name.
const WORDS_MAX: usize = 30;

/// What stands before or behind a name without belonging to it: `Dr. Szabó`, `özv. Kis Jánosné`,
/// `ifj. Nagy Pál`.
const TITLES: [&str; 5] = ["dr", "prof", "ifj", "özv", "ozv"];
/// The same, only with a point: `id. Nagy Pál`.
const TITLES_WITH_POINT: [&str; 1] = ["id"];

/// One word of a name, as it is kept and compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameWord {
    /// Its key, see [`canonical`](super::canonical).
    pub word: String,
    /// What it sounds like, see [`sounds`](super::sounds).
    pub sounds: Vec<String>,
}

impl NameWord {
    /// The word as somebody wrote it; `None` when it has no letter.
    pub fn of(written: &str) -> Option<Self> {
        let latin = in_latin(written);
        let word = key_of(&latin);
        (!word.is_empty()).then(|| Self {
            word,
            sounds: sounds_of(written, &latin),
        })
    }
}

/// The words of a name, of any part of it, in any order; none twice.
///
/// - Hyphens part words, apostrophes do not: `Коваль-Ярошенко` has two, `Лук’янчук` one.
/// - A married name with `-né` gives the husband's name as well: `Kovácsné` has `kovacsne` and
///   `kovacs`, `Istvánné` has `istvanne` and `istvan`.
/// - Titles (`Dr.`, `özv.`, `ifj.`, `id.`) are left out, unless there is nothing else.
/// - Initials and particles are words like all others. What a search makes of them says
///   [`Query`](super::Query).
pub fn words_of_name(text: &str) -> Vec<NameWord> {
    let mut words: Vec<NameWord> = Vec::new();
    for written in without_titles(written_words(text), |word| word.title) {
        for form in forms(written.text) {
            add_form(&mut words, form);
        }
    }
    words
}

/// A word as it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written<'a> {
    pub(super) text: &'a str,
    pub(super) title: bool,
}

/// The words of a text as they are written.
pub(super) fn written_words(text: &str) -> Vec<Written<'_>> {
    let end = text.char_indices().nth(NAME_CHARS_MAX);
    let text = &text[..end.map_or(text.len(), |(at, _)| at)];
    text.split(|sign: char| !(belongs_to_word(sign) || sign == '.'))
        .flat_map(|piece| piece.split_inclusive('.'))
        .filter_map(|piece| {
            let bare = piece.trim_end_matches('.');
            let title = is_title(bare, piece);
            let is_word = bare.chars().any(char::is_alphanumeric);
            is_word.then_some(Written { text: bare, title })
        })
        .collect()
}

/// The words without titles, unless there is nothing else.
pub(super) fn without_titles<T>(words: Vec<T>, is_title: impl Fn(&T) -> bool) -> Vec<T> {
    let (titles, names): (Vec<T>, Vec<T>) = words.into_iter().partition(is_title);
    if names.is_empty() { titles } else { names }
}

/// A word as it is written, and the husband's name in it.
pub(super) fn forms(written: &str) -> Vec<NameWord> {
    let husband = name_of_husband(written).and_then(NameWord::of);
    NameWord::of(written).into_iter().chain(husband).collect()
}

fn belongs_to_word(sign: char) -> bool {
    sign.is_alphanumeric() || is_combining_mark(sign) || is_apostrophe(sign)
}

fn is_title(bare: &str, written: &str) -> bool {
    // Most names begin with another letter.
    if !bare.starts_with(['d', 'D', 'p', 'P', 'i', 'I', 'ö', 'Ö', 'o', 'O']) {
        return false;
    }
    let lower: String = bare.nfc().flat_map(char::to_lowercase).take(5).collect();
    let title = lower.as_str();
    TITLES.contains(&title) || (written.ends_with('.') && TITLES_WITH_POINT.contains(&title))
}

/// `Kovács` in `Kovácsné`, `Varga` in `Vargáné`, also where the accent was not typed. `René` and
/// `Anne` are too short to have a name in them.
fn name_of_husband(written: &str) -> Option<&str> {
    let lower = written.to_lowercase();
    let stem_letters = |ending: &str| {
        let stem = lower.strip_suffix(ending)?;
        Some(stem.chars().filter(|sign| sign.is_alphabetic()).count())
    };
    let with_accent = ["né", "ne\u{301}"]
        .into_iter()
        .find(|ending| stem_letters(ending).is_some_and(|letters| letters >= 3));
    let ending = with_accent.or_else(|| {
        let long = stem_letters("ne").is_some_and(|letters| letters >= 4);
        long.then_some("ne")
    })?;
    let signs = written
        .chars()
        .count()
        .checked_sub(ending.chars().count())?;
    let end = written.char_indices().nth(signs).map(|(at, _)| at)?;
    written.get(..end)
}

/// Adds a word, or its sounds to those of the same word.
pub(super) fn add_form(words: &mut Vec<NameWord>, form: NameWord) {
    let Some(known) = words.iter_mut().find(|known| known.word == form.word) else {
        if words.len() < WORDS_MAX {
            words.push(form);
        }
        return;
    };
    for sound in form.sounds {
        if !known.sounds.contains(&sound) {
            known.sounds.push(sound);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words_of_name;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use std::collections::BTreeSet;

    fn words(text: &str) -> Vec<String> {
        words_of_name(text)
            .into_iter()
            .map(|word| word.word)
            .collect()
    }

    #[test]
    fn names_part_at_spaces_and_hyphens_and_not_at_apostrophes() {
        assert_eq!(
            words("Коваль-Ярошенко Лук’яна"),
            ["koval", "iaroshenko", "lukiana"]
        );
        assert_eq!(words("O'Brien, Mary–Jane"), ["obrien", "mari", "iane"]);
        assert_eq!(words("  "), [""; 0]);
        assert_eq!(words("Коваль Koval"), ["koval"]);
    }

    #[test]
    fn married_names_give_the_husbands_too() {
        assert_eq!(
            words("Kovácsné Nagy Mária"),
            ["kovacsne", "kovacs", "nagi", "maria"]
        );
        assert_eq!(words("Kovács Istvánné"), ["kovacs", "istvanne", "istvan"]);
        assert_eq!(words("Vargáné"), ["vargane", "varga"]);
        assert_eq!(words("VARGANE"), ["vargane", "varga"]);
        assert_eq!(
            words("René Anne Irénné"),
            ["rene", "anne", "irenne", "iren"]
        );
    }

    #[test]
    fn titles_are_left_out_where_there_is_a_name() {
        assert_eq!(words("özv. dr. Kis Jánosné"), ["kis", "ianosne", "ianos"]);
        assert_eq!(words("ifj. Nagy Pál"), ["nagi", "pal"]);
        assert_eq!(words("Id.Szabó J."), ["szabo", "i"]);
        assert_eq!(words("Dr"), ["dr"]);
        assert_eq!(words("Id Szabó"), ["id", "szabo"]);
    }

    #[test]
    fn a_very_long_name_is_cut() {
        assert!(words_of_name(&"Анна Інна ".repeat(1000)).len() == 2);
        assert!(words_of_name(&"é".repeat(5000))[0].word.len() <= 500);
    }

    proptest! {
        #[test]
        fn any_text_has_words(text in "\\PC{0,80}") {
            for word in words_of_name(&text) {
                prop_assert!(!word.word.is_empty());
                prop_assert!(!word.word.contains(' '));
            }
        }

        #[test]
        fn the_order_of_words_makes_no_difference(one in "[А-ЯЄІЇ][а-яєії]{1,9}", other in "[A-Z][a-zéő]{1,9}") {
            let there: BTreeSet<_> = words_of_name(&format!("{one} {other}")).into_iter().collect();
            let back: BTreeSet<_> = words_of_name(&format!("{other} {one}")).into_iter().collect();
            prop_assert_eq!(there, back);
        }
    }
}
