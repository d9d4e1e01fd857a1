//! The questions of an empty form, in two languages, with room to write.

mod conditions;
mod lines;
mod pair;

use crate::still::IntoStill;
use domain::{
    Text,
    forms::{Field, FieldType, FormDefinition, Group},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::language::{locale_of, text_in};
use conditions::{Around, condition_text};
pub(in crate::forms::print) use lines::line;
pub(super) use pair::Pair;

/// How many rows of a group are printed, unless fewer are allowed or more are needed.
const ROWS: u32 = 3;

/// Every question of the form.
pub(super) fn questions(pair: Pair, form: &FormDefinition) -> AnyView {
    let around = Around { form, group: None };
    let parts: Vec<AnyView> = form
        .fields
        .iter()
        .map(|field| match &field.kind {
            FieldType::Calculated { .. } => ().still(),
            FieldType::Divider => divider(pair, around, field),
            FieldType::Note => note(pair, around, field),
            FieldType::Group(group) => group_rows(pair, form, field, group),
            _ => question(pair, around, field),
        })
        .collect();
    view! { <div class="blank-questions">{parts}</div> }.still()
}

fn divider(pair: Pair, around: Around<'_>, field: &Field) -> AnyView {
    view! {
        <div class="blank-divider">
            <h2>{pair.text(&field.label)}</h2>
            {only_if(pair, around, field)}
        </div>
    }
    .still()
}

fn note(pair: Pair, around: Around<'_>, field: &Field) -> AnyView {
    let text = field.help.as_ref().map(|help| pair.text(help));
    view! {
        <div class="blank-note">
            <div class="blank-label">{pair.text(&field.label)}</div>
            {only_if(pair, around, field)}
            {text}
        </div>
    }
    .still()
}

fn question(pair: Pair, around: Around<'_>, field: &Field) -> AnyView {
    view! {
        <div class="blank-question">
            <div class="blank-label">{label(pair, field)}</div>
            {only_if(pair, around, field)}
            {help(pair, field.help.as_ref())}
            {lines::room(pair, &field.kind)}
        </div>
    }
    .still()
}

/// The question; a star says that it needs an answer.
fn label(pair: Pair, field: &Field) -> AnyView {
    let needed = field.required || field.required_when.is_some();
    pair.columns(|language| {
        let star = needed.then_some(" *");
        view! { {text_in(&field.label, language)} {star} }.still()
    })
}

fn help(pair: Pair, help: Option<&Text>) -> AnyView {
    help.map(|help| view! { <div class="blank-help">{pair.text(help)}</div> })
        .still()
}

/// When the question is asked at all, in words.
fn only_if(pair: Pair, around: Around<'_>, field: &Field) -> AnyView {
    field
        .shown_when
        .as_ref()
        .map(|condition| {
            let words = pair.columns(|language| {
                let locale = locale_of(language);
                match condition_text(locale, around, condition) {
                    Some(condition) => {
                        td_string!(locale, print.only_if, condition = condition).to_string()
                    }
                    None => td_string!(locale, forms.only_if).to_owned(),
                }
                .still()
            });
            view! { <div class="blank-condition">{words}</div> }
        })
        .still()
}

/// A group: its rows, empty, as blocks.
fn group_rows(pair: Pair, form: &FormDefinition, field: &Field, group: &Group) -> AnyView {
    let around = Around { form, group: None };
    let count = group.min_rows.max(ROWS).min(group.max_rows);
    let rows: Vec<AnyView> = (1..=count)
        .map(|number| row(pair, form, field, group, number))
        .collect();
    let more = (group.max_rows > count).then(|| {
        let words = pair.key(|locale| td_string!(locale, print.more_rows));
        view! { <div class="write-hint">{words}</div> }
    });
    view! {
        <div class="blank-group">
            <div class="blank-label">{label(pair, field)}</div>
            {only_if(pair, around, field)}
            {help(pair, field.help.as_ref())}
            {rows}
            {more}
        </div>
    }
    .still()
}

fn row(pair: Pair, form: &FormDefinition, field: &Field, group: &Group, number: u32) -> AnyView {
    let around = Around {
        form,
        group: Some(field),
    };
    let title = pair.columns(|language| {
        let row = text_in(&group.row_label, language);
        view! { {row} " " {number.to_string()} }.still()
    });
    let questions: Vec<AnyView> = group
        .fields
        .iter()
        .filter(|field| field.is_asked())
        .map(|field| question(pair, around, field))
        .collect();
    view! {
        <div class="blank-row">
            <div class="blank-row-title">{title}</div>
            {questions}
        </div>
    }
    .still()
}
