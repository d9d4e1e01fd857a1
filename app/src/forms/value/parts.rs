//! Answers that have parts, each on its line or behind the other.

use domain::{
    Language,
    dates::format_date,
    forms::{Address, Choice, FieldType, IdentityDocument},
};
use leptos_i18n::td_string;

use crate::{i18n::Locale, language::language_of};

/// The label of a choice; its id where the definition no longer has it.
pub(super) fn label_of(choices: &[Choice], id: &str, language: Language) -> String {
    let choice = choices.iter().find(|choice| choice.choice == id);
    let label = choice.map_or("", |choice| choice.label.in_language(language));
    if label.is_empty() { id } else { label }.to_owned()
}

/// The lines of an address in the order in which the language writes them.
pub(super) fn address_lines(
    kind: &FieldType,
    address: &Address,
    language: Language,
) -> Vec<String> {
    let countries = match kind {
        FieldType::Address { countries } => countries.as_slice(),
        _ => &[],
    };
    let part = |part: &Option<String>| part.clone().filter(|part| !part.trim().is_empty());
    let code = part(&address.postal_code);
    let settlement = part(&address.settlement);
    let street = part(&address.street);
    let country = part(&address.country).map(|id| label_of(countries, &id, language));
    let lines = match language {
        Language::Hu => [joined([code, settlement], " "), street, country],
        Language::Uk => [street, joined([settlement, code], ", "), country],
        Language::En => [street, joined([settlement, code], " "), country],
    };
    lines.into_iter().flatten().collect()
}

fn joined(parts: [Option<String>; 2], between: &str) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(between))
}

/// `Biometric passport · Ukraine · FB123456 · valid until 01/05/2030`.
pub(super) fn document_text(
    locale: Locale,
    kind: &FieldType,
    document: &IdentityDocument,
) -> String {
    let language = language_of(locale);
    let (types, countries) = match kind {
        FieldType::IdentityDocument {
            document_types,
            countries,
        } => (document_types.as_slice(), countries.as_slice()),
        _ => (&[][..], &[][..]),
    };
    let expiry = document.expiry.map(|day| {
        let date = format_date(day, language);
        td_string!(locale, answers.valid_until, date = date).to_string()
    });
    let kind = document.kind.as_deref();
    let country = document.country.as_deref();
    let parts = [
        kind.map(|id| label_of(types, id, language)),
        country.map(|id| label_of(countries, id, language)),
        document.number.clone(),
        expiry,
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}
