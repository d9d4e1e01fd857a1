use unicode_normalization::UnicodeNormalization;

use super::romanise_ukrainian;

/// Lower case, without accents, hyphens and apostrophes; other signs become one space.
///
/// `Őszi-Nagy` and `oszi nagy` fold alike.
pub fn fold(text: &str) -> String {
    let plain = text
        .nfd()
        .filter(|sign| !unicode_normalization::char::is_combining_mark(*sign))
        .filter(|sign| !matches!(sign, '\'' | '’' | 'ʼ' | '`'));
    let mut folded = String::with_capacity(text.len());
    for sign in plain.flat_map(char::to_lowercase) {
        if sign.is_alphanumeric() {
            folded.push(sign);
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.trim_end().to_owned()
}

/// What a search looks through: every part folded, and in Latin letters where it is Cyrillic.
///
/// Each word stands behind a space, so that ` ole` finds the beginnings of words.
pub fn search_text<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::from(" ");
    for part in parts {
        for spelling in [fold(part), fold(&romanise_ukrainian(part))] {
            for word in spelling.split(' ').filter(|word| !word.is_empty()) {
                if !text.contains(&format!(" {word} ")) {
                    text.push_str(word);
                    text.push(' ');
                }
            }
        }
    }
    text
}

/// A name as lists sort it: family name first, in Latin letters, without accents, so that names in
/// both alphabets stand where somebody who reads Latin letters looks for them. Of each part the
/// first spelling that is there counts.
pub fn sort_name(family: [&str; 2], given: [&str; 2]) -> String {
    let first = |spellings: [&str; 2]| {
        let there = spellings.into_iter().find(|name| !name.trim().is_empty());
        fold(&romanise_ukrainian(there.unwrap_or_default()))
    };
    format!("{}, {}", first(family), first(given))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_apostrophes_do_not_matter() {
        assert_eq!(fold("Őszi-Nagy  Ágnes"), "oszi nagy agnes");
        assert_eq!(fold("Знам’янка"), fold("ЗНАМ'ЯНКА"));
        assert_eq!(fold("\0\u{7}"), "");
    }

    #[test]
    fn names_in_both_alphabets_sort_together() {
        let mut names = [
            sort_name(["", "Шевченко"], ["", "Олена"]),
            sort_name(["", "Ősz"], ["", "Ágnes"]),
            sort_name(["Sevcenko", "Шевченко"], ["", "Анна"]),
            sort_name(["", "Kovács"], ["", "Éva"]),
        ];
        names.sort();
        assert_eq!(
            names,
            [
                "kovacs, eva",
                "osz, agnes",
                "sevcenko, anna",
                "shevchenko, olena"
            ]
        );
    }

    #[test]
    fn a_cyrillic_name_is_found_in_latin_letters_and_either_order() {
        let text = search_text(["Шевченко", "Олена"]);
        for word in fold("olena SHEVCH").split(' ') {
            assert!(text.contains(&format!(" {word}")), "{word} in {text}");
        }
        assert!(text.contains(" шевч"));
    }
}
