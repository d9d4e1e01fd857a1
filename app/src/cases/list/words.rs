//! What a list names, in words.

use domain::{
    Text,
    cases::list::{FilterValue, Subject},
    dates::format_date,
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    i18n::Locale,
    language::{language_of, say_with},
};

/// The name of a column, a filter or an order.
pub(super) fn subject_text(locale: Locale, subject: &Subject, question: Option<&Text>) -> String {
    if let Some(question) = question {
        return question.in_language(language_of(locale)).to_owned();
    }
    let text = match subject {
        Subject::Name => td_string!(locale, cases.person),
        Subject::Born => td_string!(locale, cases.born),
        Subject::Stage => td_string!(locale, cases.stage),
        Subject::Owner => td_string!(locale, cases.owner),
        Subject::Team => td_string!(locale, cases.team),
        Subject::Opened => td_string!(locale, cases.opened_on),
        Subject::Changed => td_string!(locale, cases.changed),
        Subject::Answer(path) => return path.to_string(),
    };
    text.to_owned()
}

/// The same as a signal.
pub(super) fn say_subject(subject: Subject, question: Option<Text>) -> Signal<String> {
    say_with(move |locale| subject_text(locale, &subject, question.as_ref()))
}

/// What a filter accepts: `Shelter, Private flat`.
pub(super) fn values_text(locale: Locale, subject: &Subject, values: &[FilterValue]) -> String {
    let words = values
        .iter()
        .map(|value| value_text(locale, subject, value));
    words.collect::<Vec<_>>().join(", ")
}

fn value_text(locale: Locale, subject: &Subject, value: &FilterValue) -> String {
    let language = language_of(locale);
    match value {
        FilterValue::Is(text) => text.in_language(language).to_owned(),
        FilterValue::YesNo(true) => td_string!(locale, forms.yes).to_owned(),
        FilterValue::YesNo(false) => td_string!(locale, forms.no).to_owned(),
        FilterValue::Nothing if *subject == Subject::Owner => {
            td_string!(locale, cases.nobody).to_owned()
        }
        FilterValue::Nothing => td_string!(locale, cases.not_answered).to_owned(),
        FilterValue::Days((from, to)) => {
            let day = |day: &chrono::NaiveDate| format_date(*day, language);
            span_text(locale, from.as_ref().map(day), to.as_ref().map(day))
        }
        FilterValue::Numbers((from, to)) => span_text(locale, from.clone(), to.clone()),
    }
}

fn span_text(locale: Locale, from: Option<String>, to: Option<String>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => from,
        (Some(from), Some(to)) => format!("{from} – {to}"),
        (Some(from), None) => td_string!(locale, cases.from_on, from = from).to_string(),
        (None, Some(to)) => td_string!(locale, cases.up_to, to = to).to_string(),
        (None, None) => String::new(),
    }
}
