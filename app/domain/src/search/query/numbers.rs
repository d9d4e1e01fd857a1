//! Telephone and document numbers, however they are written.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::search::{canonical::in_latin, lookalikes::latin_of};

/// The fewest digits by which a telephone is looked for, and how many of its last are its key.
pub const PHONE_KEY_DIGITS: usize = 7;
/// The most digits of a telephone number (ITU-T E.164).
const PHONE_DIGITS_MAX: usize = 15;
/// How many signs the number of a document has.
const DOCUMENT_SIGNS: core::ops::RangeInclusive<usize> = 5..=20;

/// A telephone number as somebody typed it, without what differs from one notation to the next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PhoneDigits(String);

impl PhoneDigits {
    /// Reads `+380 67 123 45 67`, `0036 30 123 4567`, `06 30/123-4567`, `067 123 45 67`,
    /// `8 067 123 45 67` or the last seven digits or more.
    ///
    /// What remains is the number as it ends in every notation: without `+` and `00`, and where
    /// no country was typed without `0`, `06` or `8 0`. A Ukrainian `067…` loses its `06`, too,
    /// since it could be Hungarian; eight digits are left, which are enough.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.replace("(0)", "");
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let others = |sign: char| " \u{a0}+-()/.–".contains(sign) || sign.is_ascii_digit();
        if !text.chars().all(others) || digits.len() > PHONE_DIGITS_MAX + 2 {
            return None;
        }
        let prefixes: &[&str] = if text.trim_start().starts_with('+') {
            &[]
        } else if digits.len() == 11 && digits.starts_with("80") {
            &["80"]
        } else {
            &["00", "06", "0"]
        };
        let kept = prefixes
            .iter()
            .find_map(|prefix| digits.strip_prefix(prefix))
            .unwrap_or(&digits);
        let fits = (PHONE_KEY_DIGITS..=PHONE_DIGITS_MAX).contains(&kept.len());
        fits.then(|| Self(kept.to_owned()))
    }

    /// The last seven digits, under which telephones are kept ([`phone_key`]).
    pub fn key(&self) -> &str {
        &self.0[self.0.len() - PHONE_KEY_DIGITS..]
    }

    /// Whether a telephone as it is stored, `+380671234567`, ends so.
    pub fn fits(&self, stored: &str) -> bool {
        let digits: String = stored.chars().filter(char::is_ascii_digit).collect();
        digits.ends_with(&self.0)
    }
}

/// The last seven digits of a telephone, under which it is kept to be found; `None` when it has
/// fewer.
pub fn phone_key(stored: &str) -> Option<String> {
    let digits: String = stored.chars().filter(char::is_ascii_digit).collect();
    let start = digits.len().checked_sub(PHONE_KEY_DIGITS)?;
    Some(digits[start..].to_owned())
}

/// The key of a document's number; `None` when it has too few signs or too many.
///
/// It is in capitals and without spaces, hyphens and other signs, and the same whichever alphabet
/// the letters are typed in, by their look or by their sound: `ФА 123456` and `FA123456`, `СН`
/// typed as `CH` and as `SN`, `І-БК` and `1-BK`. Letters that are taken for each other that way
/// become one (В, V and B; С, S and C; Н, N and H; Р, R and P; У, U and Y; O and 0; I and 1).
pub fn document_key(number: &str) -> Option<String> {
    let mut key = String::new();
    let capitals = number.nfkd().flat_map(char::to_uppercase).nfd();
    let signs = capitals.filter(|sign| sign.is_alphanumeric() && !is_combining_mark(*sign));
    for sign in signs.take(2 * DOCUMENT_SIGNS.end()) {
        push_document_sign(&mut key, sign);
    }
    DOCUMENT_SIGNS.contains(&key.chars().count()).then_some(key)
}

fn push_document_sign(key: &mut String, letter: char) {
    let spelled = latin_of(letter).map_or_else(
        || in_latin(&letter.to_string()).to_uppercase(),
        |latin| latin.to_string(),
    );
    key.extend(spelled.chars().map(|letter| match letter {
        'V' => 'B',
        'N' => 'H',
        'R' => 'P',
        'S' => 'C',
        'U' => 'Y',
        'O' => '0',
        'I' => '1',
        other => other,
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    #[test]
    fn a_telephone_is_found_in_every_notation() {
        let hungarian = [
            "+36 30 123 4567",
            "0036301234567",
            "06 30 123-4567",
            "06-30/123-45-67",
            "30/123-4567",
            "(30) 123 4567",
            "+36 (0) 30 123 4567",
            "123 4567",
        ];
        for typed in hungarian {
            let phone = PhoneDigits::parse(typed).expect(typed);
            assert!(phone.fits("+36301234567"), "{typed} {phone:?}");
            assert_eq!(Some(phone.key().to_owned()), phone_key("+36301234567"));
        }
        let ukrainian = [
            "+380 67 123 45 67",
            "067 123 45 67",
            "(067) 123-45-67",
            "8 067 123 45 67",
            "380671234567",
        ];
        for typed in ukrainian {
            assert!(
                PhoneDigits::parse(typed)
                    .expect(typed)
                    .fits("+380671234567"),
                "{typed}"
            );
        }
        let budapest = [
            "+36 1 234 5678",
            "06 1 234 5678",
            "061/234-5678",
            "1 234 5678",
            "234 5678",
        ];
        for typed in budapest {
            assert!(
                PhoneDigits::parse(typed).expect(typed).fits("+3612345678"),
                "{typed}"
            );
        }
    }

    #[test]
    fn another_telephone_is_not_found() {
        let phone = PhoneDigits::parse("+36 30 123 4567").unwrap();
        for stored in ["+36301234568", "+380301234567", "", "4567"] {
            assert!(!phone.fits(stored), "{stored}");
        }
        for typed in [
            "123456",
            "067 123",
            "FA123456",
            "",
            "+",
            "1".repeat(18).as_str(),
        ] {
            assert_eq!(PhoneDigits::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_document_has_one_key_in_both_alphabets() {
        let same = [
            ["FA123456", "ФА123456"],
            ["FA 123456", "фа-123456"],
            ["СН 123456", "CH123456"],
            ["СН123456", "SN 123456"],
            ["АВ123456", "AV123456"],
            ["СЮ123456", "CЮ123456"],
            ["І-БК 123456", "1-BK123456"],
            ["ＦＡ１２３４５６", "FA123456"],
            ["123456AB", "123456 ab"],
        ];
        for [one, other] in same {
            assert_eq!(document_key(one), document_key(other), "{one} {other}");
        }
        assert_ne!(document_key("FA123456"), document_key("FB123456"));
        assert_eq!(document_key("123"), None);
        assert_eq!(document_key(&"1".repeat(21)), None);
    }

    proptest! {
        #[test]
        fn any_text_has_keys_or_none(text in "\\PC{0,40}|[0-9+() /-]{0,24}") {
            if let Some(phone) = PhoneDigits::parse(&text) {
                let stored = format!("+36{}", phone.0);
                prop_assert!(phone.fits(&stored));
                prop_assert_eq!(phone.key().len(), PHONE_KEY_DIGITS);
            }
            let _ = phone_key(&text);
            if let Some(key) = document_key(&text) {
                prop_assert_eq!(document_key(&key), Some(key));
            }
        }
    }
}
