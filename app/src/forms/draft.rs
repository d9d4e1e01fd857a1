//! What is typed is kept while it is being typed, so that no accident loses it: in the browser at
//! once, and on the server after a while.

use core::time::Duration;
use std::collections::BTreeSet;

use chrono::{NaiveDateTime, Timelike};
use domain::{
    Error,
    forms::{Inputs, field_of, in_places},
};
use leptos::{
    leptos_dom::helpers::TimeoutHandle, prelude::*, server_fn::ServerFn, task::spawn_local,
};
use leptos_i18n::td_string;

use super::{
    Editor,
    device::{Device, Kept},
    live::Live,
    server_fn::{KeepDraft, draft_key, keep_draft},
};
use crate::{
    errors::AppError,
    language::say_with,
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// How long after the last change a draft is kept on the server.
const PAUSE: Duration = Duration::from_secs(3);
/// How long it may take while somebody types on and on.
const LONGEST: Duration = Duration::from_secs(10);
/// How long after a change the browser keeps it; what is typed meanwhile goes along.
const AT_ONCE: Duration = Duration::from_millis(700);
/// How long after a failure it is tried again.
const LONG_PAUSE: Duration = Duration::from_secs(20);

/// How the draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Nothing,
    Kept(NaiveDateTime),
    /// The server does not answer, and the browser keeps it.
    Here,
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
    /// Whether what stands in the form is a draft.
    shown: RwSignal<bool>,
    mark: RwSignal<Mark>,
    /// Whether something was typed that is not kept on the server yet.
    open: StoredValue<bool>,
    /// Whether keeping has come to an end: the answers are saved, or thrown away.
    ended: StoredValue<bool>,
    /// Whether a draft is on its way.
    on_its_way: RwSignal<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// When the server last kept it, and whether that is certain.
    kept: StoredValue<(Option<NaiveDateTime>, bool)>,
    /// The version with which the saves of others were last held against it.
    known: RwSignal<i32>,
    /// Where the browser keeps it, if it can.
    device: StoredValue<Option<Device>>,
    /// Whether the browser is about to keep it.
    copying: StoredValue<bool>,
}

impl Draft {
    pub(super) fn new(
        editor: &Editor,
        (version, known): (RwSignal<i32>, RwSignal<i32>),
        live: Live,
    ) -> Self {
        Self {
            live,
            target: StoredValue::new(Target {
                case: editor.case.clone(),
                form: editor.definition.form.clone(),
                searched: editor.searched.clone(),
            }),
            version,
            shown: RwSignal::new(editor.draft),
            mark: RwSignal::new(Mark::Nothing),
            open: StoredValue::new(false),
            ended: StoredValue::new(false),
            on_its_way: RwSignal::new(false),
            timer: StoredValue::new(None),
            kept: StoredValue::new((editor.kept, true)),
            known,
            device: StoredValue::new(None),
            copying: StoredValue::new(false),
        }
    }

    /// Whether what stands in the form is a draft.
    pub(super) fn is_shown(self) -> bool {
        self.shown.get()
    }

    /// Keeps the draft a little after each change, and when the page is left.
    pub(super) fn follow(self) {
        let changes = self.live.changes();
        Effect::new(move |_| {
            if changes.get() > 0 {
                self.changed();
            }
        });
        Effect::new(move |_| {
            self.open_device(true);
            let leaving = window_event_listener_untyped("visibilitychange", move |_| {
                if document().hidden() {
                    self.send_last();
                }
            });
            let back = window_event_listener_untyped("online", move |_| self.keep());
            on_cleanup(move || {
                leaving.remove();
                back.remove();
                self.send_last();
            });
        });
    }

    fn changed(self) {
        if !self.open.get_value() {
            self.open.set_value(true);
            set_timeout(move || self.keep(), LONGEST);
        }
        self.copy_soon();
        self.keep_after(PAUSE);
    }

    /// Nothing more is to be kept.
    pub(super) fn end(self) {
        self.ended.set_value(true);
        self.stop_timer();
        self.forget_copy();
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
        let open = self.open.try_get_value() == Some(true);
        open && self.ended.try_get_value() == Some(false)
    }

    fn keep(self) {
        if !self.is_due() || self.on_its_way.get_untracked() {
            return;
        }
        self.open.set_value(false);
        self.kept.update_value(|(_, certain)| *certain = false);
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
            match kept {
                Ok(at) => self.is_kept(at),
                Err(AppError(error)) => {
                    self.open.try_set_value(true);
                    self.is_not_kept(&error);
                }
            }
        });
    }

    fn is_kept(self, at: NaiveDateTime) {
        let before = self.mark.try_get_untracked();
        self.mark.try_set(Mark::Kept(at));
        self.kept.try_set_value((Some(at), true));
        if before == Some(Mark::Failed) {
            // The session may be another one by now, and with it the key.
            self.open_device(false);
        }
        match self.open.try_get_value() {
            // What was typed while it was on its way.
            Some(true) => self.keep_after(PAUSE),
            _ => self.forget_copy(),
        }
    }

    fn is_not_kept(self, error: &Error) {
        // The key ends with the session: what is kept here then could not be read again.
        let here = *error != Error::SignInNeeded && self.device.try_get_value().flatten().is_some();
        self.mark
            .try_set(if here { Mark::Here } else { Mark::Failed });
        self.keep_after(LONG_PAUSE);
    }

    /// The page is being left: the browser sends the draft by itself.
    fn send_last(self) {
        if !self.is_due() {
            return;
        }
        self.copy();
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
            Mark::Here => td_string!(locale, forms.draft_here).to_owned(),
            Mark::Failed => td_string!(locale, forms.draft_not_kept).to_owned(),
        });
        let icon = move || match self.mark.get() {
            Mark::Kept(_) => Some(view! { <IconView icon=Icon::Check/> }),
            Mark::Here => Some(view! { <IconView icon=Icon::Offline/> }),
            Mark::Nothing | Mark::Failed => None,
        };
        view! { <span class="saved-mark" role="status" id="draft-mark">{icon} <span>{text}</span></span> }.still()
    }
}

/// What the browser keeps.
impl Draft {
    /// Finds the place in the browser; and what is kept there, if that is to be put back.
    fn open_device(self, put_back: bool) {
        let Target {
            case,
            form,
            searched,
        } = self.target.get_value();
        let began = self.live.to_send();
        spawn_local(async move {
            let given = draft_key(case, Some(form), Some(searched)).await;
            let Some(device) = given.ok().and_then(|given| Device::open(&given)) else {
                return;
            };
            let kept = if put_back { device.read().await } else { None };
            // By now the page may show something else.
            if self.device.try_set_value(Some(device)).is_some() {
                return;
            }
            match kept {
                Some(kept) => self.put_back(kept, &began),
                None => self.copy(),
            }
        });
    }

    /// Puts in place what the server has not got yet, and hands it over. What was typed since the
    /// page was opened stays.
    fn put_back(self, kept: Kept, began: &Inputs) {
        let now = self.live.to_send();
        let same = kept.version == self.version.get_untracked() && kept.answers == now;
        // What the server kept later holds all of it.
        let (last, _) = self.kept.get_value();
        if same || kept.certain && last > kept.after {
            self.forget_copy();
            return;
        }
        let mut fields: BTreeSet<&str> = kept.answers.keys().map(|path| field_of(path)).collect();
        fields.retain(|field| in_places(&now, &[field]) == in_places(began, &[field]));
        self.live.put(&fields, &kept.answers);
        self.version.set(kept.version);
        self.known.set(kept.version);
        self.shown.set(true);
        self.open.set_value(true);
        self.keep();
    }

    fn copy_soon(self) {
        if self.copying.get_value() {
            return;
        }
        self.copying.set_value(true);
        set_timeout(move || self.copy(), AT_ONCE);
    }

    fn copy(self) {
        self.copying.try_set_value(false);
        let device = self.device.try_get_value().flatten();
        let Some(device) = device.filter(|_| self.is_due()) else {
            return;
        };
        let (after, certain) = self.kept.get_value();
        let copy = Kept {
            version: self.version.get_untracked(),
            answers: self.live.to_send(),
            after,
            certain,
        };
        spawn_local(async move {
            device.write(&copy).await;
            // By now it may be saved, or thrown away.
            if self.ended.try_get_value() == Some(true) {
                device.forget();
            }
        });
    }

    fn forget_copy(self) {
        if let Some(device) = self.device.try_get_value().flatten() {
            device.forget();
        }
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
