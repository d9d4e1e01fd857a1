//! One field of a form: question, help, problem and controls.

use domain::{
    Problem,
    forms::{Field, FieldType, Filling, read_input},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{
    control::{Writing, text_control},
    group::group_view,
    inputs::control_id,
    live::Live,
    marks::mark_view,
    options::{choice_controls, choice_list},
    parts::part_controls,
    places::place_control,
    problems::problem_view,
    tally::tally_controls,
    textarea::TextArea,
    value::{Medium, answer_text, answer_view},
};
use crate::{
    language::{language_of, say, say_with, text_view},
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// The field at this path, for somebody who may fill it.
pub(crate) fn field_view(field: &Field, path: &str, live: Live) -> AnyView {
    match &field.kind {
        FieldType::Divider => divider(field, live.hidden(path)),
        FieldType::Note => note(field, live.hidden(path)),
        FieldType::Calculated { .. } => calculated(field, path, live),
        FieldType::Group(group) => group_view(field, group, live),
        _ => question(field, path, live),
    }
}

fn question(field: &Field, path: &str, live: Live) -> AnyView {
    let about = about(field, path, live);
    let several = choice_controls(field, path, live)
        .or_else(|| part_controls(field, path, live))
        .or_else(|| tally_controls(field, path, live));
    if let Some(controls) = several {
        return framed(field, path, live, view! { {about} {controls} }.still());
    }
    let control = single_control(field, path, live);
    let conditional = field.is_conditional();
    view! {
        <div
            class="field"
            class:field-revealed=conditional
            class:field-invalid=live.is_wrong(path)
            hidden=live.hidden(path)
        >
            <label for=control_id(path)>{label(field, path, live)}</label>
            {about}
            {control}
        </div>
    }
    .still()
}

/// A question with several controls.
pub(super) fn framed(field: &Field, path: &str, live: Live, inside: AnyView) -> AnyView {
    let conditional = field.is_conditional();
    view! {
        <fieldset
            class="field"
            class:field-revealed=conditional
            class:field-invalid=live.is_wrong(path)
            hidden=live.hidden(path)
            aria-describedby=described_by(field, path, live)
        >
            <legend>{label(field, path, live)}</legend>
            {inside}
        </fieldset>
    }
    .still()
}

/// The question, and whether an answer may be left out.
pub(super) fn label(field: &Field, path: &str, live: Live) -> AnyView {
    let required = live.follow(path, Filling::is_required);
    let says = !field.required;
    let optional = says.then(|| {
        view! { <span class="optional" hidden=required>" (" {say!(forms.optional)} ")"</span> }
    });
    view! { {text_view(field.label.clone())} {optional} }.still()
}

fn help_id(path: &str) -> String {
    format!("help-{path}")
}

/// The id of the words that say what is wrong at a path.
pub(super) fn error_id(path: &str) -> String {
    format!("error-{path}")
}

/// The ids of the texts that explain a field.
pub(super) fn described_by(field: &Field, path: &str, live: Live) -> Signal<Option<String>> {
    let (path, problem) = (path.to_owned(), live.problem(path));
    let helped = field.help.is_some() || own_help(&field.kind).is_some();
    Signal::derive(move || {
        let wrong = problem.with(Option::is_some);
        let ids = [(helped, help_id(&path)), (wrong, error_id(&path))];
        let there: Vec<String> = ids
            .into_iter()
            .filter(|(there, _)| *there)
            .map(|(_, id)| id)
            .collect();
        (!there.is_empty()).then(|| there.join(" "))
    })
}

/// Help, reason and problem of a field.
pub(super) fn about(field: &Field, path: &str, live: Live) -> AnyView {
    let why = field.why.clone().map(|why| {
        view! {
            <details class="why">
                <summary>{say!(forms.why)}</summary>
                <p>{text_view(why)}</p>
            </details>
        }
    });
    view! {
        {help(field, path)}
        {only_if(field)}
        {why}
        {mark_view(field, path, live)}
        {problem_view(path, live.problem(path))}
    }
    .still()
}

/// Without our code a field cannot come and go; it says that it may not apply.
fn only_if(field: &Field) -> Option<AnyView> {
    field
        .is_conditional()
        .then(|| view! { <p class="help only-if">{say!(forms.only_if)}</p> }.still())
}

fn help(field: &Field, path: &str) -> AnyView {
    let id = help_id(path);
    if let Some(help) = &field.help {
        return view! { <p class="help" id=id>{text_view(help.clone())}</p> }.still();
    }
    match own_help(&field.kind) {
        Some(text) => view! { <p class="help" id=id>{text}</p> }.still(),
        None => ().still(),
    }
}

/// How to answer, where the form does not say it.
fn own_help(kind: &FieldType) -> Option<Signal<String>> {
    Some(match kind {
        FieldType::Date { .. } => say_with(|locale| {
            let example = domain::dates::parse_date("1989-04-27")
                .map(|day| domain::dates::format_date(day, language_of(locale)))
                .unwrap_or_default();
            td_string!(locale, forms.date_help, example = example).to_string()
        }),
        FieldType::PartialDate { .. } => {
            say_with(|locale| td_string!(locale, forms.partial_date_help).to_owned())
        }
        FieldType::Phone => say_with(|locale| td_string!(locale, forms.phone_help).to_owned()),
        FieldType::Location { .. } => {
            say_with(|locale| td_string!(locale, forms.place_help).to_owned())
        }
        _ => return None,
    })
}

/// The control of a field that has only one.
fn single_control(field: &Field, path: &str, live: Live) -> AnyView {
    let described = described_by(field, path, live);
    if let Some(list) = choice_list(field, path, described, live) {
        return list;
    }
    match &field.kind {
        FieldType::LongText { .. } => {
            let problem = live.problem(path);
            let invalid = Signal::derive(move || problem.with(Option::is_some).then_some("true"));
            let (id, name) = (control_id(path), super::inputs::control_name(path));
            let text = live.typed_text(path);
            view! { <TextArea id name text described_by=described invalid/> }.still()
        }
        FieldType::Location { choices } => place_control(choices, path, described, live),
        kind => text_control(path, Writing::of(kind), described, live),
    }
}

fn divider(field: &Field, hidden: Signal<bool>) -> AnyView {
    let help = field.help.clone();
    view! {
        <div class="form-part" hidden=hidden>
            <h2>{text_view(field.label.clone())}</h2>
            {help.map(|help| view! { <p class="help">{text_view(help)}</p> })}
        </div>
    }
    .still()
}

/// Something that the reader should know.
fn note(field: &Field, hidden: Signal<bool>) -> AnyView {
    let help = field.help.clone();
    view! {
        <div class="field" hidden=hidden>
            {only_if(field)}
            <div class="notice notice-info" role="note">
                <IconView icon=Icon::Info/>
                <div>
                    <p class="note-title">{text_view(field.label.clone())}</p>
                    {help.map(|help| view! { <p>{text_view(help)}</p> })}
                </div>
            </div>
        </div>
    }
    .still()
}

/// A value that rules work out; it is said politely when it changes.
fn calculated(field: &Field, path: &str, live: Live) -> AnyView {
    let (shown, answer) = (field.clone(), live.answer(path));
    let text = say_with(move |locale| match answer.get() {
        Some(answer) => answer_text(locale, &shown, &answer),
        None => td_string!(locale, forms.not_worked_out).to_owned(),
    });
    let empty = move || answer.with(Option::is_none);
    let label_id = format!("label-{path}");
    view! {
        <div class="field field-calculated" class:field-revealed=field.is_conditional() hidden=live.hidden(path)>
            <span class="label" id=label_id.clone()>{text_view(field.label.clone())}</span>
            {help(field, path)}
            {only_if(field)}
            <output id=control_id(path) class="calculated" class:value-empty=empty aria-labelledby=label_id aria-live="polite">{text}</output>
        </div>
    }
    .still()
}

/// A field that the actor may read only.
pub(crate) fn locked_view(
    field: &Field,
    live: Live,
    stored: Option<domain::forms::Answer>,
) -> AnyView {
    if !field.has_answer() || matches!(field.kind, FieldType::Calculated { .. }) {
        return field_view(field, &field.id, live);
    }
    let value = match stored {
        Some(answer) => answer_view(field, &answer, Medium::Screen),
        None => say!(forms.no_answer).still(),
    };
    view! {
        <div class="field" hidden=live.hidden(&field.id)>
            <span class="label">{text_view(field.label.clone())}</span>
            <p class="help">{say!(forms.locked)}</p>
            <div class="locked"><IconView icon=Icon::Lock/> <div>{value}</div></div>
        </div>
    }
    .still()
}

/// What stands in the controls of a field, read as an answer, whether it is accepted or not.
pub(super) fn answer_typed(field: &Field, path: &str, live: Live) -> Option<domain::forms::Answer> {
    live.with(|filling| read_input(field, filling.inputs(), path))
}

/// Whether a problem is said: for `aria-invalid`.
pub(super) fn invalid(problem: Signal<Option<Problem>>) -> Signal<Option<&'static str>> {
    Signal::derive(move || problem.with(Option::is_some).then_some("true"))
}
