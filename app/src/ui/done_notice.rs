use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::icon::{Icon, IconView};
use crate::{i18n::Locale, language::say_with, still::IntoStill};

/// What came of the step that led here, as the address tells in `done`; `word` says it, if it knows
/// the step.
pub(crate) fn done_notice(word: fn(Locale, &str) -> Option<&'static str>) -> AnyView {
    let query = use_query_map();
    let done = move || {
        let done = query.with(|query| query.get("done"))?;
        word(Locale::default(), &done)?;
        let text = say_with(move |locale| word(locale, &done).unwrap_or_default().to_owned());
        Some(view! { <p class="notice notice-ok" role="status"><IconView icon=Icon::Done/> <span>{text}</span></p> }.still())
    };
    done.still()
}
