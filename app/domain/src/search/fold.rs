use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::romanise_ukrainian;

/// Lower case, without accents, hyphens and apostrophes; other signs become one space.
///
/// `Őszi-Nagy` and `oszi nagy` fold alike.
pub fn fold(text: &str) -> String {
    let plain = without_marks(text);
    let signs = plain
        .chars()
        .filter(|sign| !matches!(sign, '\'' | '’' | 'ʼ' | '`'));
    let mut folded = String::with_capacity(plain.len());
    for sign in signs.flat_map(char::to_lowercase) {
        if sign.is_alphanumeric() {
            folded.push(sign);
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.trim_end().to_owned()
}

/// Letters without their accents.
///
/// The same as normalising and leaving out the marks: normalising only puts marks in order beyond
/// taking each letter apart. But that would bring tables of 65 kB that nothing else needs into
/// every browser that shows a form.
fn without_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        decompose_canonical(letter, |part| {
            if !is_combining_mark(part) {
                plain.push(part);
            }
        });
    }
    plain
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
    use unicode_normalization::UnicodeNormalization;

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
    fn marks_are_left_out_of_every_letter_as_normalising_would() {
        let normalised = |text: &str| -> String {
            text.nfd()
                .filter(|sign| !is_combining_mark(*sign))
                .collect()
        };
        for letter in '\0'..=char::MAX {
            let text = letter.to_string();
            assert_eq!(without_marks(&text), normalised(&text), "{letter:?}");
        }
        // Marks in an order that normalising changes.
        for text in ["a\u{301}\u{323}b", "\u{1ea4}\u{323}\u{345}", "각\u{3099}"] {
            assert_eq!(without_marks(text), normalised(text), "{text:?}");
        }
    }
}
