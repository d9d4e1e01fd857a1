//! The root of the application: language, shell and routes.

use core::time::Duration;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    Lazy, SsrMode,
    components::{Route, Router, Routes},
    hooks::use_location,
    path,
};

use crate::{
    errors::{AppError, NotFoundPage},
    language::{PageLanguage, say},
    notifications::Live,
    pages::{
        AdministrationPages, CasePages, FillingPages, HandOverPages, ListPages, PaperPages,
        ShelterPages,
    },
    still::IntoStill,
    ui::{Rail, TopBar},
    users::{
        HomePage, SignInPage,
        server_fn::{Session, current_session},
    },
    wire::load_first,
};

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    PageLanguage::provide();
    Live::provide();
    view! {
        <Router>
            <Frame/>
        </Router>
    }
}

/// The shell with the page in it.
#[component]
fn Frame() -> impl IntoView {
    let session = load_first(|| (), |()| current_session());
    focus_new_pages();
    let location = use_location();
    let signing_in = move || location.pathname.with(|path| path == "/sign-in");
    view! {
        <a class="skip" href="#main" rel="external">{say!(shell.skip)}</a>
        <div class="shell" class:shell-plain=signing_in>
        <Suspense>{move || Suspend::new(async move { around(session.value().await) })}</Suspense>
        <main id="main" class="page" class:sign-in=signing_in tabindex="-1">
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=move || view! { <HomePage session/> } ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=move || view! { <SignInPage session/> } ssr=SsrMode::Async/>
                <Route path=path!("/cases") view={Lazy::<ListPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/cases/assign") view={Lazy::<HandOverPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/cases/:number") view={Lazy::<CasePages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/cases/:number/history") view={Lazy::<CasePages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/cases/:number/path") view={Lazy::<CasePages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/cases/:number/transfer") view={Lazy::<HandOverPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/cases/:number/refer") view={Lazy::<HandOverPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/cases/:number/stage") view={Lazy::<HandOverPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/cases/:number/place") view={Lazy::<ShelterPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/shelters") view={Lazy::<ShelterPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/shelters/new") view={Lazy::<ShelterPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/shelters/:shelter") view={Lazy::<ShelterPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/shelters/:shelter/arrange") view={Lazy::<ShelterPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/shelters/:shelter/occupancy") view={Lazy::<ShelterPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/shelters/:shelter/print") view={Lazy::<ShelterPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/approvals/:id") view={Lazy::<HandOverPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/queue") view={Lazy::<HandOverPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/overrides") view={Lazy::<HandOverPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/inbox") view={Lazy::<HandOverPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/settings/notifications") view={Lazy::<HandOverPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administration/webhooks") view={Lazy::<AdministrationPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/administration/webhooks/:id") view={Lazy::<AdministrationPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/cases/:number/print") view={Lazy::<PaperPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/cases/:number/:form/print") view={Lazy::<PaperPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/forms") view={Lazy::<PaperPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/forms/:form/print") view={Lazy::<PaperPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/cases/:number/:form/edit") view={Lazy::<FillingPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/persons") view={Lazy::<ListPages>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/persons/register") view={Lazy::<FillingPages>::new()} ssr=SsrMode::Async/>
            </Routes>
        </main>
        </div>
    }
}

/// Rail, top bar and the demonstration's banner, as the session has them.
fn around(session: Result<Session, AppError>) -> AnyView {
    let (profile, demonstration, unread) = session
        .map(|session| (session.profile, session.demonstration, session.unread))
        .unwrap_or_default();
    let rail = profile.clone().map(|profile| view! { <Rail profile/> });
    let banner = demonstration.then(|| {
        view! { <aside class="demo-banner">{say!(shell.demonstration)}</aside> }
    });
    view! {
        {rail}
        <TopBar profile unread/>
        {banner}
    }
    .still()
}

/// After a link within the application, reading goes on at the new page.
///
/// Another choice within a page (a filter, the next part of a list) replaces what had the focus;
/// then, too, it goes on at the content instead of at the top of everything.
fn focus_new_pages() {
    let location = use_location();
    Effect::new(move |before: Option<(String, String)>| {
        let (path, search) = (location.pathname.get(), location.search.get());
        match before {
            Some((before, _)) if before != path => focus_main(),
            Some((_, before)) if before != search => focus_main_when_lost(FOCUS_LOOKS),
            _ => {}
        }
        (path, search)
    });
}

/// How often it is looked whether the focus was lost, and how long after each other.
const FOCUS_LOOKS: u32 = 20;
const FOCUS_PAUSE: Duration = Duration::from_millis(150);

fn focus_main_when_lost(looks: u32) {
    set_timeout(
        move || {
            let focused = document().active_element();
            let lost = focused.is_none_or(|element| element.tag_name() == "BODY");
            if lost {
                focus_main();
            } else if looks > 0 {
                focus_main_when_lost(looks - 1);
            }
        },
        FOCUS_PAUSE,
    );
}

fn focus_main() {
    use leptos::web_sys::{HtmlElement, wasm_bindgen::JsCast};

    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<HtmlElement>().ok()) {
        let _ = main.focus();
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}
