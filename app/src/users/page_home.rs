use leptos::prelude::*;
use leptos_i18n::td_string;

use super::server_fn::Session;
use crate::{
    errors::loaded,
    language::{say, say_with},
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
    },
    wire::Loading,
};

/// The start page: where a worker goes from here.
#[component]
pub(crate) fn HomePage(session: Loading<Session>) -> impl IntoView {
    view! {
        <PageTitle text=say!(shell.home_title)/>
        {loaded(session, welcome)}
    }
}

fn welcome(session: Session) -> AnyView {
    let Some(profile) = session.profile else {
        return ().still();
    };
    let may = profile.may;
    let name = profile.display_name;
    let hello = say_with(move |locale| {
        td_string!(locale, shell.home_hello, name = name.clone()).to_string()
    });
    let cases = may
        .read_cases
        .then(|| go("/cases", Icon::Cases, say!(shell.home_go_cases)));
    let persons = may
        .search_persons
        .then(|| go("/persons", Icon::Search, say!(shell.home_go_persons)));
    let shelters = may
        .see_shelters
        .then(|| go("/shelters", Icon::Bed, say!(shelters.title)));
    let webhooks = may.manage_webhooks.then(|| {
        let label = say!(shell.webhooks);
        go("/administration/webhooks", Icon::Webhook, label)
    });
    let nowhere =
        !(may.read_cases || may.search_persons || may.see_shelters || may.manage_webhooks);
    let nothing = nowhere.then(|| {
        view! {
            <div class="empty">
                <IconView icon=Icon::Inbox/>
                <p>{say!(shell.home_no_places)}</p>
            </div>
        }
    });
    view! {
        <div class="page-head"><h1>{hello}</h1></div>
        <div class="form-actions">{cases} {persons} {shelters} {webhooks}</div>
        {nothing}
    }
    .still()
}

fn go(href: &'static str, icon: Icon, label: Signal<&'static str>) -> AnyView {
    view! { <a class="button" href=href><IconView icon/> <span>{label}</span></a> }.still()
}
