//! Saves of others while a form is filled in.

use core::time::Duration;

use domain::{cases::SavedForm, forms::Inputs};
use leptos::{prelude::*, task::spawn_local};
use leptos_i18n::td_string;

use super::{
    Editor,
    saving::{Doing, State},
};
use crate::{
    cases::{hour_of, server_fn::saved_meanwhile},
    language::say_with,
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// How long after somebody has typed into a field that is spoken of it is asked again.
const SOON: Duration = Duration::from_millis(500);
/// How long after a failure it is tried again.
const LATER: Duration = Duration::from_secs(20);

/// What one edit knows of the saves of others.
#[derive(Clone, Copy)]
struct Saves {
    state: State,
    case: StoredValue<String>,
    form: StoredValue<String>,
    /// Whether it is being asked, or is not to be asked now.
    asking: RwSignal<bool>,
    /// What the user is told of.
    said: RwSignal<Option<SavedForm>>,
}

/// Takes over what others save of the form, and says so in a quiet note.
pub(super) fn follow_saves(editor: &Editor, state: State) -> Option<AnyView> {
    let (case, presence) = (editor.case.clone()?, editor.presence?);
    let saves = Saves {
        state,
        case: StoredValue::new(case),
        form: StoredValue::new(editor.definition.form.clone()),
        asking: RwSignal::new(false),
        said: RwSignal::new(None),
    };
    Effect::new(move |_| {
        let told = saves.form.with_value(|form| presence.saved(form));
        // One's own save leads away from here; one that failed is asked behind.
        let busy = saves.asking.get() || state.doing.get() == Doing::Saving;
        let newest = told.map_or(0, |saved| saved.version);
        if !busy && newest > state.known.get() {
            saves.ask(newest);
        }
    });
    Some(saves.view())
}

impl Saves {
    fn ask(self, newest: i32) {
        self.asking.set(true);
        let sent = self.state.live.to_send();
        let (case, form) = (self.case.get_value(), self.form.get_value());
        let version = self.state.version.get_untracked();
        spawn_local(async move {
            let told = saved_meanwhile(case, form, version, Some(sent.clone())).await;
            // By now the page may show something else.
            if self.form.try_get_value().is_none() {
                return;
            }
            let pause = match told {
                Ok(Some(told)) => self.take(told, &sent),
                Ok(None) => {
                    self.state.known.set(newest);
                    None
                }
                Err(_) => Some(LATER),
            };
            match pause {
                Some(pause) => {
                    let again = move || {
                        self.asking.try_set(false);
                    };
                    set_timeout(again, pause);
                }
                None => self.asking.set(false),
            }
        });
    }

    /// How long to wait when it could not be taken now.
    fn take(self, told: domain::cases::Meanwhile, sent: &Inputs) -> Option<Duration> {
        if !self.state.live.take(&told, sent) {
            return Some(SOON);
        }
        self.state.version.set(told.version);
        self.state.known.set(told.saved.version);
        self.said.set(Some(told.saved));
        None
    }

    fn view(self) -> AnyView {
        let text = say_with(move |locale| match self.said.get() {
            Some(saved) => {
                let time = hour_of(&saved);
                td_string!(locale, forms.saved_meanwhile, name = saved.by, time = time).to_string()
            }
            None => String::new(),
        });
        let line = move || {
            let said = self.said.with(Option::is_some);
            said.then(|| view! { <IconView icon=Icon::Info/> <span>{text}</span> }.still())
        };
        view! { <p class="saved-mark also-here" role="status" id="saved-meanwhile">{line}</p> }
            .still()
    }
}
