//! One field of a form: question, help, problem and control.

use std::collections::BTreeSet;

use domain::{
    Problem,
    forms::{Field, FieldType, Inputs},
};
use leptos::prelude::*;

use super::{
    inputs::{control_id, control_name},
    options::{choice_controls, choice_list},
    problems::problem_text,
    textarea::TextArea,
    value::answer_text,
};
use crate::{
    language::{current_language, language_of, say, say_text, say_with},
    ui::icon::{Icon, IconView},
};

/// What every field of a form shares.
#[derive(Clone, Copy)]
pub(crate) struct Shared {
    /// What is wrong.
    pub(crate) problems: RwSignal<Vec<Problem>>,
    /// Which fields are shown.
    pub(crate) visible: Memo<BTreeSet<String>>,
}

impl Shared {
    fn problem(self, field: &str) -> Signal<Option<Problem>> {
        let field = field.to_owned();
        Signal::derive(move || {
            self.problems.with(|problems| {
                problems
                    .iter()
                    .find(|problem| problem.field == field)
                    .cloned()
            })
        })
    }

    fn hidden(self, field: &str) -> Signal<bool> {
        let field = field.to_owned();
        Signal::derive(move || self.visible.with(|visible| !visible.contains(&field)))
    }
}

/// A field that the actor may fill.
pub(crate) fn field_view(field: &Field, inputs: &Inputs, shared: Shared) -> AnyView {
    let typed = inputs.get(&field.id).cloned().unwrap_or_default();
    let hidden = shared.hidden(&field.id);
    let problem = shared.problem(&field.id);
    let conditional = field.shown_when.is_some();
    let invalid = Signal::derive(move || problem.with(Option::is_some));
    let about = about(field, problem, conditional);
    if let Some(controls) = choice_controls(field, &typed) {
        let described_by = described_by(field, problem);
        return view! {
            <fieldset class="field" class:field-revealed=conditional class:field-invalid=invalid hidden=hidden aria-describedby=described_by>
                <legend>{label(field)}</legend>
                {about}
                {controls}
            </fieldset>
        }
        .into_any();
    }
    let control = choice_list(field, &typed).unwrap_or_else(|| control(field, typed, problem));
    view! {
        <div class="field" class:field-revealed=conditional class:field-invalid=invalid hidden=hidden>
            <label for=control_id(&field.id)>{label(field)}</label>
            {about}
            {control}
        </div>
    }
    .into_any()
}

fn label(field: &Field) -> AnyView {
    let optional = (!field.required).then(|| {
        view! { <span class="optional">" (" {say!(forms.optional)} ")"</span> }
    });
    view! { {say_text(field.label.clone())} {optional} }.into_any()
}

fn help_id(field: &str) -> String {
    format!("help-{field}")
}

fn error_id(field: &str) -> String {
    format!("error-{field}")
}

/// The ids of the texts that explain the control.
fn described_by(field: &Field, problem: Signal<Option<Problem>>) -> Signal<Option<String>> {
    let id = field.id.clone();
    let helped = field.help.is_some() || has_own_help(&field.kind);
    Signal::derive(move || {
        let mut ids = Vec::new();
        if helped {
            ids.push(help_id(&id));
        }
        if problem.with(Option::is_some) {
            ids.push(error_id(&id));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    })
}

const fn has_own_help(kind: &FieldType) -> bool {
    matches!(kind, FieldType::Date { .. } | FieldType::Phone)
}

/// Help, reason and problem of a field.
fn about(field: &Field, problem: Signal<Option<Problem>>, conditional: bool) -> AnyView {
    let why = field.why.clone().map(|why| {
        view! {
            <details class="why">
                <summary>{say!(forms.why)}</summary>
                <p>{say_text(why)}</p>
            </details>
        }
    });
    let only_if = conditional.then(|| {
        view! { <p class="help only-if">{say!(forms.only_if)}</p> }
    });
    let error = error_id(&field.id);
    view! {
        {help(field)}
        {only_if}
        {why}
        {move || problem.get().map(|problem| message(error.clone(), problem))}
    }
    .into_any()
}

fn help(field: &Field) -> AnyView {
    let id = help_id(&field.id);
    if let Some(help) = &field.help {
        return view! { <p class="help" id=id>{say_text(help.clone())}</p> }.into_any();
    }
    match field.kind {
        FieldType::Date { .. } => {
            let text = say_with(|locale| {
                let example = domain::dates::parse_date("1989-04-27")
                    .map(|day| domain::dates::format_date(day, language_of(locale)))
                    .unwrap_or_default();
                leptos_i18n::td_string!(locale, forms.date_help, example = example).to_string()
            });
            view! { <p class="help" id=id>{text}</p> }.into_any()
        }
        FieldType::Phone => view! { <p class="help" id=id>{say!(forms.phone_help)}</p> }.into_any(),
        _ => ().into_any(),
    }
}

fn message(id: String, problem: Problem) -> AnyView {
    let text = say_with(move |locale| problem_text(locale, &problem));
    view! {
        <p class="message" id=id>
            <IconView icon=Icon::Error/>
            <span>{text}</span>
        </p>
    }
    .into_any()
}

/// A stored date as the language writes it; whatever else was typed stays exactly as it is.
fn as_written(kind: &FieldType, text: String) -> String {
    let stored = text.parse::<chrono::NaiveDate>().ok();
    match (kind, stored) {
        (FieldType::Date { .. }, Some(day)) => {
            domain::dates::format_date(day, current_language().get_untracked())
        }
        _ => text,
    }
}

/// The control of a field that is typed into.
fn control(field: &Field, typed: Vec<String>, problem: Signal<Option<Problem>>) -> AnyView {
    let id = control_id(&field.id);
    let name = control_name(&field.id);
    let described_by = described_by(field, problem);
    let invalid = Signal::derive(move || problem.with(Option::is_some).then_some("true"));
    let text = typed
        .into_iter()
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    let text = as_written(&field.kind, text);
    if matches!(field.kind, FieldType::LongText { .. }) {
        return view! { <TextArea id name text described_by invalid/> }.into_any();
    }
    let (kind, mode, class) = match field.kind {
        FieldType::Integer { .. } => ("text", "numeric", "input input-short"),
        FieldType::Date { .. } => ("text", "numeric", "input input-date"),
        FieldType::Phone => ("tel", "tel", "input"),
        FieldType::Email => ("text", "email", "input"),
        _ => ("text", "text", "input"),
    };
    view! {
        <input
            class=class
            id=id
            name=name
            type=kind
            inputmode=mode
            autocomplete="off"
            value=text
            aria-describedby=described_by
            aria-invalid=invalid
        />
    }
    .into_any()
}

/// A field that the actor may read only.
pub(crate) fn locked_view(field: &Field, inputs: &Inputs, shared: Shared) -> AnyView {
    let hidden = shared.hidden(&field.id);
    let typed = inputs.get(&field.id).cloned().unwrap_or_default();
    let shown = field.clone();
    let text = say_with(move |locale| locked_text(locale, &shown, &typed));
    view! {
        <div class="field" hidden=hidden>
            <span class="label">{say_text(field.label.clone())}</span>
            <p class="help">{say!(forms.locked)}</p>
            <p class="locked"><IconView icon=Icon::Lock/> <span>{text}</span></p>
        </div>
    }
    .into_any()
}

fn locked_text(locale: crate::i18n::Locale, field: &Field, typed: &[String]) -> String {
    let answer = domain::forms::read_input(
        field,
        &[(field.id.clone(), typed.to_vec())].into(),
        &field.id,
    );
    match answer {
        Some(answer) => answer_text(locale, field, &answer),
        None => leptos_i18n::td_string!(locale, forms.no_answer).to_owned(),
    }
}
