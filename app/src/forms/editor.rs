//! The form as it is filled in: it foresees what the server will decide, and loses nothing.

use std::{collections::BTreeSet, pin::Pin, sync::Arc};

use domain::{
    Conflict, Error, Problem,
    forms::{FormDefinition, Inputs, Setting, foresee, visible_fields},
};
use leptos::{ev, html, prelude::*, server_fn::ServerFn, task::spawn_local};
use leptos_router::hooks::use_navigate;

use super::{
    conflict::conflict_view,
    field::{Shared, field_view, locked_view},
    inputs::{control_id, read_inputs},
    problems::problem_text,
    server_fn::DiscardDraft,
};
use crate::{
    errors::{AppError, message_of},
    language::{current_language, plural, say, say_text, say_with},
    ui::icon::{Icon, IconView},
};

/// The id of the one form that a page fills in.
pub(crate) const EDIT_FORM: &str = "edit-form";

/// A save on its way; it answers where to go next.
pub(crate) type SaveFuture = Pin<Box<dyn Future<Output = Result<String, AppError>>>>;

/// How a page saves: what was typed, the version it started from, and which button was pressed.
pub(crate) type Save = Arc<dyn Fn(Inputs, i32, Option<String>) -> SaveFuture + Send + Sync>;

/// What a form needs to be filled in.
#[derive(Clone)]
pub(crate) struct Editor {
    /// The fields that the actor may see.
    pub(crate) definition: FormDefinition,
    /// Those that may be read only.
    pub(crate) locked: BTreeSet<String>,
    /// What stands in them.
    pub(crate) inputs: Inputs,
    /// What was wrong with them when they were posted.
    pub(crate) problems: Vec<Problem>,
    /// The version that the edit starts from.
    pub(crate) version: i32,
    /// Whether the inputs are a draft.
    pub(crate) draft: bool,
    /// The conflict that the draft met.
    pub(crate) conflict: Option<Conflict>,
    /// What the form's rules know beside its own answers.
    pub(crate) setting: Setting,
    /// Where the browser posts the form to when our code does not run.
    pub(crate) action: &'static str,
    /// The case, unless one is being registered.
    pub(crate) case: Option<String>,
    /// How our code saves.
    pub(crate) save: Save,
    /// The buttons, first the usual one: value and label.
    pub(crate) buttons: Vec<(&'static str, Signal<&'static str>)>,
    /// Where a click on "cancel" leads.
    pub(crate) cancel: String,
}

/// What the form is doing.
#[derive(Clone, Debug, PartialEq)]
enum Doing {
    Nothing,
    Saving,
    Failed(Error),
}

#[derive(Clone, Copy)]
struct State {
    inputs: RwSignal<Inputs>,
    problems: RwSignal<Vec<Problem>>,
    conflict: RwSignal<Option<Conflict>>,
    version: RwSignal<i32>,
    doing: RwSignal<Doing>,
}

/// A form to fill in.
///
/// It is a function of its own to the page around it, so that another form is made anew: a control
/// that is used again would keep what was typed into it, and its listeners those who are gone.
#[component]
pub(crate) fn FormEditor(editor: Editor) -> impl IntoView {
    move || form_editor(&editor)
}

fn form_editor(editor: &Editor) -> impl IntoView + use<> {
    let state = State {
        inputs: RwSignal::new(editor.inputs.clone()),
        problems: RwSignal::new(editor.problems.clone()),
        conflict: RwSignal::new(editor.conflict.clone()),
        version: RwSignal::new(editor.version),
        doing: RwSignal::new(Doing::Nothing),
    };
    let shared = Shared {
        problems: state.problems,
        visible: visible(
            editor.definition.clone(),
            state.inputs,
            editor.setting.clone(),
        ),
    };
    let form = NodeRef::<html::Form>::new();
    follow_what_is_typed(form, state, editor.inputs.clone());
    let fields: Vec<AnyView> = editor
        .definition
        .fields
        .iter()
        .map(|field| {
            if editor.locked.contains(&field.id) {
                locked_view(field, &editor.inputs, shared)
            } else {
                field_view(field, &editor.inputs, shared)
            }
        })
        .collect();
    let submit = on_submit(form, editor.clone(), state);
    view! {
        {draft_notice(editor)}
        {summary(editor.definition.clone(), state.problems)}
        {conflict_notice(editor.definition.clone(), state)}
        <form id=EDIT_FORM class="form" method="post" action=editor.action novalidate=true node_ref=form on:submit=submit>
            {editor.case.clone().map(|case| view! { <input type="hidden" name="case" value=case/> })}
            {editor.case.is_some().then(|| view! {
                <input type="hidden" name="form" value=editor.definition.form.clone()/>
                <input type="hidden" name="version" value=move || state.version.get().to_string()/>
            })}
            {fields}
            {failure(state.doing)}
            {actions(editor, state)}
        </form>
    }
}

/// Which fields are shown, worked out anew after every change.
fn visible(
    definition: FormDefinition,
    inputs: RwSignal<Inputs>,
    setting: Setting,
) -> Memo<BTreeSet<String>> {
    Memo::new(move |_| {
        let answers = inputs.with(|inputs| foresee(&definition, &setting, inputs).answers);
        visible_fields(&definition, &setting, &answers)
    })
}

/// Whatever changes in the form is read from the form itself: what was typed before our code ran,
/// too. Fields that may be read only are not in the form, and keep what they hold.
fn follow_what_is_typed(form: NodeRef<html::Form>, state: State, held: Inputs) {
    let read = move || {
        if let Some(form) = form.get_untracked() {
            let mut inputs = held.clone();
            inputs.extend(read_inputs(&form));
            state.inputs.set(inputs);
        }
    };
    Effect::new(move |_| {
        use leptos::web_sys::wasm_bindgen::JsCast;

        let Some(element) = form.get() else {
            return;
        };
        read();
        for event in ["input", "change"] {
            let read = read.clone();
            let heard = leptos::web_sys::wasm_bindgen::closure::Closure::<dyn Fn()>::new(read);
            let _ = element.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
            heard.forget();
        }
    });
}

fn on_submit(
    form: NodeRef<html::Form>,
    editor: Editor,
    state: State,
) -> impl Fn(ev::SubmitEvent) + 'static {
    let navigate = use_navigate();
    move |event| {
        event.prevent_default();
        let Some(element) = form.get_untracked() else {
            return;
        };
        if state.doing.get_untracked() == Doing::Saving {
            return;
        }
        let typed = read_inputs(&element);
        let foreseen = foreseen_problems(&editor, &typed);
        if !foreseen.is_empty() {
            show_problems(state, foreseen);
            return;
        }
        let pressed = pressed_button(&event);
        let saving = (editor.save)(typed, state.version.get_untracked(), pressed);
        state.doing.set(Doing::Saving);
        let navigate = navigate.clone();
        spawn_local(async move {
            match saving.await {
                Ok(path) => {
                    state.doing.set(Doing::Nothing);
                    navigate(&path, leptos_router::NavigateOptions::default());
                }
                Err(AppError(error)) => refused(state, error),
            }
        });
    }
}

/// What the server would find, except where it alone knows the answers.
fn foreseen_problems(editor: &Editor, typed: &Inputs) -> Vec<Problem> {
    let mut inputs = editor.inputs.clone();
    inputs.extend(typed.clone());
    let mut problems = foresee(&editor.definition, &editor.setting, &inputs).problems;
    problems.retain(|problem| !editor.locked.contains(&problem.field));
    problems
}

fn refused(state: State, error: Error) {
    match error {
        Error::Invalid { problems } => {
            state.doing.set(Doing::Nothing);
            show_problems(state, problems);
        }
        Error::Conflict { conflict } => {
            state.doing.set(Doing::Nothing);
            state.problems.set(Vec::new());
            state.version.set(conflict.version);
            state.conflict.set(Some(*conflict));
            focus_later("conflict");
        }
        other => state.doing.set(Doing::Failed(other)),
    }
}

fn show_problems(state: State, problems: Vec<Problem>) {
    state.problems.set(problems);
    focus_later(SUMMARY);
}

fn pressed_button(event: &ev::SubmitEvent) -> Option<String> {
    use leptos::web_sys::wasm_bindgen::JsCast;

    let button = event
        .submitter()?
        .dyn_into::<leptos::web_sys::HtmlButtonElement>()
        .ok()?;
    Some(button.value())
}

const SUMMARY: &str = "error-summary";

/// Moves to what has just appeared.
fn focus_later(id: &'static str) {
    request_animation_frame(move || {
        use leptos::web_sys::{HtmlElement, wasm_bindgen::JsCast};

        let element = document().get_element_by_id(id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}

fn draft_notice(editor: &Editor) -> Option<AnyView> {
    editor.draft.then(|| {
        let case = editor.case.clone();
        let form = editor.case.is_some().then(|| editor.definition.form.clone());
        view! {
            <div class="notice notice-info">
                <IconView icon=Icon::Info/>
                <div>
                    <p>{say!(forms.draft)}</p>
                    <form method="post" action=DiscardDraft::url()>
                        {case.map(|case| view! { <input type="hidden" name="case" value=case/> })}
                        {form.map(|form| view! { <input type="hidden" name="form" value=form/> })}
                        <button class="button button-quiet" type="submit">{say!(forms.discard)}</button>
                    </form>
                </div>
            </div>
        }
        .into_any()
    })
}

/// The error summary: every problem, linked to its field.
fn summary(definition: FormDefinition, problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    move || {
        let found = problems.get();
        (!found.is_empty()).then(|| summary_view(&definition, found))
    }
}

fn summary_view(definition: &FormDefinition, problems: Vec<Problem>) -> AnyView {
    let count = u32::try_from(problems.len()).unwrap_or(u32::MAX);
    let intro = say_with(move |locale| plural!(locale, count, forms.summary));
    let items: Vec<AnyView> = problems
        .into_iter()
        .map(|problem| {
            let href = format!("#{}", control_id(&problem.field));
            let label = definition
                .field(&problem.field)
                .map(|field| say_text(field.label.clone()));
            let text = say_with(move |locale| problem_text(locale, &problem));
            view! {
                <li>
                    <a href=href rel="external">{label.map(|label| view! { {label} ": " })} {text}</a>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="error-summary" role="alert" tabindex="-1" id=SUMMARY aria-labelledby="error-summary-title">
            <h2 id="error-summary-title"><IconView icon=Icon::Warning/> {say!(forms.summary_title)}</h2>
            <p>{intro}</p>
            <ul>{items}</ul>
        </div>
    }
    .into_any()
}

fn conflict_notice(definition: FormDefinition, state: State) -> impl IntoView {
    move || {
        state.conflict.get().map(|conflict| {
            let mine = state.inputs.get_untracked();
            conflict_view(&definition, &conflict, &mine)
        })
    }
}

/// Why a save did not go through, when it was not because of the answers.
fn failure(doing: RwSignal<Doing>) -> impl IntoView {
    let language = current_language();
    move || match doing.get() {
        Doing::Failed(error) => {
            let sign_in = (error == Error::SignInNeeded).then(|| {
                view! { <p><a href="/sign-in" target="_blank" rel="external">{say!(forms.sign_in_again)}</a></p> }
            });
            let shown = error.clone();
            let title = Signal::derive(move || message_of(language.get(), &shown).title);
            let text = Signal::derive(move || message_of(language.get(), &error).text);
            view! {
                <div class="notice notice-bad" role="alert">
                    <IconView icon=Icon::Error/>
                    <div>
                        <h2>{title}</h2>
                        <p>{say!(forms.not_saved)} " " {text}</p>
                        {sign_in}
                    </div>
                </div>
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}

fn actions(editor: &Editor, state: State) -> AnyView {
    let saving = move || state.doing.get() == Doing::Saving;
    let buttons: Vec<AnyView> = editor
        .buttons
        .iter()
        .enumerate()
        .map(|(place, (value, label))| {
            let class = if place == 0 { "button button-primary" } else { "button" };
            view! {
                <button class=class type="submit" name="go" value=*value aria-busy=move || saving().then_some("true")>{*label}</button>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="form-actions">
            {buttons}
            <a class="button button-quiet" href=editor.cancel.clone()>{say!(forms.cancel)}</a>
            <span class="saved-mark" role="status">{move || saving().then(|| say!(forms.saving))}</span>
        </div>
    }
    .into_any()
}
