//! Whether what a page shows of shelters is as it is now.

use leptos::prelude::*;

use crate::{
    language::say,
    notifications::{Freshness, Live},
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// Keeps a page about shelters fresh: it is loaded anew when what was told is not what it shows.
#[derive(Clone, Copy)]
pub(super) struct News {
    shown: StoredValue<String>,
    /// What was told before anything was shown.
    early: StoredValue<String>,
    overtaken: RwSignal<u32>,
    fresh: Freshness,
}

impl News {
    /// Hears of changes as long as the page is there: in one shelter, or in all of them.
    pub(super) fn of(shelter: Option<&str>) -> Self {
        let live = Live::of_here();
        live.hear_of_shelters(shelter.unwrap_or("all"));
        let (shown, early) = (
            StoredValue::new(String::new()),
            StoredValue::new(String::new()),
        );
        let news = RwSignal::new(0_u32);
        Effect::new(move |_| {
            let told = live.shelters_told();
            let shown = shown.get_value();
            if shown.is_empty() {
                early.set_value(told);
            } else if !told.is_empty() && !told.contains(&shown) {
                news.update(|news| *news = news.wrapping_add(1));
            }
        });
        Self {
            shown,
            early,
            overtaken: news,
            fresh: Freshness::of(news.into()),
        }
    }

    /// What the page shows from now on. If something else was told before it could be shown, it is
    /// looked at once more.
    pub(super) fn shows(self, mark: &str) {
        let shown = format!("\"{mark}\"");
        let early = self.early.get_value();
        self.early.set_value(String::new());
        self.shown.set_value(shown.clone());
        if !early.is_empty() && !early.contains(&shown) {
            self.overtaken.update(|news| *news = news.wrapping_add(1));
        }
    }

    /// Says that the page has been overtaken, where it could not be loaded anew by itself.
    pub(super) const fn fresh(self) -> Freshness {
        self.fresh
    }
}

/// Says whether the page hears of changes. Without our code it hears of nothing, and says so.
pub(super) fn live_mark() -> AnyView {
    let live = Live::of_here();
    // As it came from the server until our code has taken the page over, whatever was heard by then.
    let hears = RwSignal::new(false);
    Effect::new(move |_| hears.set(live.hears()));
    let mark = move || {
        if hears.get() {
            view! { <span class="tag tag-ok"><IconView icon=Icon::Check/> <span>{say!(shelters.live)}</span></span> }.still()
        } else {
            view! { <span class="tag tag-warn"><IconView icon=Icon::Offline/> <span>{say!(shelters.not_live)}</span></span> }.still()
        }
    };
    view! { <span class="live-mark" role="status">{mark}</span> }.still()
}
