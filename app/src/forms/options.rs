//! Questions that are answered by choosing.

use crate::still::IntoStill;
use domain::forms::{Choice, Field, FieldType};
use leptos::prelude::*;

use super::{
    field::invalid,
    inputs::{control_id, control_name},
    live::Live,
    textarea::escape,
};
use crate::language::{current_language, locale_of, say, text_view};

/// With more choices than this, one choice is made from a list instead of from buttons.
const BUTTONS_MAX: usize = 7;

/// The controls of a question that is answered by choosing; `None` for every other type.
pub(super) fn choice_controls(field: &Field, path: &str, live: Live) -> Option<AnyView> {
    match &field.kind {
        FieldType::YesNo => Some(yes_no(field, path, live)),
        FieldType::OneChoice { choices } if choices.len() <= BUTTONS_MAX => {
            Some(buttons(field, choices, "radio", path, live))
        }
        FieldType::ManyChoices { choices } => Some(buttons(field, choices, "checkbox", path, live)),
        _ => None,
    }
}

/// Whether a field's choices come and go.
fn is_changing(field: &Field, choices: &[Choice]) -> bool {
    field.parent.is_some() || choices.iter().any(|choice| choice.shown_when.is_some())
}

fn yes_no(field: &Field, path: &str, live: Live) -> AnyView {
    let typed = live.typed_text(path);
    let button = |value: &'static str, label: Signal<&'static str>| Button {
        kind: "radio",
        id: (value == "yes").then(|| control_id(path)),
        name: control_name(path),
        value: value.to_owned(),
        checked: typed == value,
        hidden: None,
        label: label.still(),
    };
    view! {
        <div class="options">
            {button("yes", say!(forms.yes)).view()}
            {button("no", say!(forms.no)).view()}
            {none_of_them(field, path, live)}
        </div>
    }
    .still()
}

fn buttons(
    field: &Field,
    choices: &[Choice],
    kind: &'static str,
    path: &str,
    live: Live,
) -> AnyView {
    let typed = live.typed(path);
    let offered = live.offered(path);
    let changing = is_changing(field, choices);
    let today = live.with(|filling| filling.setting().today);
    let controls: Vec<AnyView> = choices
        .iter()
        .enumerate()
        .filter(|(_, choice)| choice.is_valid_on(today) || typed.contains(&choice.choice))
        .enumerate()
        .map(|(number, (place, choice))| {
            let (held, value) = (path.to_owned(), choice.choice.clone());
            // What is chosen stays in sight, offered or not.
            let hidden = Signal::derive(move || {
                let is_offered = offered.with(|offered| offered.contains(&place));
                !is_offered && !live.typed(&held).contains(&value)
            });
            let button = Button {
                kind,
                id: (number == 0 && !changing).then(|| control_id(path)),
                name: control_name(path),
                value: choice.choice.clone(),
                checked: typed.contains(&choice.choice),
                hidden: changing.then_some(hidden),
                label: text_view(choice.label.clone()),
            };
            button.view()
        })
        .collect();
    let none = (kind == "radio").then(|| none_of_them(field, path, live));
    let id = changing.then(|| control_id(path));
    let focusable = changing.then_some("-1");
    let nothing = changing.then(|| {
        let empty = Signal::derive(move || offered.with(Vec::is_empty));
        view! { <p class="help" hidden=move || !empty.get()>{say!(forms.nothing_offered)}</p> }
    });
    let class = if choices.len() > BUTTONS_MAX {
        "options options-many"
    } else {
        "options"
    };
    view! {
        <input type="hidden" name=control_name(path) value=""/>
        {nothing}
        <div class=class id=id tabindex=focusable>{controls} {none}</div>
    }
    .still()
}

/// An answer that is not needed can be taken back.
fn none_of_them(field: &Field, path: &str, live: Live) -> Option<AnyView> {
    (!field.required).then(|| {
        let button = Button {
            kind: "radio",
            id: None,
            name: control_name(path),
            value: String::new(),
            checked: live.typed(path).is_empty(),
            hidden: None,
            label: say!(forms.no_answer).still(),
        };
        button.view()
    })
}

/// One answer to choose.
struct Button {
    kind: &'static str,
    id: Option<String>,
    name: String,
    value: String,
    checked: bool,
    hidden: Option<Signal<bool>>,
    label: AnyView,
}

impl Button {
    fn view(self) -> AnyView {
        let hidden = self.hidden;
        let hidden = move || hidden.is_some_and(|hidden| hidden.get());
        view! {
            <label class="option" hidden=hidden>
                <input type=self.kind id=self.id name=self.name value=self.value checked=self.checked/>
                <span>{self.label}</span>
            </label>
        }
        .still()
    }
}

/// One choice from a long list.
pub(super) fn choice_list(
    field: &Field,
    path: &str,
    described_by: Signal<Option<String>>,
    live: Live,
) -> Option<AnyView> {
    let FieldType::OneChoice { choices } = &field.kind else {
        return None;
    };
    let offered = live.offered(path);
    Some(select_choice(choices, offered, path, described_by, live))
}

/// A list of those choices that are offered, and of the one that is chosen.
pub(super) fn select_choice(
    choices: &[Choice],
    offered: Signal<Vec<usize>>,
    path: &str,
    described_by: Signal<Option<String>>,
    live: Live,
) -> AnyView {
    let language = current_language();
    let (choices, held) = (choices.to_vec(), path.to_owned());
    let options = move || {
        let language = language.get();
        let chosen = live.typed_text(&held);
        let choose = leptos_i18n::td_string!(locale_of(language), forms.choose);
        let mut html = format!("<option value=\"\">{choose}</option>");
        offered.with(|offered| {
            for (place, choice) in choices.iter().enumerate() {
                let is_chosen = choice.choice == chosen;
                if is_chosen || offered.contains(&place) {
                    push_option(&mut html, choice, is_chosen, language);
                }
            }
        });
        html
    };
    select("input", path, described_by, live, options)
}

fn push_option(html: &mut String, choice: &Choice, chosen: bool, language: domain::Language) {
    let (spoken, label) = choice.label.resolve(language);
    html.push_str("<option value=\"");
    html.push_str(&choice.choice);
    html.push('"');
    if spoken != language {
        html.push_str(" lang=\"");
        html.push_str(spoken.code());
        html.push('"');
    }
    html.push_str(if chosen { " selected>" } else { ">" });
    escape(label, html);
    html.push_str("</option>");
}

/// A list to choose from. Its options are written as one piece of HTML: two hundred countries as
/// views would make every form heavy.
pub(super) fn select(
    class: &'static str,
    path: &str,
    described_by: Signal<Option<String>>,
    live: Live,
    options: impl Fn() -> String + Send + Sync + 'static,
) -> AnyView {
    view! {
        <select
            class=class
            id=control_id(path)
            name=control_name(path)
            aria-describedby=described_by
            aria-invalid=invalid(live.problem(path))
            inner_html=Signal::derive(options)
        ></select>
    }
    .still()
}
