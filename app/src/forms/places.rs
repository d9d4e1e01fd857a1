//! Places in a tree, searched as one types.

use std::collections::BTreeMap;

use crate::still::IntoStill;
use chrono::NaiveDate;
use domain::{
    Language,
    forms::{Choice, FieldType, FormDefinition, place_name},
};
use leptos::prelude::*;

use super::{
    control::{Writing, line},
    live::Live,
    textarea::escape,
};
use crate::language::current_language;

/// A line to type the name of a place into; the browser suggests what the lookup has.
pub(super) fn place_control(
    choices: &[Choice],
    path: &str,
    described_by: Signal<Option<String>>,
    live: Live,
) -> AnyView {
    let typed = live.typed_text(path);
    let language = current_language().get_untracked();
    let name = place_name(choices, &typed, language);
    let list = Some(list_id(choices));
    line(
        path,
        Writing::Text,
        name.unwrap_or(typed),
        list,
        described_by,
        live,
    )
}

/// Fields that share a lookup share its suggestions; a lookup is known by its ends.
fn list_id(choices: &[Choice]) -> String {
    let id = |choice: Option<&Choice>| {
        choice
            .map_or("", |choice| choice.choice.as_str())
            .to_owned()
    };
    let (first, last) = (id(choices.first()), id(choices.last()));
    format!("places-{first}-{last}-{}", choices.len())
}

/// The suggestions for every field of the form that asks for a place.
pub(super) fn suggestions(definition: &FormDefinition, today: NaiveDate) -> Vec<AnyView> {
    let mut lists: BTreeMap<String, &[Choice]> = BTreeMap::new();
    for field in definition.every_field() {
        if let FieldType::Location { choices } = &field.kind {
            lists.insert(list_id(choices), choices);
        }
    }
    let language = current_language();
    lists
        .into_iter()
        .map(|(id, choices)| {
            let choices = choices.to_vec();
            let options = Signal::derive(move || options_html(&choices, language.get(), today));
            view! { <datalist id=id inner_html=options></datalist> }.still()
        })
        .collect()
}

/// Every place under its full name, and beside it what it is called in the other languages.
fn options_html(choices: &[Choice], language: Language, today: NaiveDate) -> String {
    let by_id: BTreeMap<&str, &Choice> = choices
        .iter()
        .map(|choice| (choice.choice.as_str(), choice))
        .collect();
    let mut html = String::new();
    for choice in choices.iter().filter(|choice| choice.is_valid_on(today)) {
        html.push_str("<option value=\"");
        escape(&full_name(choice, &by_id, language), &mut html);
        html.push_str("\">");
        escape(&other_names(choice, language), &mut html);
        html.push_str("</option>");
    }
    html
}

/// The same as [`place_name`], for a thousand places at once.
fn full_name(choice: &Choice, by_id: &BTreeMap<&str, &Choice>, language: Language) -> String {
    let mut name = choice.label.in_language(language).to_owned();
    let mut next = parent(choice, by_id);
    for _ in 1..8 {
        let Some(place) = next else { break };
        name.push_str(", ");
        name.push_str(place.label.in_language(language));
        next = parent(place, by_id);
    }
    name
}

fn parent<'a>(choice: &Choice, by_id: &BTreeMap<&str, &'a Choice>) -> Option<&'a Choice> {
    by_id.get(choice.parent.as_deref()?).copied()
}

fn other_names(choice: &Choice, language: Language) -> String {
    let own = choice.label.in_language(language);
    let mut names: Vec<&str> = Vec::new();
    for other in Language::ALL.into_iter().filter(|other| *other != language) {
        let name = choice.label.in_language(other);
        if name != own && !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(" · ")
}

#[cfg(test)]
mod tests {
    use domain::Text;

    use super::*;

    #[test]
    fn a_place_is_suggested_under_the_name_that_the_domain_gives_it() {
        let text = |hu: &str, uk: &str, en: &str| Text {
            hu: hu.to_owned(),
            uk: uk.to_owned(),
            en: en.to_owned(),
        };
        let place = |id: &str, label: Text, parent: Option<&str>| Choice {
            choice: id.to_owned(),
            label,
            parent: parent.map(str::to_owned),
            shown_when: None,
            from: None,
            until: None,
        };
        let places = [
            place("ua", text("Ukrajna", "Україна", "Ukraine"), None),
            place(
                "berehove",
                text("Beregszász", "Берегове", "Berehove"),
                Some("ua"),
            ),
        ];
        let day = NaiveDate::default();
        for language in Language::ALL {
            let html = options_html(&places, language, day);
            let name = place_name(&places, "berehove", language).unwrap();
            assert!(html.contains(&format!("value=\"{name}\"")), "{html}");
        }
        assert!(options_html(&places, Language::En, day).contains(">Beregszász · Берегове<"));
    }
}
