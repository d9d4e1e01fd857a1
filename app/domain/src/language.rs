//! The languages that Lánchíd speaks, and texts that exist in every one of them.

use serde::{Deserialize, Serialize};

/// A language of the user interface.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Hungarian, the city's language and the default.
    #[default]
    Hu,
    /// Ukrainian.
    Uk,
    /// English.
    En,
}

impl Language {
    /// All languages, in the order in which the switch shows them.
    pub const ALL: [Self; 3] = [Self::Hu, Self::Uk, Self::En];

    /// The BCP 47 code: `hu`, `uk` or `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hu => "hu",
            Self::Uk => "uk",
            Self::En => "en",
        }
    }

    /// The language with this code; a region behind it (`uk-UA`) does not matter.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The first language of an `Accept-Language` header that Lánchíd speaks.
    ///
    /// Quality values decide the order; what cannot be read is passed over.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut wanted: Vec<(u16, Self)> = header.split(',').filter_map(wanted_language).collect();
        wanted.sort_by_key(|(weight, _)| core::cmp::Reverse(*weight));
        wanted.first().map(|(_, language)| *language)
    }
}

/// A plural category of the Unicode CLDR, for whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    /// 1 case; in Ukrainian also 21, 31, …
    One,
    /// In Ukrainian 2 to 4, 22 to 24, …
    Few,
    /// Every other number in Ukrainian.
    Many,
    /// Every other number in Hungarian and English.
    Other,
}

impl Language {
    /// The plural category of a number (CLDR 48: hu and en one/other, uk one/few/many).
    pub const fn plural(self, number: u32) -> Plural {
        match self {
            Self::Hu | Self::En => {
                if number == 1 {
                    Plural::One
                } else {
                    Plural::Other
                }
            }
            Self::Uk => match (number % 10, number % 100) {
                (_, 11..=14) => Plural::Many,
                (1, _) => Plural::One,
                (2..=4, _) => Plural::Few,
                _ => Plural::Many,
            },
        }
    }
}

/// One item of an `Accept-Language` header with its weight in thousandths.
fn wanted_language(item: &str) -> Option<(u16, Language)> {
    let mut parts = item.split(';');
    let language = Language::from_code(parts.next()?)?;
    let weight = parts
        .find_map(|part| part.trim().strip_prefix("q="))
        .map_or(Some(1000), thousandths)?;
    (weight > 0).then_some((weight, language))
}

/// Reads `1`, `0.8` or `0.875` as thousandths.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    Some((whole.parse::<u16>().ok()? * 1000 + digits.parse::<u16>().ok()?).min(1000))
}

/// A text in the languages of the user interface; one that is missing is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Text {
    /// Hungarian.
    pub hu: String,
    /// Ukrainian.
    pub uk: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in this language, or in the first one that has it.
    pub fn in_language(&self, language: Language) -> &str {
        self.resolve(language).1
    }

    /// The text, and the language that it is really in: another one where the translation is
    /// missing, Hungarian before English before Ukrainian.
    pub fn resolve(&self, language: Language) -> (Language, &str) {
        [language, Language::Hu, Language::En, Language::Uk]
            .into_iter()
            .map(|language| (language, self.exactly(language)))
            .find(|(_, text)| !text.trim().is_empty())
            .unwrap_or((language, ""))
    }

    /// The languages in which it is missing.
    pub fn missing(&self) -> Vec<Language> {
        let all = Language::ALL.into_iter();
        all.filter(|language| self.exactly(*language).trim().is_empty())
            .collect()
    }

    /// Whether there is nothing in any language.
    pub fn is_blank(&self) -> bool {
        self.missing().len() == Language::ALL.len()
    }

    fn exactly(&self, language: Language) -> &str {
        match language {
            Language::Hu => &self.hu,
            Language::Uk => &self.uk,
            Language::En => &self.en,
        }
    }

    /// The same words in every language: for names.
    pub fn same(text: &str) -> Self {
        Self {
            hu: text.to_owned(),
            uk: text.to_owned(),
            en: text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_follow_the_language() {
        let uk = |number| Language::Uk.plural(number);
        assert_eq!([1, 21, 101].map(uk), [Plural::One; 3]);
        assert_eq!([2, 4, 23, 104].map(uk), [Plural::Few; 4]);
        assert_eq!([0, 5, 11, 12, 14, 111, 20].map(uk), [Plural::Many; 7]);
        assert_eq!(Language::Hu.plural(1), Plural::One);
        assert_eq!(Language::En.plural(0), Plural::Other);
    }

    #[test]
    fn the_best_language_that_is_spoken_wins() {
        let best = Language::from_accept_language;
        assert_eq!(best("de, uk-UA;q=0.9, en;q=0.8"), Some(Language::Uk));
        assert_eq!(best("en;q=0.1,hu;q=0.75"), Some(Language::Hu));
        assert_eq!(best("uk;q=0, en"), Some(Language::En));
        assert_eq!(best("de, fr"), None);
        assert_eq!(best("en;q=nonsense"), None);
        assert_eq!(best(""), None);
    }
}
