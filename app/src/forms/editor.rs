//! The form as it is filled in: it foresees what the server will decide, and loses nothing.

use core::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use std::{collections::BTreeSet, pin::Pin, sync::Arc};

use chrono::NaiveDateTime;
use domain::{
    Conflict, Problem, RequestKey, Side,
    forms::{Answers, FormDefinition, Inputs, Setting},
};
use leptos::{either::Either, ev, html, prelude::*, server_fn::ServerFn};

use super::{
    conflict::{Choices, button_id, conflict_view},
    field::{field_view, locked_view},
    inputs::{take_over, take_over_all},
    live::Live,
    meanwhile::follow_saves,
    page::{focus_later, press},
    places::suggestions,
    saving::{Doing, State, failure, on_submit, save_when_asked},
    server_fn::DiscardDraft,
    summary::summary,
};
use crate::{
    cases::Presence,
    errors::AppError,
    language::say,
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// The id of the one form that a page fills in.
pub(crate) const EDIT_FORM: &str = "edit-form";

/// The id of the button that the keys for saving press.
const SAVE_BUTTON: &str = "save-here";

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
    /// What is stored in them.
    pub(crate) stored: Answers,
    /// What was wrong with them when they were posted.
    pub(crate) problems: Vec<Problem>,
    /// The version that the edit starts from.
    pub(crate) version: i32,
    /// Under which key it is saved.
    pub(crate) key: RequestKey,
    /// Whether the inputs are a draft.
    pub(crate) draft: bool,
    /// When the draft was last kept on the server.
    pub(crate) kept: Option<NaiveDateTime>,
    /// Who else is at the case and what they save, unless somebody is being registered.
    pub(crate) presence: Option<Presence>,
    /// The conflict that the draft met.
    pub(crate) conflict: Option<Conflict>,
    /// The id of the button with which a side of the conflict was chosen just now.
    pub(crate) chosen: Option<String>,
    /// What the form's rules know beside its own answers.
    pub(crate) setting: Setting,
    /// Where the browser posts the form to when our code does not run.
    pub(crate) action: &'static str,
    /// The case, unless one is being registered.
    pub(crate) case: Option<String>,
    /// What was searched for before somebody is registered.
    pub(crate) searched: String,
    /// How our code saves.
    pub(crate) save: Save,
    /// The buttons, first the usual one: value and label.
    pub(crate) buttons: Vec<(&'static str, Signal<&'static str>)>,
    /// Where a click on "cancel" leads.
    pub(crate) cancel: String,
}

/// A form to fill in.
///
/// It is a function of its own to the page around it, so that another form is made anew: a control
/// that is used again would keep what was typed into it, and its listeners those who are gone.
#[component]
pub(crate) fn FormEditor(editor: Editor) -> impl IntoView {
    let editor = RwSignal::new(editor);
    move || editor.with(|shown| form_editor(shown, editor))
}

fn form_editor(editor: &Editor, renewed: RwSignal<Editor>) -> AnyView {
    let state = State::new(editor);
    let live = state.live;
    let form = NodeRef::<html::Form>::new();
    state.draft.follow();
    follow_what_is_typed(form, live);
    save_when_asked(editor, state);
    let definition = &editor.definition;
    let today = editor.setting.today;
    view! {
        {draft_notice(editor, state)}
        {summary(definition, live)}
        {conflict_notice(editor, state, renewed)}
        {follow_saves(editor, state)}
        <form
            id=EDIT_FORM
            class="form"
            method="post"
            action=editor.action
            novalidate=true
            node_ref=form
            on:submit=on_submit(form, state)
            on:keydown=save_by_key
        >
            {target(editor, state)}
            {fields(editor, live)}
            {suggestions(definition, today)}
            {failure(state.doing)}
            {actions(editor, state)}
        </form>
    }
    .still()
}

fn fields(editor: &Editor, live: Live) -> Vec<AnyView> {
    let fields = editor.definition.fields.iter();
    fields
        .map(|field| {
            let (field, anew) = (field.clone(), live.anew(&field.id));
            let stored = editor.stored.get(&field.id).cloned();
            let locked = editor.locked.contains(&field.id);
            let turns = AtomicU32::new(0);
            let view = move || {
                anew.track();
                let view = if locked {
                    locked_view(&field, live, live.put_in_or(&field.id, stored.as_ref()))
                } else {
                    field_view(&field, &field.id, live)
                };
                // A control that stays would keep what stood in it.
                if turns.fetch_add(1, Ordering::Relaxed).is_multiple_of(2) {
                    Either::Left(view)
                } else {
                    Either::Right(view)
                }
            };
            view.still()
        })
        .collect()
}

/// What is being filled in, for a browser that posts the form by itself.
fn target(editor: &Editor, state: State) -> AnyView {
    let key = editor.key.as_str().to_owned();
    let Some(case) = editor.case.clone() else {
        let searched = editor.searched.clone();
        return view! {
            <input type="hidden" name="key" value=key/>
            <input type="hidden" name="searched" value=searched/>
        }
        .still();
    };
    let form = editor.definition.form.clone();
    view! {
        <input type="hidden" name="key" value=key/>
        <input type="hidden" name="case" value=case/>
        <input type="hidden" name="form" value=form/>
        <input type="hidden" name="version" value=move || state.version.get().to_string()/>
    }
    .still()
}

/// How long after a control is left its problem is said: a button that is being pressed must not
/// move away from under the pointer.
const BEFORE_SAYING: Duration = Duration::from_millis(300);

/// Of what changes in the form, only the control that changed is read; what was typed before our
/// code ran, once.
fn follow_what_is_typed(form: NodeRef<html::Form>, live: Live) {
    Effect::new(move |_| {
        use leptos::web_sys::wasm_bindgen::{JsCast, closure::Closure};

        let Some(element) = form.get() else {
            return;
        };
        take_over_all(&element, live);
        for kind in ["input", "change"] {
            let heard = Closure::<dyn Fn(ev::Event)>::new(move |event: ev::Event| {
                let path = event
                    .target()
                    .and_then(|target| target.dyn_into().ok())
                    .and_then(|control| take_over(&control, live));
                if let Some(path) = path.filter(|_| kind == "change") {
                    set_timeout(move || live.finished_with(&path), BEFORE_SAYING);
                }
            });
            let _ = element.add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref());
            heard.forget();
        }
    });
}

/// Ctrl+S, or Cmd+S, saves.
fn save_by_key(event: ev::KeyboardEvent) {
    let is_s = event.code() == "KeyS" || event.key().eq_ignore_ascii_case("s");
    if is_s && (event.ctrl_key() || event.meta_key()) && !event.alt_key() {
        event.prevent_default();
        press(SAVE_BUTTON);
    }
}

fn draft_notice(editor: &Editor, state: State) -> AnyView {
    let case = editor.case.clone();
    let form = case.is_some().then(|| editor.definition.form.clone());
    let searched = case.is_none().then(|| editor.searched.clone());
    let view = move || {
        let (case, form, searched) = (case.clone(), form.clone(), searched.clone());
        let view = || {
            view! {
            <div class="notice notice-info">
                <IconView icon=Icon::Info/>
                <div>
                    <p>{say!(forms.draft)}</p>
                    <form method="post" action=DiscardDraft::url() on:submit=move |_| state.draft.end()>
                        {case.map(|case| view! { <input type="hidden" name="case" value=case/> })}
                        {form.map(|form| view! { <input type="hidden" name="form" value=form/> })}
                        {searched.map(|searched| view! { <input type="hidden" name="searched" value=searched/> })}
                        <button class="button button-quiet" type="submit">{say!(forms.discard)}</button>
                    </form>
                </div>
            </div>
        }
        .still()
        };
        state.draft.is_shown().then(view)
    };
    view.still()
}

/// The conflict with its choices. A choice makes the form anew, with what was chosen in it.
fn conflict_notice(editor: &Editor, state: State, renewed: RwSignal<Editor>) -> Option<AnyView> {
    let conflict = editor.conflict.clone()?;
    let focused = editor.chosen.clone();
    Effect::new(move |_| focus_later(focused.as_deref().unwrap_or("conflict")));
    let known = conflict.clone();
    let choose = move |side: Side, place: &str| {
        let mut inputs = state.live.to_send();
        known.choose(side, place, &mut inputs);
        state.draft.end();
        renewed.update(|editor| {
            editor.inputs = inputs;
            editor.draft = true;
            editor.chosen = Some(button_id(side, place));
        });
    };
    Some(conflict_view(&Choices {
        definition: editor.definition.clone(),
        conflict,
        live: state.live,
        choose: Arc::new(choose),
    }))
}

fn actions(editor: &Editor, state: State) -> AnyView {
    let saving = move || state.doing.get() == Doing::Saving;
    let last = editor.buttons.len().saturating_sub(1);
    let buttons: Vec<AnyView> = editor
        .buttons
        .iter()
        .enumerate()
        .map(|(place, (value, label))| {
            let class = if place == 0 {
                "button button-primary"
            } else {
                "button"
            };
            // The last button stays with the case: that is what the keys for saving do.
            let (id, keys) = (place == last)
                .then_some((SAVE_BUTTON, "Control+S Meta+S"))
                .unzip();
            view! {
                <button
                    class=class
                    type="submit"
                    name="go"
                    value=*value
                    id=id
                    aria-keyshortcuts=keys
                    aria-busy=move || saving().then_some("true")
                >
                    {*label}
                </button>
            }
            .still()
        })
        .collect();
    view! {
        <div class="form-actions">
            {buttons}
            <a class="button button-quiet" href=editor.cancel.clone()>{say!(forms.cancel)}</a>
            <span class="key-hint" aria-hidden="true"><kbd>"Ctrl+S"</kbd></span>
            <span class="saved-mark" role="status">{move || saving().then(|| say!(forms.saving))}</span>
            {state.draft.view()}
        </div>
    }
    .still()
}
