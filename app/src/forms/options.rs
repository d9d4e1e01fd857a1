//! Questions that are answered by choosing.

use domain::{
    Text,
    forms::{Field, FieldType},
};
use leptos::prelude::*;

use super::inputs::{control_id, control_name};
use crate::language::{say, say_text};

/// From this many choices on, one choice is made from a list instead of from buttons.
const LIST_FROM: usize = 12;

/// The controls of a question that is answered by choosing; `None` for every other type.
pub(crate) fn choice_controls(field: &Field, typed: &[String]) -> Option<AnyView> {
    match &field.kind {
        FieldType::YesNo => Some(yes_no(field, typed)),
        FieldType::OneChoice { choices } if choices.len() < LIST_FROM => {
            let options = choices
                .iter()
                .map(|choice| (choice.choice.clone(), choice.label.clone()));
            Some(options_of(field, "radio", options.collect(), typed))
        }
        FieldType::ManyChoices { choices } => {
            let options = choices
                .iter()
                .map(|choice| (choice.choice.clone(), choice.label.clone()));
            Some(options_of(field, "checkbox", options.collect(), typed))
        }
        _ => None,
    }
}

fn yes_no(field: &Field, typed: &[String]) -> AnyView {
    let chosen = |value: &str| typed.iter().any(|typed| typed == value);
    let (yes, no) = (chosen("yes"), chosen("no"));
    let option = |value: &'static str, checked: bool, label: Signal<&'static str>, first: bool| {
        option(
            field,
            "radio",
            value.to_owned(),
            checked,
            label.into(),
            first,
        )
    };
    view! {
        <div class="options">
            {option("yes", yes, say!(forms.yes), true)}
            {option("no", no, say!(forms.no), false)}
            {none_of_them(field, typed)}
        </div>
    }
    .into_any()
}

fn options_of(
    field: &Field,
    kind: &'static str,
    options: Vec<(String, Text)>,
    typed: &[String],
) -> AnyView {
    let controls: Vec<AnyView> = options
        .into_iter()
        .enumerate()
        .map(|(place, (value, label))| {
            let checked = typed.contains(&value);
            option(
                field,
                kind,
                value,
                checked,
                Label::Text(say_text(label)),
                place == 0,
            )
        })
        .collect();
    let none = (kind == "radio").then(|| none_of_them(field, typed));
    view! {
        <input type="hidden" name=control_name(&field.id) value=""/>
        <div class="options">{controls} {none}</div>
    }
    .into_any()
}

/// An answer that is not needed can be taken back.
fn none_of_them(field: &Field, typed: &[String]) -> Option<AnyView> {
    (!field.required).then(|| {
        let nothing = typed.iter().all(String::is_empty);
        option(
            field,
            "radio",
            String::new(),
            nothing,
            say!(forms.no_answer).into(),
            false,
        )
    })
}

enum Label {
    Key(Signal<&'static str>),
    Text(Signal<String>),
}

impl From<Signal<&'static str>> for Label {
    fn from(text: Signal<&'static str>) -> Self {
        Self::Key(text)
    }
}

fn option(
    field: &Field,
    kind: &'static str,
    value: String,
    checked: bool,
    label: Label,
    first: bool,
) -> AnyView {
    let label = match label {
        Label::Key(text) => text.into_any(),
        Label::Text(text) => text.into_any(),
    };
    view! {
        <label class="option">
            <input
                type=kind
                id=first.then(|| control_id(&field.id))
                name=control_name(&field.id)
                value=value
                checked=checked
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// One choice from a long list.
pub(crate) fn choice_list(field: &Field, typed: &[String]) -> Option<AnyView> {
    let FieldType::OneChoice { choices } = &field.kind else {
        return None;
    };
    let options: Vec<AnyView> = choices
        .iter()
        .map(|choice| {
            let selected = typed.contains(&choice.choice);
            let label = say_text(choice.label.clone());
            view! { <option value=choice.choice.clone() selected=selected>{label}</option> }
                .into_any()
        })
        .collect();
    Some(
        view! {
            <select class="input" id=control_id(&field.id) name=control_name(&field.id)>
                <option value="">{say!(forms.choose)}</option>
                {options}
            </select>
        }
        .into_any(),
    )
}
