use std::{collections::BTreeSet, sync::Arc};

use domain::cases::{RegisterForm, WaitingRegistration};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::hooks::use_query_map;

use crate::{
    cases::{
        after_registration,
        server_fn::{RegisterPerson, open_registration, register_person},
    },
    errors::loaded,
    forms::{Editor, FormEditor, SaveFuture, server_fn::registration_path},
    language::{language_of, say, say_with},
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        time_text,
    },
    wire::load,
};

/// Registering a person.
pub(crate) fn register_page() -> AnyView {
    let query = use_query_map();
    let searched = move || query.with(|query| query.get("searched"));
    let form = load(searched, open_registration);
    loaded(form, register_view)
}

fn register_view(form: RegisterForm) -> AnyView {
    view! {
        <PageTitle text=say!(search.register_title)/>
        <div class="page-head">
            <div>
                <h1>{say!(search.register_title)}</h1>
                <p class="sub">{say!(search.register_intro)}</p>
            </div>
        </div>
        {waiting_notice(&form.waiting)}
        <div class="card"><FormEditor editor=editor(form)/></div>
    }
    .still()
}

/// What else was begun and not ended, to go on with.
fn waiting_notice(waiting: &[WaitingRegistration]) -> Option<AnyView> {
    let links: Vec<AnyView> = waiting.iter().map(waiting_link).collect();
    (!links.is_empty()).then(|| {
        view! {
            <div class="notice notice-info">
                <IconView icon=Icon::Info/>
                <div>
                    <p>{say!(search.waiting)}</p>
                    <ul class="waiting">{links}</ul>
                </div>
            </div>
        }
        .still()
    })
}

fn waiting_link(waiting: &WaitingRegistration) -> AnyView {
    let href = registration_path(&waiting.searched);
    let (name, searched, at) = (waiting.name.clone(), waiting.searched.clone(), waiting.at);
    let text = say_with(move |locale| {
        let named = [&name, &searched].into_iter().find(|name| !name.is_empty());
        let nameless = td_string!(locale, search.waiting_nameless);
        let named = named.map_or(nameless, String::as_str);
        format!("{named} · {}", time_text(at, language_of(locale)))
    });
    // Another search is another form: the page is made anew.
    view! { <li><a href=href rel="external">{text}</a></li> }.still()
}

fn editor(form: RegisterForm) -> Editor {
    let (searched, key) = (form.searched.clone(), form.key.as_str().to_owned());
    Editor {
        definition: form.definition,
        locked: BTreeSet::new(),
        inputs: form.inputs,
        stored: domain::forms::Answers::default(),
        problems: form.problems,
        version: 0,
        key: form.key,
        draft: form.draft,
        kept: form.kept,
        presence: None,
        conflict: None,
        chosen: None,
        setting: form.setting,
        action: RegisterPerson::url(),
        case: None,
        searched: form.searched,
        save: Arc::new(move |answers, _, _| -> SaveFuture {
            let (searched, key) = (Some(searched.clone()), Some(key.clone()));
            Box::pin(async move {
                let registered = register_person(Some(answers), searched, None, key).await?;
                Ok(after_registration(&registered))
            })
        }),
        buttons: vec![("next", say!(search.register_submit))],
        cancel: "/persons".to_owned(),
    }
}
