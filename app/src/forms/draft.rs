//! What is typed is kept on the server while it is being typed, so that no accident loses it.

use core::time::Duration;

use chrono::{NaiveDateTime, Timelike};
use domain::forms::Inputs;
use leptos::{
    leptos_dom::helpers::TimeoutHandle, prelude::*, server_fn::ServerFn, task::spawn_local,
};
use leptos_i18n::td_string;

use super::{
    Editor,
    live::Live,
    server_fn::{KeepDraft, keep_draft},
};
use crate::{
    language::say_with,
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// How long after the last change a draft is kept.
const PAUSE: Duration = Duration::from_secs(3);
/// How long after a failure it is tried again.
const LONG_PAUSE: Duration = Duration::from_secs(20);

/// How the draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Nothing,
    Kept(NaiveDateTime),
    Failed,
}

/// What the draft is a draft of: a form of a case, or the registration of whoever was searched for.
#[derive(Clone)]
struct Target {
    case: Option<String>,
    form: String,
    searched: String,
}

/// The draft of a form that is being filled in.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    live: Live,
    target: StoredValue<Target>,
    version: RwSignal<i32>,
    mark: RwSignal<Mark>,
    /// Whether something was typed that is not kept yet.
    open: StoredValue<bool>,
    /// Whether keeping has come to an end: the answers are saved, or thrown away.
    ended: StoredValue<bool>,
    /// Whether a draft is on its way.
    on_its_way: RwSignal<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Draft {
    pub(super) fn new(editor: &Editor, version: RwSignal<i32>, live: Live) -> Self {
        Self {
            live,
            target: StoredValue::new(Target {
                case: editor.case.clone(),
                form: editor.definition.form.clone(),
                searched: editor.searched.clone(),
            }),
            version,
            mark: RwSignal::new(Mark::Nothing),
            open: StoredValue::new(false),
            ended: StoredValue::new(false),
            on_its_way: RwSignal::new(false),
            timer: StoredValue::new(None),
        }
    }

    /// Keeps the draft a little after each change, and when the page is left.
    pub(super) fn follow(self) {
        let changes = self.live.changes();
        Effect::new(move |_| {
            if changes.get() > 0 {
                self.open.set_value(true);
                self.keep_after(PAUSE);
            }
        });
        Effect::new(move |_| {
            let leaving = window_event_listener_untyped("visibilitychange", move |_| {
                if document().hidden() {
                    self.send_last();
                }
            });
            on_cleanup(move || {
                leaving.remove();
                self.send_last();
            });
        });
    }

    /// Nothing more is to be kept.
    pub(super) fn end(self) {
        self.ended.set_value(true);
        self.stop_timer();
    }

    /// Whether a draft is on its way to the server; what is saved has to come after it.
    pub(super) fn is_on_its_way(self) -> bool {
        self.on_its_way.get()
    }

    /// Waits with keeping: the answers are being saved.
    pub(super) fn stop_timer(self) {
        let timer = self.timer.try_update_value(Option::take).flatten();
        if let Some(timer) = timer {
            timer.clear();
        }
    }

    fn keep_after(self, pause: Duration) {
        self.stop_timer();
        let timer = set_timeout_with_handle(move || self.keep(), pause).ok();
        self.timer.try_update_value(|kept| *kept = timer);
    }

    fn is_due(self) -> bool {
        let read = |value: StoredValue<bool>| value.try_get_value();
        read(self.open) == Some(true) && read(self.ended) == Some(false)
    }

    fn keep(self) {
        if !self.is_due() || self.on_its_way.get_untracked() {
            return;
        }
        self.open.set_value(false);
        self.on_its_way.set(true);
        let Target {
            case,
            form,
            searched,
        } = self.target.get_value();
        let (version, answers) = (self.version.get_untracked(), self.live.to_send());
        spawn_local(async move {
            let kept = keep_draft(case, Some(form), Some(searched), version, Some(answers)).await;
            // By now the page may show something else.
            self.on_its_way.try_set(false);
            if let Ok(at) = kept {
                self.mark.try_set(Mark::Kept(at));
            } else {
                self.open.try_set_value(true);
                self.mark.try_set(Mark::Failed);
                self.keep_after(LONG_PAUSE);
            }
        });
    }

    /// The page is being left: the browser sends the draft by itself.
    fn send_last(self) {
        if !self.is_due() {
            return;
        }
        self.open.set_value(false);
        let version = self.version.get_untracked();
        send_beacon(&self.target.get_value(), version, &self.live.to_send());
    }

    /// A quiet word on how the draft stands.
    pub(super) fn view(self) -> AnyView {
        let text = say_with(move |locale| match self.mark.get() {
            Mark::Nothing => String::new(),
            Mark::Kept(at) => {
                let time = format!("{:02}:{:02}", at.hour(), at.minute());
                td_string!(locale, forms.draft_kept, time = time).to_string()
            }
            Mark::Failed => td_string!(locale, forms.draft_not_kept).to_owned(),
        });
        let icon = move || {
            matches!(self.mark.get(), Mark::Kept(_)).then(|| view! { <IconView icon=Icon::Check/> })
        };
        view! { <span class="saved-mark" role="status" id="draft-mark">{icon} <span>{text}</span></span> }.still()
    }
}

fn send_beacon(target: &Target, version: i32, answers: &Inputs) {
    let Ok(body) = leptos::web_sys::UrlSearchParams::new() else {
        return;
    };
    if let Some(case) = &target.case {
        body.append("case", case);
    }
    body.append("form", &target.form);
    body.append("searched", &target.searched);
    body.append("version", &version.to_string());
    for (path, values) in answers {
        let name = super::inputs::control_name(path);
        for value in values {
            body.append(&name, value);
        }
    }
    let navigator = window().navigator();
    let _ = navigator.send_beacon_with_opt_url_search_params(KeepDraft::url(), Some(&body));
}
