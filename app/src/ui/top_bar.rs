use domain::{Language, users::Profile};
use leptos::{ev, prelude::*, server_fn::ServerFn};

use super::{
    icon::{BridgeMark, Icon, IconView},
    languages::Languages,
};
use crate::{
    language::{current_language, say},
    notifications::bell,
    search::{is_typing, listen_for_palette},
    still::IntoStill,
    users::server_fn::{SignOut, SignOutEverywhere},
};

/// The id of the search box, which `/` moves to.
const FIND: &str = "find";

/// The bar above every page: search, language, district and the user.
#[component]
pub(crate) fn TopBar(profile: Option<Profile>, unread: u64) -> impl IntoView {
    match profile {
        Some(profile) => signed_in(profile, unread),
        None => view! {
            <header class="top">
                <a class="brand" href="/">
                    <BridgeMark/>
                    <span>{say!(shell.product)}</span>
                </a>
                <div class="top-right"><Languages/></div>
            </header>
        }
        .still(),
    }
}

fn signed_in(profile: Profile, unread: u64) -> AnyView {
    let search = profile.may.search_persons.then(find);
    listen_for_palette(profile.may);
    view! {
        <header class="top">
            {search}
            <div class="top-right">
                <Languages/>
                <span class="district">{profile.district.full_name()}</span>
                {bell(unread)}
                {user_menu(profile)}
            </div>
        </header>
    }
    .still()
}

fn find() -> AnyView {
    Effect::new(|_| {
        let listener = window_event_listener(ev::keydown, move_to_search);
        on_cleanup(move || listener.remove());
    });
    view! {
        <form class="find" role="search" method="get" action="/persons">
            <IconView icon=Icon::Search/>
            <label class="visually-hidden" for=FIND>{say!(shell.search_label)}</label>
            <input id=FIND type="search" name="query" placeholder=say!(shell.search_hint) autocomplete="off" maxlength="200"/>
            <kbd aria-hidden="true">"/"</kbd>
        </form>
    }
    .still()
}

/// `/` moves to the search box, unless something is being typed.
fn move_to_search(event: ev::KeyboardEvent) {
    use leptos::web_sys::{HtmlElement, wasm_bindgen::JsCast};

    if event.key() != "/" || is_typing() || event.ctrl_key() || event.meta_key() || event.alt_key()
    {
        return;
    }
    let find = document().get_element_by_id(FIND);
    if let Some(find) = find.and_then(|find| find.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        let _ = find.focus();
    }
}

fn user_menu(profile: Profile) -> AnyView {
    let language = current_language();
    let roles = profile.roles.clone();
    let district = profile.district.full_name();
    let note = Signal::derive(move || note(language.get(), &roles, &district));
    view! {
        <details class="user-menu">
            <summary aria-label=say!(shell.account)>
                <IconView icon=Icon::Person/>
                <span>{profile.display_name}</span>
            </summary>
            <div class="menu">
                <p class="menu-note">{profile.account} <br/> {note}</p>
                <form method="post" action=SignOut::url()>
                    <button class="menu-item" type="submit">
                        <IconView icon=Icon::SignOut/>
                        <span>{say!(shell.sign_out)}</span>
                    </button>
                </form>
                <form method="post" action=SignOutEverywhere::url()>
                    <button class="menu-item" type="submit">
                        <IconView icon=Icon::Lock/>
                        <span>{say!(shell.sign_out_everywhere)}</span>
                    </button>
                </form>
            </div>
        </details>
    }
    .still()
}

fn note(language: Language, roles: &[domain::Text], district: &str) -> String {
    let mut parts: Vec<&str> = roles
        .iter()
        .map(|role| role.in_language(language))
        .collect();
    parts.push(district);
    parts.join(" · ")
}
