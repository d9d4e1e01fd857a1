//! Somebody else saved meanwhile: both values, side by side.

use chrono::NaiveDate;
use domain::{
    Conflict,
    forms::{
        Answer, Answers, Field, FieldType, Filling, FormDefinition, Inputs, Setting, read_input,
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::value::answer_text;
use crate::{
    language::{language_of, say, say_with, text_view},
    still::IntoStill,
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
    let differs = |field: &&Field| {
        let within = format!("{}.", field.id);
        let mut paths = conflict.theirs.keys();
        paths.any(|path| *path == field.id || path.starts_with(&within))
    };
    let rows: Vec<AnyView> = definition
        .fields
        .iter()
        .filter(differs)
        .map(|field| row(definition, field, conflict, mine))
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
    .still()
}

fn row(definition: &FormDefinition, field: &Field, conflict: &Conflict, mine: &Inputs) -> AnyView {
    let name = conflict.by.clone();
    let theirs_title = say_with(move |locale| {
        td_string!(locale, forms.conflict_theirs, name = name.clone()).to_string()
    });
    let (theirs, yours) = (
        read_one(definition, field, &conflict.theirs),
        read_one(definition, field, mine),
    );
    let typed = mine.get(&field.id).cloned().unwrap_or_default();
    view! {
        <div class="conflict">
            <h3>{text_view(field.label.clone())}</h3>
            <div class="conflict-sides">
                <div class="option">
                    <span>
                        <span class="conflict-who">{theirs_title}</span>
                        <span class="conflict-value">{words(field, theirs, Vec::new())}</span>
                    </span>
                </div>
                <div class="option">
                    <span>
                        <span class="conflict-who">{say!(forms.conflict_yours)}</span>
                        <span class="conflict-value">{words(field, yours, typed)}</span>
                    </span>
                </div>
            </div>
        </div>
    }
    .still()
}

/// What stands in the controls of one field, read as its answer.
fn read_one(definition: &FormDefinition, field: &Field, typed: &Inputs) -> Option<Answer> {
    if !matches!(field.kind, FieldType::Group(_)) {
        return read_input(field, typed, &field.id);
    }
    let mut alone = definition.only(|other| other.id == field.id);
    for field in &mut alone.fields {
        field.shown_when = None;
    }
    let setting = Setting::on(NaiveDate::default());
    let filling = Filling::new(alone, setting, Answers::default(), typed.clone());
    filling.answers().get(&field.id).cloned()
}

fn words(field: &Field, answer: Option<Answer>, typed: Vec<String>) -> Signal<String> {
    let field = field.clone();
    say_with(move |locale| match &answer {
        Some(answer) => answer_text(locale, &field, answer),
        None if typed.iter().all(String::is_empty) => {
            td_string!(locale, forms.no_answer).to_owned()
        }
        None => typed.join(", "),
    })
}
