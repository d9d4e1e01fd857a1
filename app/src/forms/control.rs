//! Controls that are typed into.

use crate::still::IntoStill;
use domain::{
    Language,
    dates::format_date,
    forms::{FieldType, PartialDate},
};
use leptos::prelude::*;

use super::{
    field::invalid,
    inputs::{control_id, control_name},
    live::Live,
};
use crate::language::current_language;

/// What is written into a control, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    Text,
    Short,
    Whole,
    Number,
    Day,
    PartialDay,
    Time,
    Phone,
    Email,
    Iban,
}

impl Writing {
    pub(super) const fn of(kind: &FieldType) -> Self {
        match kind {
            FieldType::Integer { .. } => Self::Whole,
            FieldType::Decimal { .. } => Self::Number,
            FieldType::Date { .. } => Self::Day,
            FieldType::Phone => Self::Phone,
            FieldType::Email => Self::Email,
            FieldType::Iban => Self::Iban,
            _ => Self::Text,
        }
    }

    /// The control's type, its keyboard, and its look.
    const fn control(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Text => ("text", "text", "input"),
            Self::Short => ("text", "text", "input input-short"),
            Self::Whole | Self::Time => ("text", "numeric", "input input-short"),
            Self::Number => ("text", "decimal", "input input-short"),
            Self::Day | Self::PartialDay => ("text", "numeric", "input input-date"),
            Self::Phone => ("tel", "tel", "input"),
            Self::Email => ("text", "email", "input"),
            Self::Iban => ("text", "text", "input input-iban"),
        }
    }

    /// What is stored, as people write it in this language; whatever else was typed stays exactly
    /// as it is.
    pub(super) fn written(self, text: String, language: Language) -> String {
        match self {
            Self::Day => written_day(text, language),
            Self::PartialDay => written_partial_day(text, language),
            Self::Number if language != Language::En && is_stored_number(&text) => {
                text.replace('.', ",")
            }
            Self::Iban if is_stored_iban(&text) => grouped(&text),
            _ => text,
        }
    }
}

fn written_day(text: String, language: Language) -> String {
    match text.parse::<chrono::NaiveDate>() {
        Ok(day) => format_date(day, language),
        Err(_) => text,
    }
}

/// `1989-04` as `1989. 04.` or `04.1989`.
fn written_partial_day(text: String, language: Language) -> String {
    let Some((year, month)) = text.split_once('-').filter(|_| text.len() == 7) else {
        return written_day(text, language);
    };
    let number = |part: &str| part.parse::<u32>().ok();
    let known = number(year)
        .and_then(|year| i32::try_from(year).ok())
        .and_then(|year| PartialDate::new(year, number(month), None, false));
    match (known, language) {
        (None, _) => text,
        (Some(_), Language::Hu) => format!("{year}. {month}."),
        (Some(_), Language::Uk) => format!("{month}.{year}"),
        (Some(_), Language::En) => format!("{month}/{year}"),
    }
}

fn is_stored_number(text: &str) -> bool {
    text.parse::<domain::forms::Decimal>().is_ok()
}

/// Country, check digits, and at least as much as the shortest one has.
fn is_stored_iban(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 15
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes.iter().all(u8::is_ascii_alphanumeric)
}

/// An account number in groups of four.
fn grouped(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + text.len() / 4);
    for (place, sign) in text.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            written.push(' ');
        }
        written.push(sign);
    }
    written
}

/// A line to type into.
pub(super) fn text_control(
    path: &str,
    writing: Writing,
    described_by: Signal<Option<String>>,
    live: Live,
) -> AnyView {
    let text = writing.written(live.typed_text(path), current_language().get_untracked());
    line(path, writing, text, None, described_by, live)
}

/// A line to type into, with this text in it and perhaps a list of suggestions.
pub(super) fn line(
    path: &str,
    writing: Writing,
    text: String,
    suggestions: Option<String>,
    described_by: Signal<Option<String>>,
    live: Live,
) -> AnyView {
    let (kind, mode, class) = writing.control();
    view! {
        <input
            class=class
            id=control_id(path)
            name=control_name(path)
            type=kind
            inputmode=mode
            autocomplete="off"
            value=text
            list=suggestions
            aria-describedby=described_by
            aria-invalid=invalid(live.problem(path))
        />
    }
    .still()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_written_as_people_write_it() {
        let hungarian =
            |writing: Writing, text: &str| writing.written(text.to_owned(), Language::Hu);
        assert_eq!(hungarian(Writing::Day, "1989-04-27"), "1989. 04. 27.");
        assert_eq!(hungarian(Writing::PartialDay, "1989-04"), "1989. 04.");
        assert_eq!(hungarian(Writing::PartialDay, "1989"), "1989");
        assert_eq!(hungarian(Writing::Number, "12.5"), "12,5");
        assert_eq!(
            hungarian(Writing::Iban, "HU42117730161111101800000000"),
            "HU42 1177 3016 1111 1018 0000 0000"
        );
    }

    #[test]
    fn what_was_typed_stays_as_it_is() {
        for writing in [
            Writing::Day,
            Writing::PartialDay,
            Writing::Number,
            Writing::Iban,
        ] {
            for text in ["tomorrow", "1989-13", "1.2.3", "AT 48", ""] {
                assert_eq!(writing.written(text.to_owned(), Language::Uk), text);
            }
        }
    }
}
