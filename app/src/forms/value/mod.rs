//! Answers in words, and as they are shown.

mod dates;
mod numbers;
mod parts;
mod sections;
#[cfg(test)]
mod tests;
mod view;

use std::collections::BTreeMap;

use domain::{
    dates::format_date,
    forms::{Answer, Answers, Choice, Field, FieldType, Group, Rows, place_name},
};
use leptos_i18n::td_string;

use crate::{i18n::Locale, language::language_of, ui::time_text};

pub(crate) use sections::answer_sections;
pub(crate) use view::{Medium, answer_view};

/// An answer in one line of words.
///
/// A choice that the definition no longer has shows its id.
pub(crate) fn answer_text(locale: Locale, field: &Field, answer: &Answer) -> String {
    let language = language_of(locale);
    match answer {
        Answer::Text(text) if matches!(field.kind, FieldType::Iban) => numbers::iban_text(text),
        Answer::Text(text) => text.clone(),
        Answer::Integer(number) => numbers::integer_text(*number, language),
        Answer::Decimal(number) => numbers::decimal_text(*number, language),
        Answer::Money(money) => numbers::money_text(money, language),
        Answer::YesNo(true) => td_string!(locale, forms.yes).to_owned(),
        Answer::YesNo(false) => td_string!(locale, forms.no).to_owned(),
        Answer::Choice(id) => choice_text(locale, field, id),
        Answer::Choices(ids) => {
            let labels = ids.iter().map(|id| choice_text(locale, field, id));
            labels.collect::<Vec<_>>().join(", ")
        }
        Answer::Date(day) => format_date(*day, language),
        Answer::PartialDate(date) => dates::partial_date_text(locale, date),
        Answer::DateTime(moment) => time_text(*moment, language),
        Answer::Address(address) => parts::address_lines(&field.kind, address, language).join(", "),
        Answer::IdentityDocument(document) => parts::document_text(locale, &field.kind, document),
        Answer::Tally(numbers) => tally_text(locale, field, numbers),
        Answer::Rows(rows) => rows_text(locale, field, rows),
    }
}

fn choice_text(locale: Locale, field: &Field, id: &str) -> String {
    let language = language_of(locale);
    let choices = field.kind.choices();
    let place = match &field.kind {
        FieldType::Location { .. } => place_name(choices, id, language),
        _ => None,
    };
    place.unwrap_or_else(|| parts::label_of(choices, id, language))
}

/// `0–2 years, girls: 2; 3–5 years, boys: 1; total: 3`.
fn tally_text(locale: Locale, field: &Field, numbers: &BTreeMap<String, u32>) -> String {
    let language = language_of(locale);
    let (ages, sexes) = tally_choices(&field.kind);
    let mut cells: Vec<String> = numbers
        .iter()
        .map(|(cell, number)| {
            let (age, sex) = cell.split_once('.').unwrap_or((cell, ""));
            let age = parts::label_of(ages, age, language);
            let sex = parts::label_of(sexes, sex, language);
            format!("{age}, {sex}: {number}")
        })
        .collect();
    let total = tally_total(numbers.values());
    cells.push(format!("{}: {total}", td_string!(locale, answers.total)));
    cells.join("; ")
}

/// The ages and the sexes of a tally.
pub(super) fn tally_choices(kind: &FieldType) -> (&[Choice], &[Choice]) {
    match kind {
        FieldType::Tally { ages, sexes, .. } => (ages, sexes),
        _ => (&[], &[]),
    }
}

fn tally_total<'a>(numbers: impl Iterator<Item = &'a u32>) -> u64 {
    numbers.map(|number| u64::from(*number)).sum()
}

fn rows_text(locale: Locale, field: &Field, rows: &Rows) -> String {
    let FieldType::Group(group) = &field.kind else {
        return String::new();
    };
    let lines = rows.answers().enumerate().map(|(place, row)| {
        let title = row_title(locale, group, place + 1);
        let told = group.fields.iter().filter_map(|field| {
            let answer = row.get(&field.id)?;
            let label = field.label.in_language(language_of(locale));
            Some(format!("{label}: {}", answer_text(locale, field, answer)))
        });
        format!("{title} – {}", told.collect::<Vec<_>>().join(", "))
    });
    lines.collect::<Vec<_>>().join("; ")
}

/// `Child 2`.
pub(crate) fn row_title(locale: Locale, group: &Group, number: usize) -> String {
    let label = group.row_label.in_language(language_of(locale)).to_owned();
    td_string!(locale, answers.row, label = label, number = number).to_string()
}

/// The one line of a row: the answers that its group names for it.
pub(crate) fn row_summary(locale: Locale, group: &Group, row: &Answers) -> String {
    let told = group.summary.iter().filter_map(|id| {
        let field = group.fields.iter().find(|field| field.id == *id)?;
        Some(answer_text(locale, field, row.get(id)?))
    });
    told.collect::<Vec<_>>().join(" · ")
}
