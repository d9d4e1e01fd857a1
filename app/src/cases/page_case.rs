use domain::{
    cases::{CaseView, FormView},
    forms::{Answer, Field},
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::hooks::use_params_map;

use super::{server_fn::read_case, stage::stage_bar, tasks::task_list};
use crate::{
    errors::loaded,
    forms::answer_text,
    language::{language_of, say, say_text, say_with},
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        time_text,
    },
};

/// A case as it is read.
pub(crate) fn case_page() -> AnyView {
    let params = use_params_map();
    let number = move || {
        params
            .with(|params| params.get("number"))
            .unwrap_or_default()
    };
    loaded(Resource::new(number, read_case), case_view)
}

fn case_view(case: CaseView) -> AnyView {
    let number = case.number.to_string();
    let tasks: Vec<_> = case
        .forms
        .iter()
        .map(|form| form.progress.clone())
        .collect();
    let writable: Vec<(String, bool)> = case
        .forms
        .iter()
        .map(|form| (form.definition.form.clone(), form.progress.writable))
        .collect();
    let title = if case.name.is_empty() {
        number.clone()
    } else {
        case.name.clone()
    };
    let sections: Vec<AnyView> = case
        .forms
        .iter()
        .zip(&writable)
        .map(|(form, (_, writable))| section(&number, form, *writable))
        .collect();
    let history = case.may_see_history.then(|| {
        let href = format!("/cases/{number}/history");
        view! { <a class="button" href=href><IconView icon=Icon::History/> <span>{say!(cases.history)}</span></a> }
    });
    view! {
        <PageTitle text=title.clone()/>
        <div class="page-head">
            <div>
                <p class="sub">{sub_line(&case)}</p>
                <h1>{title} " " {(!case.latin_name.is_empty()).then(|| view! { <span class="name-latin">{case.latin_name.clone()}</span> })}</h1>
            </div>
            <div class="actions">{history}</div>
        </div>
        {stage_bar(case.stage)}
        <div class="case-columns">
            {task_list(&number, &tasks, None)}
            <div class="case-content">
                {sections}
                {about(&case)}
            </div>
        </div>
    }
    .into_any()
}

fn sub_line(case: &CaseView) -> AnyView {
    let (number, opened) = (case.number.to_string(), case.opened);
    let text = say_with(move |locale| {
        let date = domain::dates::format_date(opened.date(), language_of(locale));
        let number = td_string!(locale, cases.case_number, number = number.clone()).to_string();
        let opened = td_string!(locale, cases.opened, date = date).to_string();
        format!("{number} · {opened}")
    });
    text.into_any()
}

/// One form of the case with its answers.
fn section(number: &str, form: &FormView, writable: bool) -> AnyView {
    let id = format!("form-{}", form.definition.form);
    let heading = format!("heading-{}", form.definition.form);
    let labelled_by = heading.clone();
    let href = format!("/cases/{number}/{}/edit", form.definition.form);
    let title = form.definition.title.clone();
    let named = title.clone();
    let edit_label = say_with(move |locale| {
        let form = named.in_language(language_of(locale)).to_owned();
        td_string!(locale, cases.edit_form, form = form).to_string()
    });
    let edit = writable.then(|| {
        view! {
            <a class="button button-quiet" href=href aria-label=edit_label>
                <IconView icon=Icon::Edit/>
                <span>{say!(cases.edit)}</span>
            </a>
        }
    });
    let rows: Vec<AnyView> = form
        .definition
        .fields
        .iter()
        .map(|field| answer_row(field, form.answers.get(&field.id)))
        .collect();
    view! {
        <section class="card section-card" id=id aria-labelledby=labelled_by>
            <div class="section-head">
                <h2 id=heading>{say_text(title)}</h2>
                {edit}
            </div>
            <dl class="summary">{rows}</dl>
            <p class="sub">{saved_line(form)}</p>
        </section>
    }
    .into_any()
}

fn answer_row(field: &Field, answer: Option<&Answer>) -> AnyView {
    let value = match answer.cloned() {
        Some(answer) => {
            let shown = field.clone();
            let text = say_with(move |locale| answer_text(locale, &shown, &answer));
            view! { <dd>{text}</dd> }.into_any()
        }
        None => view! { <dd class="value-empty">{say!(cases.not_answered)}</dd> }.into_any(),
    };
    view! {
        <div>
            <dt>{say_text(field.label.clone())}</dt>
            {value}
        </div>
    }
    .into_any()
}

fn saved_line(form: &FormView) -> AnyView {
    match form.saved.clone() {
        None => say!(cases.never_saved).into_any(),
        Some((at, by)) => say_with(move |locale| {
            let time = time_text(at, language_of(locale));
            td_string!(locale, cases.last_saved, time = time, name = by.clone()).to_string()
        })
        .into_any(),
    }
}

fn about(case: &CaseView) -> AnyView {
    let owner = match case.owner.clone() {
        Some(owner) => view! { <dd>{owner}</dd> }.into_any(),
        None => view! { <dd class="value-empty">{say!(cases.nobody)}</dd> }.into_any(),
    };
    view! {
        <section class="card section-card" aria-labelledby="about-case">
            <div class="section-head"><h2 id="about-case">{say!(cases.about)}</h2></div>
            <dl class="summary">
                <div><dt>{say!(cases.owner)}</dt>{owner}</div>
                <div><dt>{say!(cases.team)}</dt><dd>{say_text(case.team.clone())}</dd></div>
            </dl>
        </section>
    }
    .into_any()
}
