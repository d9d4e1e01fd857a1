use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::hooks::{use_location, use_query_map};

use super::server_fn::{Session, SignIn};
use crate::{
    language::{plural, say, say_with},
    percent,
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
    },
    wire::Loading,
};

/// The sign-in page. Its form is posted by the browser itself: it works before and without our
/// code, and a page loaded anew forgets whatever the last user saw.
#[component]
pub(crate) fn SignInPage(session: Loading<Session>) -> impl IntoView {
    let query = use_query_map();
    let location = use_location();
    let to = move || location.search.with(|search| asked_page(search));
    let typed = move || Suspend::new(async move { account_input(session.value().await.ok()) });
    view! {
        <PageTitle text=say!(users.title)/>
        <div class="sign-in-card">
            <h1>{say!(users.title)}</h1>
            {move || problem(&query.with(|query| query.get("problem")).unwrap_or_default(), minutes(query))}
            <form class="form" method="post" action=SignIn::url()>
                <input type="hidden" name="to" value=to/>
                <div class="field">
                    <label for="account">{say!(users.account)}</label>
                    <p class="help" id="account-help">{say!(users.account_help)}</p>
                    <Suspense>{typed}</Suspense>
                </div>
                <div class="field">
                    <label for="password">{say!(users.password)}</label>
                    <input class="input" id="password" name="password" type="password" required=true maxlength="1000" autocomplete="current-password"/>
                </div>
                <button class="button button-primary" type="submit">{say!(users.submit)}</button>
            </form>
        </div>
        <p class="sign-in-note">{say!(users.note)}</p>
    }
}

/// The page that was asked for. The router's map of the query decodes twice, which would change an
/// address that holds percent signs itself.
fn asked_page(search: &str) -> String {
    let mut pairs = search.split('&');
    let to = pairs.find_map(|pair| pair.strip_prefix("to="));
    to.and_then(percent::decode).unwrap_or_default()
}

fn account_input(session: Option<Session>) -> AnyView {
    let typed = session
        .and_then(|session| session.typed_account)
        .unwrap_or_default();
    view! {
        <input class="input" id="account" name="account" required=true maxlength="100" autocomplete="username" autocapitalize="none" spellcheck="false" aria-describedby="account-help" value=typed/>
    }
    .still()
}

fn minutes(query: Memo<leptos_router::params::ParamsMap>) -> u32 {
    let minutes = query.with(|query| query.get("minutes"));
    minutes
        .and_then(|minutes| minutes.parse().ok())
        .unwrap_or(1)
}

/// What went wrong, or why the page is shown.
fn problem(code: &str, minutes: u32) -> AnyView {
    match code {
        "wrong" => failed(say_with(|locale| {
            td_string!(locale, users.wrong).to_owned()
        })),
        "locked" => failed(say_with(move |locale| {
            plural!(locale, minutes, users.locked)
        })),
        "ended" => notice(say!(users.ended)),
        "signed_out" => notice(say!(users.signed_out)),
        _ => ().still(),
    }
}

fn failed(text: Signal<String>) -> AnyView {
    view! {
        <div class="error-summary" role="alert">
            <h2>{say!(users.problem)}</h2>
            <p><a href="#account" rel="external">{text}</a></p>
        </div>
    }
    .still()
}

fn notice(text: Signal<&'static str>) -> AnyView {
    view! {
        <p class="notice notice-info" role="status">
            <IconView icon=Icon::Info/>
            <span>{text}</span>
        </p>
    }
    .still()
}
