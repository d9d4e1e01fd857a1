use domain::{
    dates::format_date,
    forms::{Answer, Field},
};
use leptos_i18n::td_string;

use crate::{i18n::Locale, language::language_of};

/// An answer in words.
pub(crate) fn answer_text(locale: Locale, field: &Field, answer: &Answer) -> String {
    let language = language_of(locale);
    let choice = |id: &str| {
        field.kind.choice_label(id).map_or_else(
            || id.to_owned(),
            |label| label.in_language(language).to_owned(),
        )
    };
    match answer {
        Answer::Text(text) => text.clone(),
        Answer::Integer(number) => number.to_string(),
        Answer::YesNo(true) => td_string!(locale, forms.yes).to_owned(),
        Answer::YesNo(false) => td_string!(locale, forms.no).to_owned(),
        Answer::Choice(id) => choice(id),
        Answer::Choices(ids) => ids
            .iter()
            .map(|id| choice(id))
            .collect::<Vec<_>>()
            .join(", "),
        Answer::Date(day) => format_date(*day, language),
        _ => String::new(),
    }
}
