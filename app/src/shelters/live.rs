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
    fresh: Freshness,
}

impl News {
    /// Hears of changes as long as the page is there: in one shelter, or in all of them.
    pub(super) fn of(shelter: Option<&str>) -> Self {
        let live = Live::of_here();
        live.hear_of_shelters(shelter.unwrap_or("all"));
        let shown = StoredValue::new(String::new());
        let news = RwSignal::new(0_u32);
        Effect::new(move |_| {
            let told = live.shelters_told();
            let shown = shown.get_value();
            let is_news = !told.is_empty() && !shown.is_empty() && !told.contains(&shown);
            if is_news {
                news.update(|news| *news = news.wrapping_add(1));
            }
        });
        Self {
            shown,
            fresh: Freshness::of(news.into()),
        }
    }

    /// What the page shows from now on.
    pub(super) fn shows(self, mark: &str) {
        self.shown.set_value(format!("\"{mark}\""));
    }

    /// Says that the page has been overtaken, where it could not be loaded anew by itself.
    pub(super) const fn fresh(self) -> Freshness {
        self.fresh
    }
}

/// Says whether the page hears of changes. Without our code it hears of nothing, and says so.
pub(super) fn live_mark() -> AnyView {
    let live = Live::of_here();
    let mark = move || {
        if live.hears() {
            view! { <span class="tag tag-ok"><IconView icon=Icon::Check/> <span>{say!(shelters.live)}</span></span> }.still()
        } else {
            view! { <span class="tag tag-warn"><IconView icon=Icon::Offline/> <span>{say!(shelters.not_live)}</span></span> }.still()
        }
    };
    view! { <span class="live-mark" role="status">{mark}</span> }.still()
}
