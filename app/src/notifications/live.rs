//! What an open page hears while it is open.

use core::time::Duration;
use std::sync::{Mutex, PoisonError};

use domain::notifications::InboxState;
use leptos::{
    leptos_dom::helpers::TimeoutHandle,
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
};
use web_sys::{EventSource, MessageEvent, js_sys::Math};

use crate::{
    language::{plural, say, say_with},
    still::IntoStill,
    ui::icon::{Icon, IconView},
    wire::read,
};

/// Where the server tells what is new.
const LIVE: &str = "/api/v1/live?topics=notifications";

/// How often it is looked whether the server has been silent. It gives a sign of life more often.
const LOOK: Duration = Duration::from_secs(10);
/// After how many looks without any sign the stream is opened anew.
const LOOKS_IN_SILENCE: i32 = 3;
/// How many looks are passed over when another page of the same person has taken the stream's place:
/// as long as the server has the browser wait.
const LOOKS_LATER: i32 = 60;
/// What is told when another page of the same person has taken the stream's place.
const LATER: &str = "later";
/// How soon a stream is opened anew that was refused, first; twice as late each time after that.
const REFUSED: Duration = Duration::from_millis(500);
/// How often that becomes later.
const DOUBLINGS: u32 = 6;

/// How long after a page of a case another one may go on hearing of it.
const BETWEEN_PAGES: Duration = Duration::from_secs(1);

/// What was heard so far, for everything on the page.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    unread: RwSignal<u64>,
    /// Rises whenever something new was told.
    heard: RwSignal<u32>,
    /// Rises whenever another case is asked for.
    asked: RwSignal<u32>,
    /// Rises whenever something was told of it.
    told: RwSignal<u32>,
    /// How far shelters have come, as it was last told.
    shelters: RwSignal<String>,
    /// Whether the stream is open, and the server gives signs of life.
    hears: RwSignal<bool>,
    /// How often the stream was refused since it was last open.
    refused: StoredValue<u32>,
}

/// The case or the shelters of which is told as well, and what was last told of the case: a page has
/// one stream, so there is one of it in a browser, and nothing in it on the server.
static OF_CASE: Shared = Shared(Mutex::new(OfCase {
    topic: String::new(),
    told: String::new(),
    turns: 0,
}));

struct Shared(Mutex<OfCase>);

struct OfCase {
    /// What is asked for, as it stands in the address; empty for nothing.
    topic: String,
    told: String,
    /// How often a page has asked to hear of something.
    turns: u32,
}

impl Shared {
    fn with<T>(&self, work: impl FnOnce(&mut OfCase) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Live {
    /// Puts it in force for everything within.
    pub(crate) fn provide() {
        provide_context(Self {
            unread: RwSignal::new(0),
            heard: RwSignal::new(0),
            asked: RwSignal::new(0),
            told: RwSignal::new(0),
            shelters: RwSignal::new(String::new()),
            hears: RwSignal::new(false),
            refused: StoredValue::new(0),
        });
    }

    pub(crate) fn of_here() -> Self {
        expect_context()
    }

    /// From now on is told of this case, as long as whatever asks for it is there. Pages of one
    /// case that follow each other hear in one stream.
    pub(crate) fn hear_of(self, case: &str) {
        self.hear_on(format!("&case={case}"));
    }

    /// From now on is told of changes in this shelter, or in `all`, as long as whatever asks for it
    /// is there.
    pub(crate) fn hear_of_shelters(self, which: &str) {
        self.hear_on(format!("&shelters={which}"));
    }

    fn hear_on(self, topic: String) {
        Effect::new(move |_| {
            let turn = OF_CASE.with(|of| {
                of.turns += 1;
                of.turns
            });
            self.ask_for(&topic);
            let leave = move || {
                if OF_CASE.with(|of| of.turns) == turn {
                    self.ask_for("");
                }
            };
            on_cleanup(move || set_timeout(leave, BETWEEN_PAGES));
        });
    }

    fn ask_for(self, topic: &str) {
        let other = OF_CASE.with(|of| {
            let other = of.topic != topic;
            if other {
                topic.clone_into(&mut of.topic);
                of.told.clear();
            }
            other
        });
        if other {
            self.asked.update(|asked| *asked = asked.wrapping_add(1));
        }
    }

    /// How far shelters have come, as it was last told; empty before that.
    pub(crate) fn shelters_told(self) -> String {
        self.shelters.get()
    }

    /// Whether the page hears of what happens.
    pub(crate) fn hears(self) -> bool {
        self.hears.get()
    }

    /// What was last told of the case.
    pub(crate) fn told(self) -> String {
        self.told.track();
        OF_CASE.with(|of| of.told.clone())
    }

    fn hear(self, state: &InboxState) {
        self.unread.set(state.unread);
        if !state.ids.is_empty() {
            self.heard.update(|heard| *heard = heard.wrapping_add(1));
        }
    }
}

/// The bell of the top bar, with how much is unread; it listens as long as it is there.
pub(crate) fn bell(unread: u64) -> AnyView {
    let live = Live::of_here();
    live.unread.set(unread);
    Effect::new(move |_| listen(live));
    let count = move || u32::try_from(live.unread.get()).unwrap_or(u32::MAX);
    let label = say_with(move |locale| plural!(locale, count(), notifications.bell));
    let badge = move || {
        (count() > 0)
            .then(|| view! { <span class="bell-count" aria-hidden="true">{count()}</span> }.still())
    };
    view! {
        <a class="bell" href="/inbox" title=label>
            <IconView icon=Icon::Bell/>
            {badge}
            <span class="visually-hidden" role="status">{label}</span>
        </a>
    }
    .still()
}

fn listen(live: Live) {
    live.asked.track();
    let address = OF_CASE.with(|of| [LIVE, &of.topic].concat());
    let Ok(source) = EventSource::new(&address) else {
        return;
    };
    let silent = StoredValue::new(0_i32);
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if event.type_() == LATER {
            silent.set_value(-LOOKS_LATER);
            return;
        }
        silent.set_value(0);
        live.hears.set(true);
        live.take(&event);
    });
    let open = Closure::<dyn FnMut()>::new(move || live.is_open());
    let again = StoredValue::new(None);
    let broken = Closure::<dyn FnMut()>::new({
        let source = source.clone();
        move || {
            live.hears.set(false);
            // Where the connection broke off, the browser comes back by itself.
            if source.ready_state() == EventSource::CLOSED {
                again.set_value(live.comes_back());
            }
        }
    });
    let listener = hear.as_ref().unchecked_ref();
    for kind in ["notifications", "case", "shelters", "beat", LATER] {
        let _ = source.add_event_listener_with_callback(kind, listener);
    }
    source.set_onopen(Some(open.as_ref().unchecked_ref()));
    source.set_onerror(Some(broken.as_ref().unchecked_ref()));
    let held = StoredValue::new_local((source, hear, open, broken));
    let looks = set_interval_with_handle(move || live.look(silent), LOOK);
    on_cleanup(move || {
        if let Ok(looks) = looks {
            looks.clear();
        }
        if let Some(again) = again.try_get_value().flatten() {
            again.clear();
        }
        held.try_with_value(|(source, ..)| source.close());
    });
}

impl Live {
    /// Takes up what was told.
    fn take(self, event: &MessageEvent) {
        let text = || event.data().as_string().unwrap_or_default();
        match event.type_().as_str() {
            "notifications" => {
                if let Ok(state) = read::<InboxState>(text().as_bytes()) {
                    self.hear(&state);
                }
            }
            "case" => {
                OF_CASE.with(|of| of.told = text());
                self.told.update(|told| *told = told.wrapping_add(1));
            }
            "shelters" => self.shelters.set(text()),
            _ => {}
        }
    }

    /// Opens the stream anew when nothing has been heard for long: a connection may be dead without
    /// anybody having closed it.
    fn look(self, silent: StoredValue<i32>) {
        let looks = silent.get_value() + 1;
        silent.set_value(looks);
        if looks >= LOOKS_IN_SILENCE {
            self.hears.set(false);
            self.look_anew();
            self.open_anew();
        }
    }

    fn is_open(self) {
        self.hears.set(true);
        if self.refused.get_value() > 0 {
            self.refused.set_value(0);
            self.look_anew();
        }
    }

    /// Opens the stream anew after a while: whoever stands before the server may have refused it
    /// because one of several processes has just ended.
    fn comes_back(self) -> Option<TimeoutHandle> {
        let refused = self.refused.get_value();
        self.refused.set_value((refused + 1).min(DOUBLINGS));
        let pause = REFUSED * 2_u32.pow(refused);
        // Not all pages at the same moment.
        let pause = pause.mul_f64(0.75 + Math::random() / 2.0);
        set_timeout_with_handle(move || self.open_anew(), pause).ok()
    }

    fn open_anew(self) {
        self.asked.update(|asked| *asked = asked.wrapping_add(1));
    }

    /// What was told meanwhile is lost, so whatever is shown is looked at anew.
    fn look_anew(self) {
        self.heard.update(|heard| *heard = heard.wrapping_add(1));
    }
}

/// Keeps a page fresh: it is loaded anew when something new was told, unless something is being
/// written in it; then the reader is told instead.
#[derive(Clone, Copy)]
pub(crate) struct Freshness {
    version: RwSignal<u32>,
    stale: RwSignal<bool>,
}

/// What stands for "something is being written here".
const WRITING: &str = "#main :is(details[open] form, select:required:valid, .option :checked, \
                       textarea[placeholder]:not(:placeholder-shown))";

impl Freshness {
    /// Begins to watch what is new in the inbox.
    pub(crate) fn watch() -> Self {
        let live = Live::of_here();
        Self::of(Signal::derive(move || live.heard.get()))
    }

    /// Begins to watch something that is another number whenever it is news.
    pub(crate) fn of(news: Signal<u32>) -> Self {
        let fresh = Self {
            version: RwSignal::new(0),
            stale: RwSignal::new(false),
        };
        Effect::new(move |before: Option<u32>| {
            let heard = news.get();
            if before.is_some_and(|before| before != heard) {
                fresh.renew();
            }
            heard
        });
        fresh
    }

    /// Part of what a page asks for, so that it asks again.
    pub(crate) fn version(self) -> u32 {
        self.version.get()
    }

    fn renew(self) {
        let writing = document().query_selector(WRITING);
        if writing.is_ok_and(|found| found.is_some()) {
            self.stale.set(true);
        } else {
            self.show_latest();
        }
    }

    fn show_latest(self) {
        self.stale.set(false);
        self.version
            .update(|version| *version = version.wrapping_add(1));
    }
}

/// Says that the page has been overtaken, where it could not be loaded anew by itself.
pub(crate) fn stale_notice(fresh: Freshness) -> AnyView {
    let notice = move || {
        fresh.stale.get().then(|| {
            view! {
                <div class="notice notice-info">
                    <IconView icon=Icon::Info/>
                    <p role="status">
                        {say!(transitions.stale)} " "
                        <button class="button button-quiet" type="button" on:click=move |_| fresh.show_latest()>{say!(transitions.refresh)}</button>
                    </p>
                </div>
            }
            .still()
        })
    };
    notice.still()
}
