use domain::cases::{CaseView, FormView};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{
    presence::{News, Presence},
    server_fn::read_case,
    stage::stage_bar,
    tasks::task_list,
};
use crate::{
    errors::loaded,
    forms::{Medium, answer_sections},
    language::{language_of, say, say_with, text_view},
    still::IntoStill,
    transitions::{say_on_its_way, shared_text},
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        path_part, time_text,
    },
    wire::load,
};

/// A case as it is read.
pub(crate) fn case_page() -> AnyView {
    let number = path_part("number");
    let news = News::begin();
    let asked = move || (number.get(), news.version());
    let case = load(asked, |(number, _)| read_case(number));
    loaded(case, move |case| case_view(case, news))
}

fn case_view(case: CaseView, news: News) -> AnyView {
    let number = case.number.to_string();
    let tasks: Vec<_> = case
        .forms
        .iter()
        .map(|form| form.progress.clone())
        .collect();
    let title = if case.name.is_empty() {
        number.clone()
    } else {
        case.name.clone()
    };
    let stage = case.stage.as_ref().map(|stage| {
        let href = format!("/cases/{number}/stage");
        view! {
            {stage_bar(&case.stages, stage)}
            <p class="stage-link"><a href=href>{say!(workflow.stage_link)}</a></p>
        }
    });
    let (begun, empty): (Vec<_>, Vec<_>) = case.forms.iter().partition(|form| is_begun(form));
    let sections: Vec<AnyView> = begun
        .into_iter()
        .map(|form| section(&number, form))
        .collect();
    view! {
        <PageTitle text=title.clone()/>
        <div class="page-head">
            <div>
                <p class="sub">{sub_line(&case)}</p>
                <h1>{title} " " {(!case.latin_name.is_empty()).then(|| view! { <span class="name-latin">{case.latin_name.clone()}</span> })}</h1>
            </div>
            {actions(&case)}
        </div>
        {presence(&case, news)}
        {shared(&case)}
        {on_its_way(&case)}
        {stage}
        <div class="case-columns">
            {task_list(&number, &tasks, None)}
            <div class="case-content">
                {sections}
                {todo(&number, &empty)}
                {about(&case)}
            </div>
        </div>
    }
    .still()
}

/// Who else is here, and what they have just saved; nothing of it where a grant opens the case.
fn presence(case: &CaseView, news: News) -> Option<AnyView> {
    case.presence.clone().map(|shown| {
        let presence = Presence::at(case.number.to_string(), shown.here.clone());
        let forms = case.forms.iter();
        let titles = forms.map(|form| (form.progress.form.clone(), form.progress.title.clone()));
        news.follow(presence, shown, titles.collect());
        view! { {presence.view()} {news.view()} }.still()
    })
}

fn actions(case: &CaseView) -> AnyView {
    let number = case.number.to_string();
    let print = format!("/cases/{number}/print");
    let history = case.may_see_history.then(|| {
        let href = format!("/cases/{number}/history");
        view! { <a class="button" href=href><IconView icon=Icon::History/> <span>{say!(cases.history)}</span></a> }
    });
    let path = (case.may_see_history && case.shared.is_none()).then(|| {
        let href = format!("/cases/{number}/path");
        view! { <a class="button" href=href><IconView icon=Icon::District/> <span>{say!(transitions.path)}</span></a> }
    });
    let hand_over = (case.may_hand_over && case.on_its_way.is_none()).then(|| {
        let href = format!("/cases/{number}/transfer");
        view! { <a class="button" href=href><IconView icon=Icon::Transfer/> <span>{say!(transitions.hand_over)}</span></a> }
    });
    let refer = case.may_refer.then(|| {
        let href = format!("/cases/{number}/refer");
        view! { <a class="button" href=href><IconView icon=Icon::People/> <span>{say!(transitions.refer)}</span></a> }
    });
    let place = case.may_place.then(|| {
        let href = format!("/cases/{number}/place");
        view! { <a class="button" href=href><IconView icon=Icon::Bed/> <span>{say!(shelters.place_link)}</span></a> }
    });
    let assign = case.may_assign.then(|| {
        let href = format!("/cases/assign?case={number}");
        view! { <a class="button" href=href><IconView icon=Icon::Person/> <span>{say!(transitions.assign)}</span></a> }
    });
    view! {
        <div class="actions">
            {assign}
            {hand_over}
            {refer}
            {place}
            {path}
            <a class="button" href=print><IconView icon=Icon::Print/> <span>{say!(cases.print_case)}</span></a>
            {history}
        </div>
    }
    .still()
}

/// Whoever reads through a grant is told of it.
fn shared(case: &CaseView) -> Option<AnyView> {
    case.shared.clone().map(|shared| {
        let href = format!("/queue?show={}", shared.referral);
        let text = say_with(move |locale| shared_text(locale, &shared));
        view! {
            <p class="notice notice-info">
                <IconView icon=Icon::People/>
                <span>{text} " · " <a href=href>{say!(transitions.see_in_queue)}</a></span>
            </p>
        }
        .still()
    })
}

/// Where the case is going, and how far it has come.
fn on_its_way(case: &CaseView) -> Option<AnyView> {
    case.on_its_way.as_ref().map(|row| {
        let href = format!("/queue?show={}", row.id);
        view! {
            <p class="notice notice-info">
                <IconView icon=Icon::Transfer/>
                <span>{say_on_its_way(row)} " · " <a href=href>{say!(transitions.see_in_queue)}</a></span>
            </p>
        }
        .still()
    })
}

fn sub_line(case: &CaseView) -> AnyView {
    let (number, opened) = (case.number.to_string(), case.opened);
    let text = say_with(move |locale| {
        let number = td_string!(locale, cases.case_number, number = number.clone()).to_string();
        let Some(opened) = opened else {
            return number;
        };
        let date = domain::dates::format_date(opened.date(), language_of(locale));
        let opened = td_string!(locale, cases.opened, date = date).to_string();
        format!("{number} · {opened}")
    });
    text.still()
}

fn is_begun(form: &FormView) -> bool {
    !form.answers.is_empty()
}

/// The forms without an answer, a line each.
fn todo(number: &str, forms: &[&FormView]) -> Option<AnyView> {
    let items: Vec<AnyView> = forms
        .iter()
        .map(|form| {
            let id = format!("form-{}", form.definition.form);
            let title = text_view(form.definition.title.clone());
            let link = form.progress.writable.then(|| edit_link(number, form));
            view! { <li id=id><span class="task-title">{title}</span> {link}</li> }.still()
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="card section-card" aria-labelledby="forms-todo">
                <div class="section-head"><h2 id="forms-todo">{say!(cases.not_filled_in)}</h2></div>
                <ul class="forms-todo">{items}</ul>
            </section>
        }
        .still()
    })
}

/// One form of the case with its answers.
fn section(number: &str, form: &FormView) -> AnyView {
    let id = format!("form-{}", form.definition.form);
    let heading = format!("heading-{}", form.definition.form);
    let labelled_by = heading.clone();
    let title = form.definition.title.clone();
    view! {
        <section class="card section-card" id=id aria-labelledby=labelled_by>
            <div class="section-head">
                <h2 id=heading>{text_view(title)}</h2>
                <div class="section-actions">
                    {print_link(number, form)}
                    {form.progress.writable.then(|| edit_link(number, form))}
                </div>
            </div>
            {earlier_line(form)}
            {answer_sections(&form.definition.fields, &form.answers, Medium::Screen)}
            <p class="sub">{saved_line(form)}</p>
        </section>
    }
    .still()
}

/// Leads to the form itself; the title is part of its name, because every form has such a link.
fn edit_link(number: &str, form: &FormView) -> AnyView {
    let href = format!("/cases/{number}/{}/edit", form.definition.form);
    let title = form.definition.title.clone();
    let begun = is_begun(form);
    let name = say_with(move |locale| {
        let form = title.in_language(language_of(locale)).to_owned();
        if begun {
            td_string!(locale, cases.edit_form, form = form).to_string()
        } else {
            td_string!(locale, cases.fill_in_form, form = form).to_string()
        }
    });
    let word = if begun {
        say!(cases.edit)
    } else {
        say!(cases.fill_in)
    };
    view! {
        <a class="button button-quiet" href=href aria-label=name>
            <IconView icon=Icon::Edit/>
            <span>{word}</span>
        </a>
    }
    .still()
}

fn print_link(number: &str, form: &FormView) -> AnyView {
    let href = format!("/cases/{number}/{}/print", form.definition.form);
    let title = form.definition.title.clone();
    let name = say_with(move |locale| {
        let form = title.in_language(language_of(locale)).to_owned();
        td_string!(locale, cases.print_form, form = form).to_string()
    });
    view! {
        <a class="button button-quiet" href=href aria-label=name>
            <IconView icon=Icon::Print/>
            <span>{say!(cases.print)}</span>
        </a>
    }
    .still()
}

/// Answers that were given under an earlier version are shown under it, and say so.
fn earlier_line(form: &FormView) -> AnyView {
    let version = form.version;
    form.earlier
        .then(|| {
            let text = say_with(move |locale| {
                td_string!(locale, cases.answered_under, version = version).to_string()
            });
            view! { <p class="sub earlier">{text}</p> }
        })
        .still()
}

fn saved_line(form: &FormView) -> AnyView {
    match form.saved.clone() {
        // Whoever reads through a grant is not told.
        None if is_begun(form) => ().still(),
        None => say!(cases.never_saved).still(),
        Some((at, by)) => say_with(move |locale| {
            let time = time_text(at, language_of(locale));
            td_string!(locale, cases.last_saved, time = time, name = by.clone()).to_string()
        })
        .still(),
    }
}

fn about(case: &CaseView) -> AnyView {
    let owner = match case.owner.clone() {
        Some(owner) => view! { <dd>{owner}</dd> }.still(),
        None => view! { <dd class="value-empty">{say!(cases.nobody)}</dd> }.still(),
    };
    view! {
        <section class="card section-card" aria-labelledby="about-case">
            <div class="section-head"><h2 id="about-case">{say!(cases.about)}</h2></div>
            <dl class="summary">
                <div><dt>{say!(cases.owner)}</dt>{owner}</div>
                <div><dt>{say!(cases.team)}</dt><dd>{text_view(case.team.clone())}</dd></div>
            </dl>
        </section>
    }
    .still()
}
