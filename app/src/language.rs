//! Texts in the user's language, reactive to the language switch.

use domain::{Language, Text};
use leptos::prelude::*;

use leptos_i18n::td_string;

use crate::{document::document_language, i18n::Locale, still::IntoStill};

/// The language that the page is shown in: the request's, until the reader switches it.
///
/// A signal of our own: the provider of `leptos_i18n` starts a task for each request, which reads
/// the signal and panics when the answer was already sent, or nobody waits for it any more.
#[derive(Clone, Copy)]
pub(crate) struct PageLanguage(RwSignal<Language>);

impl PageLanguage {
    /// Puts the document's language in force for everything within.
    pub(crate) fn provide() {
        provide_context(Self(RwSignal::new(document_language())));
    }

    /// The language in force here.
    pub(crate) fn of_here() -> Self {
        expect_context()
    }

    /// The language now, reactive to the switch.
    pub(crate) fn get(self) -> Language {
        self.0.get()
    }

    /// Shows all texts in another language.
    pub(crate) fn switch_to(self, language: Language) {
        self.0.set(language);
    }
}

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
    PageLanguage::of_here().0.into()
}

/// A translated text without placeholders; one type, however many texts.
pub(crate) fn say_key(text: fn(Locale) -> &'static str) -> Signal<&'static str> {
    let language = PageLanguage::of_here();
    Signal::derive(move || text(locale_of(language.get())))
}

/// A translated text with placeholders.
pub(crate) fn say_with(text: impl Fn(Locale) -> String + Send + Sync + 'static) -> Signal<String> {
    let language = PageLanguage::of_here();
    Signal::derive(move || text(locale_of(language.get())))
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
