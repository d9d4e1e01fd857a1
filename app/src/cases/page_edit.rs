use std::sync::Arc;

use domain::cases::OpenForm;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::hooks::use_params_map;

use super::{
    GO_CASE, GO_NEXT, Presence, after_save,
    server_fn::{SaveAnswers, open_form, save_answers},
    tasks::task_list,
};
use crate::{
    errors::loaded,
    forms::{Editor, FormEditor, SaveFuture},
    language::{language_of, say, say_text, say_with},
    still::IntoStill,
    ui::PageTitle,
    wire::load,
};

/// A form of a case, to fill in.
pub(crate) fn edit_page() -> AnyView {
    let params = use_params_map();
    let asked = move || {
        params.with(|params| {
            let param = |name| params.get(name).unwrap_or_default();
            (param("number"), param("form"))
        })
    };
    let form = load(asked, |(number, form)| open_form(number, form));
    loaded(form, edit_view)
}

fn edit_view(open: OpenForm) -> AnyView {
    let number = open.number.to_string();
    let title = open.definition.title.clone();
    let page_title = {
        let (title, name) = (title.clone(), open.name.clone());
        say_with(move |locale| format!("{} · {name}", title.in_language(language_of(locale))))
    };
    let shown_number = number.clone();
    let case_line = say_with(move |locale| {
        td_string!(locale, cases.case_number, number = shown_number.clone()).to_string()
    });
    let help = open
        .definition
        .help
        .clone()
        .map(|help| view! { <p>{say_text(help)}</p> });
    let tasks = task_list(&number, &open.tasks, Some(&open.definition.form));
    let href = format!("/cases/{number}");
    let name = open.name.clone();
    let presence = Presence::at(number, open.here.clone());
    view! {
        <PageTitle text=page_title/>
        <div class="page-head">
            <div>
                <p class="sub"><a href=href>{case_line}</a> " · " {name}</p>
                <h1>{say_text(title)}</h1>
                {help}
            </div>
        </div>
        {presence.view()}
        <div class="case-columns">
            {tasks}
            <div class="case-content"><div class="card"><FormEditor editor=editor(open, presence)/></div></div>
        </div>
    }
    .still()
}

fn editor(open: OpenForm, presence: Presence) -> Editor {
    let number = open.number.to_string();
    let form = open.definition.form.clone();
    let last = open
        .tasks
        .iter()
        .rfind(|task| task.writable)
        .is_some_and(|task| task.form == form);
    let mut buttons = vec![
        (GO_NEXT, say!(forms.save_and_next)),
        (GO_CASE, say!(forms.save)),
    ];
    if last {
        buttons.remove(0);
    }
    let (case, key) = (number.clone(), open.key.as_str().to_owned());
    Editor {
        definition: open.definition,
        locked: open.locked,
        inputs: open.inputs,
        stored: open.stored,
        problems: open.problems,
        version: open.version,
        key: open.key,
        draft: open.draft,
        kept: open.kept,
        presence: Some(presence),
        conflict: open.conflict,
        chosen: None,
        setting: open.setting,
        action: SaveAnswers::url(),
        case: Some(number.clone()),
        searched: String::new(),
        save: Arc::new(move |answers, version, go| -> SaveFuture {
            let (case, form, key) = (case.clone(), form.clone(), Some(key.clone()));
            Box::pin(async move {
                let saved =
                    save_answers(case.clone(), form, version, Some(answers), go.clone(), key)
                        .await?;
                Ok(after_save(&case, &saved, go.as_deref()))
            })
        }),
        buttons,
        cancel: format!("/cases/{number}"),
    }
}
