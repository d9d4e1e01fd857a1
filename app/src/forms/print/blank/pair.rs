//! Two languages, side by side.

use domain::{Language, Text};
use leptos::prelude::*;

use crate::{
    i18n::Locale,
    language::{locale_of, text_in},
    still::IntoStill,
};

/// The two languages of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The language of the page.
    pub(crate) first: Language,
    /// The one beside it.
    pub(crate) second: Language,
}

impl Pair {
    /// The pair for a page in this language; who did not choose gets the language that the other
    /// side of the desk speaks.
    pub(crate) fn of(first: Language, wanted: Option<Language>) -> Self {
        let usual = match first {
            Language::Hu => Language::Uk,
            Language::Uk | Language::En => Language::Hu,
        };
        let second = wanted.filter(|wanted| *wanted != first).unwrap_or(usual);
        Self { first, second }
    }

    /// The same in both languages, in two columns.
    pub(crate) fn columns(self, show: impl Fn(Language) -> AnyView) -> AnyView {
        view! {
            <span class="pair">
                <span lang=self.first.code()>{show(self.first)}</span>
                <span lang=self.second.code()>{show(self.second)}</span>
            </span>
        }
        .still()
    }

    /// The same in both languages, one behind the other.
    pub(crate) fn inline(self, show: impl Fn(Language) -> AnyView) -> AnyView {
        view! {
            <span lang=self.first.code()>{show(self.first)}</span>
            " / "
            <span lang=self.second.code()>{show(self.second)}</span>
        }
        .still()
    }

    /// A text of the configuration, in two columns.
    pub(crate) fn text(self, text: &Text) -> AnyView {
        self.columns(|language| text_in(text, language))
    }

    /// A text of ours, in two columns.
    pub(crate) fn key(self, key: fn(Locale) -> &'static str) -> AnyView {
        self.columns(|language| key(locale_of(language)).still())
    }

    /// A text of ours, in one line.
    pub(crate) fn key_inline(self, key: fn(Locale) -> &'static str) -> AnyView {
        self.inline(|language| key(locale_of(language)).still())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_language_is_another_than_the_first() {
        for first in Language::ALL {
            let usual = Pair::of(first, None);
            assert_ne!(usual.first, usual.second);
            assert_eq!(Pair::of(first, Some(first)), usual);
        }
        assert_eq!(Pair::of(Language::Hu, None).second, Language::Uk);
        assert_eq!(Pair::of(Language::Uk, None).second, Language::Hu);
        assert_eq!(Pair::of(Language::En, None).second, Language::Hu);
        assert_eq!(
            Pair::of(Language::Hu, Some(Language::En)).second,
            Language::En
        );
    }
}
