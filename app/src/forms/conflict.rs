//! Somebody else saved meanwhile: both values, side by side.

use domain::{
    Conflict,
    forms::{Field, FormDefinition, Inputs, read_input},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::value::answer_text;
use crate::{
    language::{language_of, say, say_text, say_with},
    ui::{
        icon::{Icon, IconView},
        time_text,
    },
};

/// Shows what is stored now beside what was typed.
pub(crate) fn conflict_view(
    definition: &FormDefinition,
    conflict: &Conflict,
    mine: &Inputs,
) -> AnyView {
    let (name, at) = (conflict.by.clone(), conflict.at);
    let intro = say_with(move |locale| {
        let time = time_text(at, language_of(locale));
        td_string!(
            locale,
            forms.conflict_intro,
            name = name.clone(),
            time = time
        )
        .to_string()
    });
    let rows: Vec<AnyView> = conflict
        .theirs
        .iter()
        .filter_map(|(id, theirs)| {
            let field = definition.field(id)?;
            let yours = mine.get(id).cloned().unwrap_or_default();
            Some(row(field, &conflict.by, theirs.clone(), yours))
        })
        .collect();
    view! {
        <div class="notice notice-warn" role="alert" id="conflict" tabindex="-1">
            <IconView icon=Icon::Warning/>
            <div>
                <h2>{say!(forms.conflict_title)}</h2>
                <p>{intro}</p>
            </div>
        </div>
        {rows}
    }
    .into_any()
}

fn row(field: &Field, by: &str, theirs: Vec<String>, yours: Vec<String>) -> AnyView {
    let name = by.to_owned();
    let theirs_title = say_with(move |locale| {
        td_string!(locale, forms.conflict_theirs, name = name.clone()).to_string()
    });
    view! {
        <div class="conflict">
            <h3>{say_text(field.label.clone())}</h3>
            <div class="conflict-sides">
                <div class="option">
                    <span>
                        <span class="conflict-who">{theirs_title}</span>
                        <span class="conflict-value">{words(field, theirs)}</span>
                    </span>
                </div>
                <div class="option">
                    <span>
                        <span class="conflict-who">{say!(forms.conflict_yours)}</span>
                        <span class="conflict-value">{words(field, yours)}</span>
                    </span>
                </div>
            </div>
        </div>
    }
    .into_any()
}

fn read_one(field: &Field, typed: &[String]) -> Option<domain::forms::Answer> {
    let inputs = [(field.id.clone(), typed.to_vec())].into();
    read_input(field, &inputs, &field.id)
}

fn words(field: &Field, typed: Vec<String>) -> Signal<String> {
    let field = field.clone();
    say_with(move |locale| match read_one(&field, &typed) {
        Some(answer) => answer_text(locale, &field, &answer),
        None if typed.iter().all(String::is_empty) => {
            td_string!(locale, forms.no_answer).to_owned()
        }
        None => typed.join(", "),
    })
}
