use std::{collections::BTreeSet, sync::Arc};

use domain::cases::RegisterForm;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use leptos_router::{LazyRoute, hooks::use_query_map, lazy_route};

use crate::{
    cases::{
        after_registration,
        server_fn::{RegisterPerson, open_registration, register_person},
    },
    errors::{AppError, loaded},
    forms::{Editor, FormEditor, SaveFuture},
    language::say,
};

/// Registering a person.
pub(crate) struct RegisterPage {
    form: Resource<Result<RegisterForm, AppError>>,
}

#[lazy_route]
impl LazyRoute for RegisterPage {
    fn data() -> Self {
        let query = use_query_map();
        let searched = move || query.with(|query| query.get("searched"));
        Self {
            form: Resource::new(searched, open_registration),
        }
    }

    fn view(this: Self) -> AnyView {
        view! {
            <Title text=say!(search.register_title)/>
            <div class="page-head">
                <div>
                    <h1>{say!(search.register_title)}</h1>
                    <p class="sub">{say!(search.register_intro)}</p>
                </div>
            </div>
            {loaded(this.form, |form| {
                view! { <div class="card"><FormEditor editor=editor(form)/></div> }.into_any()
            })}
        }
        .into_any()
    }
}

fn editor(form: RegisterForm) -> Editor {
    Editor {
        definition: form.definition,
        locked: BTreeSet::new(),
        inputs: form.inputs,
        problems: form.problems,
        version: 0,
        draft: form.draft,
        conflict: None,
        today: form.today,
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
