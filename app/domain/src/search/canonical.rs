use unicode_normalization::{
    IsNormalized, UnicodeNormalization,
    char::{decompose_canonical, is_combining_mark},
    is_nfc_quick, is_nfkc_quick,
};

use super::{
    lookalikes::{in_one_alphabet, is_cyrillic},
    romanise_ukrainian,
};

/// The key under which one word of a name is kept: the same for what differs only in script,
/// case, accents, apostrophes and the letters for the sound of `i`.
///
/// - Cyrillic becomes Latin by the table of 2010 ([`romanise_ukrainian`]), letters that only
///   Russian has included (`ё` is `e`, as most people write it, `ы` is `y`, `э` is `e`).
/// - Accents, apostrophes and soft signs fall away: `Őszi` is `oszi`, `Лук’янчук` `lukianchuk`.
/// - `y` and `j` are `i`, and several of them one: the tables of 1995 to 2010, the Russian, the
///   German and the Hungarian spelling differ in these letters more than in all others. `Юлія`,
///   `Yuliia`, `Iuliia`, `Yulia`, `Julija` and `Júlia` are all `iulia`.
/// - `w` is `v` and `x` is `ks`.
///
/// Everything else stays, so that this key is precise, and that the beginning of a name has the
/// beginning of its key, whatever comes behind: `Yul` is `iul`. Spellings that differ in more
/// than that meet in [`sounds`](super::sounds).
///
/// A key is its own key. Letters of other alphabets stay as they are, in lower case.
pub fn canonical(word: &str) -> String {
    key_of(&in_latin(word))
}

/// The same for a word [`in_latin`].
pub(super) fn key_of(latin: &str) -> String {
    let mut key = String::with_capacity(latin.len());
    for letter in latin.chars() {
        if letter.is_ascii() {
            add_to_key(&mut key, letter);
        } else {
            decompose_canonical(letter, |sign| add_to_key(&mut key, sign));
        }
    }
    key
}

fn add_to_key(key: &mut String, sign: char) {
    match sign {
        'i' | 'j' | 'y' | 'ı' if key.ends_with('i') => {}
        'j' | 'y' | 'ı' => key.push('i'),
        'w' => key.push('v'),
        'x' => key.push_str("ks"),
        'a'..='z' => key.push(sign),
        _ if is_combining_mark(sign) => {}
        'ß' => key.push_str("ss"),
        'ł' => key.push('l'),
        'đ' | 'ð' => key.push('d'),
        'ø' => key.push('o'),
        'æ' => key.push_str("ae"),
        'œ' => key.push_str("oe"),
        _ if sign.is_alphanumeric() => key.push(sign),
        _ => {}
    }
}

/// A word in lower-case Latin letters with their accents, without apostrophes; letters of other
/// alphabets than Latin and Cyrillic stay.
pub(super) fn in_latin(word: &str) -> String {
    let letters = word.chars().filter(|sign| !is_apostrophe(*sign));
    if word.is_ascii() {
        return letters.map(|letter| letter.to_ascii_lowercase()).collect();
    }
    let plain = compatible(letters.collect());
    let lower = composed(in_one_alphabet(&plain).to_lowercase());
    if !lower.chars().any(is_cyrillic) {
        return lower;
    }
    let bare: String = lower.chars().filter_map(without_marks).collect();
    let mut latin = String::with_capacity(bare.len());
    for letter in romanise_ukrainian(&bare).chars() {
        match other_cyrillic(letter) {
            Some(spelled) => latin.push_str(spelled),
            None => latin.push(letter),
        }
    }
    composed(latin)
}

/// The text in normal form KC, without apostrophes that come of it.
fn compatible(text: String) -> String {
    if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    let signs = text.nfkc().filter(|sign| !is_apostrophe(*sign));
    signs.collect()
}

/// The text in normal form C. Nearly every name is written so, and need not be gone through again.
fn composed(text: String) -> String {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    text.nfc().collect()
}

/// A Cyrillic letter without marks that no alphabet counts as part of it: stress, for example.
fn without_marks(letter: char) -> Option<char> {
    let own_letter = matches!(letter, 'й' | 'ї' | 'ё' | 'ў');
    if own_letter || !(is_cyrillic(letter) || is_combining_mark(letter)) {
        return Some(letter);
    }
    let mut base = None;
    decompose_canonical(letter, |part| {
        base.get_or_insert(part);
    });
    base.filter(|base| !is_combining_mark(*base))
}

/// Signs that stand for an apostrophe, a soft sign or a hard sign inside a name.
pub(super) const fn is_apostrophe(sign: char) -> bool {
    matches!(
        sign,
        '\'' | '’'
            | '‘'
            | '‛'
            | 'ʼ'
            | 'ʹ'
            | 'ʺ'
            | '`'
            | '´'
            | '′'
            | '＇'
            | '"'
            | '”'
            | '“'
            | '„'
    )
}

/// Cyrillic letters that Ukrainian has not.
const fn other_cyrillic(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ё' | 'э' => "e",
        'ы' => "y",
        'ъ' => "",
        'ў' => "u",
        'ј' => "j",
        'љ' => "l",
        'њ' => "n",
        'ђ' => "d",
        'ћ' => "ch",
        'џ' => "dzh",
        'ѕ' => "s",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::canonical;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use unicode_normalization::UnicodeNormalization;

    fn all_alike(spellings: &[&str]) {
        for spelling in spellings {
            assert_eq!(canonical(spelling), canonical(spellings[0]), "{spelling}");
        }
    }

    #[test]
    fn spellings_that_differ_in_little_share_a_key() {
        all_alike(&[
            "Юлія", "Yuliia", "Iuliia", "Yulia", "Julija", "Júlia", "ЮЛИЯ",
        ]);
        all_alike(&["Шевченко", "SHEVCHENKO", "Shevchenko", "Шeвчeнкo"]);
        all_alike(&["Зоряна", "Zoriana", "Zoryana", "Zorjana"]);
        all_alike(&[
            "Зеленський",
            "Zelenskyi",
            "Zelenskyy",
            "Zelensky",
            "Zelenskij",
        ]);
        all_alike(&[
            "Лук’янчук",
            "Лук'янчук",
            "Лукʼянчук",
            "Lukianchuk",
            "Luk`yanchuk",
        ]);
        all_alike(&["Олександр", "Oleksandr", "Олександръ"]);
        all_alike(&["Семён", "Семен", "Semen"]);
        all_alike(&["Szűcs", "Szücs", "szucs", "SZU\u{30b}CS"]);
        all_alike(&["Maksym", "Maxim", "Максим"]);
        all_alike(&["Łukasz", "lukasz"]);
    }

    #[test]
    fn what_another_person_may_be_called_keeps_its_own_key() {
        let pairs = [
            ("Kis", "Kiss"),
            ("Олена", "Елена"),
            ("Szabó", "Sabo"),
            ("Жук", "Щук"),
            ("Гай", "Хай"),
            ("Ковач", "Коваль"),
        ];
        for (one, other) in pairs {
            assert_ne!(canonical(one), canonical(other), "{one} {other}");
        }
    }

    #[test]
    fn letters_of_other_alphabets_stay() {
        assert_eq!(canonical("Ελένη"), "ελενη");
        assert_eq!(canonical("ნინო"), "ნინო");
        assert_eq!(canonical("’’"), "");
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(word in "\\PC{0,30}") {
            let key = canonical(&word);
            prop_assert_eq!(canonical(&key), key);
        }

        #[test]
        fn composed_and_decomposed_letters_are_the_same(word in "[a-zà-öø-žŐŰ’']{0,20}|[а-яёіїєґҐЇЄ’']{0,20}") {
            let decomposed: String = word.nfd().collect();
            let composed: String = word.nfc().collect();
            prop_assert_eq!(canonical(&decomposed), canonical(&composed));
            prop_assert_eq!(canonical(&composed), canonical(&word.to_uppercase()));
        }

        #[test]
        fn a_beginning_has_the_beginning_of_the_key(word in "[А-ЩЮЯЄІЇҐ][а-щьюяєіїґ’]{2,14}", length in 1..12_usize) {
            let beginning: String = word.chars().take(length).collect();
            prop_assert!(canonical(&word).starts_with(&canonical(&beginning)));
        }
    }
}
