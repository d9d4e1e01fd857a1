//! Saving: what is foreseen, what the server says, and what is done then.

use domain::{Error, Problem};
use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;

use super::{
    Editor,
    draft::Draft,
    inputs::{control_id, take_over_all},
    live::Live,
    page::{focus_later, unfold_around},
    summary::SUMMARY,
};
use crate::{
    errors::{AppError, message_of},
    language::{current_language, say},
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// What the form is doing.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Doing {
    Nothing,
    Saving,
    Failed(Error),
}

/// What a form and its saving share.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub(super) live: Live,
    pub(super) draft: Draft,
    pub(super) version: RwSignal<i32>,
    /// The version with which the saves of others were last held against the edit.
    pub(super) known: RwSignal<i32>,
    pub(super) doing: RwSignal<Doing>,
    /// A save that was asked for, with the value of the button that was pressed; empty without one.
    pub(super) asked: RwSignal<Option<String>>,
}

impl State {
    pub(super) fn new(editor: &Editor) -> Self {
        let live = Live::new(editor);
        let (version, known) = (RwSignal::new(editor.version), RwSignal::new(editor.version));
        Self {
            live,
            draft: Draft::new(editor, (version, known), live),
            version,
            known,
            doing: RwSignal::new(Doing::Nothing),
            asked: RwSignal::new(None),
        }
    }
}

/// Checks what was typed; if nothing is wrong with it, asks for it to be saved.
pub(super) fn on_submit(
    form: NodeRef<html::Form>,
    state: State,
) -> impl Fn(ev::SubmitEvent) + 'static {
    move |event| {
        event.prevent_default();
        let Some(element) = form.get_untracked() else {
            return;
        };
        if state.doing.get_untracked() == Doing::Saving {
            return;
        }
        take_over_all(&element, state.live);
        let foreseen = state.live.problems_now();
        if !foreseen.is_empty() {
            show_problems(state, foreseen);
            return;
        }
        state.doing.set(Doing::Saving);
        state.draft.stop_timer();
        state
            .asked
            .set(Some(pressed_button(&event).unwrap_or_default()));
    }
}

/// Saves what is asked for, once no draft is on its way any more: a draft that came after the
/// answers would bring back what is done with.
pub(super) fn save_when_asked(editor: &Editor, state: State) {
    let (save, navigate) = (editor.save.clone(), use_navigate());
    Effect::new(move |_| {
        let Some(pressed) = state.asked.get().filter(|_| !state.draft.is_on_its_way()) else {
            return;
        };
        state.asked.set(None);
        let saving = save(
            state.live.to_send(),
            state.version.get_untracked(),
            Some(pressed),
        );
        let navigate = navigate.clone();
        spawn_local(async move {
            match saving.await {
                Ok(path) => {
                    state.draft.end();
                    state.doing.set(Doing::Nothing);
                    navigate(&path, leptos_router::NavigateOptions::default());
                }
                Err(AppError(error)) => refused(state, error),
            }
        });
    });
}

fn refused(state: State, error: Error) {
    match error {
        Error::Invalid { problems } => {
            state.doing.set(Doing::Nothing);
            show_problems(state, problems);
        }
        Error::Conflict { .. } => {
            // The draft holds what was typed by now, and what others changed beside it.
            state.draft.end();
            let _ = window().location().reload();
        }
        other => state.doing.set(Doing::Failed(other)),
    }
}

fn show_problems(state: State, problems: Vec<Problem>) {
    for problem in &problems {
        unfold_around(&control_id(&problem.field));
    }
    state.live.show_problems(problems);
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

/// Why a save did not go through, when it was not because of the answers.
pub(super) fn failure(doing: RwSignal<Doing>) -> AnyView {
    let language = current_language();
    let view = move || match doing.get() {
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
            .still()
        }
        _ => ().still(),
    };
    view.still()
}
