//! Whether what a board shows is as it is now.

use leptos::prelude::*;

use crate::{
    language::say,
    notifications::Live,
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// Hears of changes in shelters as long as the page is there: in one, or in all of them. What it
/// answers is another number after each.
pub(super) fn hear_of(shelter: Option<&str>) -> Signal<u32> {
    let live = Live::of_here();
    live.hear_of_shelters(shelter.unwrap_or("all"));
    Signal::derive(move || live.shelters_told())
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
