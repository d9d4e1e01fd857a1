//! Who else has the case open, and what they save of it.

use chrono::Timelike;
use domain::{
    Text,
    cases::{CasePresence, SavedForm},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    language::{PageLanguage, locale_of, say, say_with},
    notifications,
    still::IntoStill,
    ui::icon::{Icon, IconView},
    wire::read,
};

/// What an open page hears of its case.
#[derive(Clone, Copy)]
pub(crate) struct Presence {
    here: RwSignal<Vec<String>>,
    told: RwSignal<Option<CasePresence>>,
}

impl Presence {
    /// Begins with those who were there when the page was made, and listens.
    pub(crate) fn at(number: String, here: Vec<String>) -> Self {
        let presence = Self {
            here: RwSignal::new(here),
            told: RwSignal::new(None),
        };
        let live = notifications::Live::of_here();
        live.hear_of(&number);
        Effect::new(move |_| {
            if let Ok(told) = read::<CasePresence>(live.told().as_bytes()) {
                // By now the page may show something else.
                presence.here.try_set(told.here.clone());
                presence.told.try_set(Some(told));
            }
        });
        presence
    }

    /// How this form was last saved, as far as that was told.
    pub(crate) fn saved(self, form: &str) -> Option<SavedForm> {
        self.told.with(|told| {
            let mut saved = told.iter().flat_map(|told| &told.saved);
            saved.find(|saved| saved.form == form).cloned()
        })
    }

    /// Who else is here, in a quiet line.
    pub(crate) fn view(self) -> AnyView {
        let names = move || self.here.with(|here| here.join(", "));
        let text = say_with(move |locale| {
            td_string!(locale, cases.also_here, names = names()).to_string()
        });
        let line = move || {
            let somebody = self.here.with(|here| !here.is_empty());
            somebody.then(|| view! { <IconView icon=Icon::People/> <span>{text}</span> }.still())
        };
        view! { <p class="saved-mark also-here" role="status">{line}</p> }.still()
    }
}

/// A save as a reader is told of it.
pub(crate) fn hour_of(saved: &SavedForm) -> String {
    format!("{:02}:{:02}", saved.at.hour(), saved.at.minute())
}

/// What a page of a case that is only read does when the case has gone on: it shows the latest,
/// unless the reader is at something in it; then it says so.
#[derive(Clone, Copy)]
pub(super) struct News {
    /// Rises whenever the page is to be loaded anew.
    version: RwSignal<u32>,
    /// What was last told: who saved which form.
    saved: RwSignal<Vec<(Text, SavedForm)>>,
    stale: RwSignal<bool>,
}

/// Where somebody is at something.
const BUSY: &str = "#main :is(a, button, summary, input, select, textarea):focus";

impl News {
    pub(super) fn begin() -> Self {
        Self {
            version: RwSignal::new(0),
            saved: RwSignal::new(Vec::new()),
            stale: RwSignal::new(false),
        }
    }

    /// Part of what the page asks for, so that it asks again.
    pub(super) fn version(self) -> u32 {
        self.version.get()
    }

    /// Holds what is told against what the page shows.
    pub(super) fn follow(
        self,
        presence: Presence,
        shown: CasePresence,
        titles: Vec<(String, Text)>,
    ) {
        self.stale.set(false);
        Effect::new(move |_| {
            let told = presence.told.try_get().flatten();
            // Without a mark, the case is out of reach by now: nothing comes behind anything.
            let Some(told) = told.filter(|told| told.is_behind(&shown)) else {
                return;
            };
            let fresh = told
                .saved
                .into_iter()
                .filter(|saved| !shown.saved.contains(saved));
            let fresh = fresh.filter_map(|saved| {
                let mut titles = titles.iter();
                let (_, title) = titles.find(|(form, _)| *form == saved.form)?;
                Some((title.clone(), saved))
            });
            self.saved.set(fresh.collect());
            let busy = document().query_selector(BUSY);
            if busy.is_ok_and(|busy| busy.is_some()) {
                self.stale.set(true);
            } else {
                self.show_latest();
            }
        });
    }

    fn show_latest(self) {
        self.version
            .update(|version| *version = version.wrapping_add(1));
    }

    /// A quiet note on what was saved, and the way to the latest where it is not shown by itself.
    pub(super) fn view(self) -> AnyView {
        // Nothing here hangs on the view that is just being replaced.
        let language = PageLanguage::of_here();
        let told = move |(title, saved): &(Text, SavedForm)| {
            let language = language.get();
            let form = title.in_language(language).to_owned();
            let (name, time) = (saved.by.clone(), hour_of(saved));
            let locale = locale_of(language);
            td_string!(
                locale,
                cases.saved_now,
                name = name,
                form = form,
                time = time
            )
            .to_string()
        };
        let line = move || {
            let told: Vec<String> = self.saved.with(|saved| saved.iter().map(told).collect());
            let stale = self.stale.get();
            let button = stale.then(|| {
                view! {
                    " "
                    <button class="button button-quiet" type="button" on:click=move |_| self.show_latest()>
                        {say!(transitions.refresh)}
                    </button>
                }
            });
            let said = stale || !told.is_empty();
            let text = told.join(" ");
            said.then(|| view! { <IconView icon=Icon::Info/> <span>{text} {button}</span> }.still())
        };
        view! { <p class="saved-mark also-here" role="status">{line}</p> }.still()
    }
}
