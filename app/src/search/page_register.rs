use std::{collections::BTreeSet, sync::Arc};

use domain::cases::RegisterForm;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use crate::{
    cases::{
        after_registration,
        server_fn::{RegisterPerson, open_registration, register_person},
    },
    errors::loaded,
    forms::{Editor, FormEditor, SaveFuture},
    language::say,
    ui::PageTitle,
};

/// Registering a person.
pub(crate) fn register_page() -> AnyView {
    let query = use_query_map();
    let searched = move || query.with(|query| query.get("searched"));
    let form = Resource::new(searched, open_registration);
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
        <div class="card"><FormEditor editor=editor(form)/></div>
    }
    .into_any()
}

fn editor(form: RegisterForm) -> Editor {
    Editor {
        definition: form.definition,
        locked: BTreeSet::new(),
        inputs: form.inputs,
        stored: domain::forms::Answers::default(),
        problems: form.problems,
        version: 0,
        draft: form.draft,
        conflict: None,
        setting: form.setting,
        action: RegisterPerson::url(),
        case: None,
        save: Arc::new(|answers, _, _| -> SaveFuture {
            Box::pin(async move {
                let registered = register_person(Some(answers), None).await?;
                Ok(after_registration(&registered))
            })
        }),
        buttons: vec![("next", say!(search.register_submit))],
        cancel: "/persons".to_owned(),
    }
}
