use domain::{Error, Refusal};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::message_of;
use crate::{
    language::current_language,
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// Why it could not be done, where the address tells.
pub(crate) fn refusal() -> AnyView {
    let query = use_query_map();
    let refused = move || query.with(|query| query.get("refused"));
    let notice = move || {
        refused()
            .and_then(|code| Refusal::from_code(&code))
            .map(refusal_notice)
    };
    notice.still()
}

fn refusal_notice(reason: Refusal) -> AnyView {
    let language = current_language();
    let error = Error::Refused { reason };
    let (title, text) = {
        let shown = error.clone();
        let title = Signal::derive(move || message_of(language.get(), &shown).title);
        (
            title,
            Signal::derive(move || message_of(language.get(), &error).text),
        )
    };
    view! {
        <div class="notice notice-bad" role="alert">
            <IconView icon=Icon::Error/>
            <div><h2>{title}</h2><p>{text}</p></div>
        </div>
    }
    .still()
}
