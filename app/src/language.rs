//! Texts in the user's language, reactive to the language switch.

use domain::{Language, Text};
use leptos::prelude::*;

use crate::still::IntoStill;
use leptos_i18n::td_string;

use crate::i18n::{Locale, use_i18n};

/// The locale of a language.
pub(crate) const fn locale_of(language: Language) -> Locale {
    match language {
        Language::Hu => Locale::hu,
        Language::Uk => Locale::uk,
        Language::En => Locale::en,
    }
}

/// The language of a locale.
pub(crate) const fn language_of(locale: Locale) -> Language {
    match locale {
        Locale::hu => Language::Hu,
        Locale::uk => Language::Uk,
        Locale::en => Language::En,
    }
}

/// The language that the page is shown in, as a signal.
pub(crate) fn current_language() -> Signal<Language> {
    let i18n = use_i18n();
    Signal::derive(move || language_of(i18n.get_locale()))
}

/// A translated text without placeholders; one type, however many texts.
pub(crate) fn say_key(text: fn(Locale) -> &'static str) -> Signal<&'static str> {
    let i18n = use_i18n();
    Signal::derive(move || text(i18n.get_locale()))
}

/// A translated text with placeholders.
pub(crate) fn say_with(text: impl Fn(Locale) -> String + Send + Sync + 'static) -> Signal<String> {
    let i18n = use_i18n();
    Signal::derive(move || text(i18n.get_locale()))
}

/// A text of the configuration in the language of the page; see [`text_in`].
pub(crate) fn text_view(text: Text) -> AnyView {
    let language = current_language();
    (move || text_in(&text, language.get())).still()
}

/// A text of the configuration in this language.
///
/// Where the translation is missing, the text that there is, declared as what it is and marked;
/// where there is none at all, the mark alone.
pub(crate) fn text_in(text: &Text, wanted: Language) -> AnyView {
    let (found, words) = text.resolve(wanted);
    let words = words.trim().to_owned();
    if found == wanted && !words.is_empty() {
        return words.still();
    }
    let not_translated = td_string!(locale_of(wanted), language.not_translated);
    let words = (!words.is_empty()).then(|| view! { <span lang=found.code()>{words}</span>" " });
    view! {
        {words}
        <span class="untranslated" title=not_translated>
            <span aria-hidden="true">{found.code()}</span>
            <span class="visually-hidden">"("{not_translated}")"</span>
        </span>
    }
    .still()
}

/// A text of the configuration in the current language, for attributes: elsewhere [`text_view`]
/// tells a reader that a translation is missing.
pub(crate) fn say_text(text: Text) -> Signal<String> {
    let language = current_language();
    Signal::derive(move || text.in_language(language.get()).to_owned())
}

/// `say!(cases.title)`: a translated text without placeholders.
macro_rules! say {
    ($($key:tt)+) => {
        $crate::language::say_key(|locale| leptos_i18n::td_string!(locale, $($key)+))
    };
}
pub(crate) use say;

/// `plural!(locale, count, cases.count)`: a translated text in the plural that the number takes.
macro_rules! plural {
    ($locale:expr, $count:expr, $($key:tt)+) => {{
        let (locale, count): (_, u32) = ($locale, $count);
        match $crate::language::language_of(locale).plural(count) {
            domain::Plural::One => leptos_i18n::td_string!(locale, $($key)+ .one, count = count).to_string(),
            domain::Plural::Few => leptos_i18n::td_string!(locale, $($key)+ .few, count = count).to_string(),
            domain::Plural::Many => leptos_i18n::td_string!(locale, $($key)+ .many, count = count).to_string(),
            domain::Plural::Other => leptos_i18n::td_string!(locale, $($key)+ .other, count = count).to_string(),
        }
    }};
}
pub(crate) use plural;
