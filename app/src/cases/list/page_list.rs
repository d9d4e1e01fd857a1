use domain::{Error, Problem, cases::Count};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{
    chips::chips,
    data::ListPage,
    panel::panel,
    table::{ASSIGN_FORM, table},
};
use crate::{
    cases::server_fn::list_page,
    errors::{AppError, loaded},
    language::{plural, say, say_with},
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        query_text,
    },
    wire::load,
};

/// What an address leads to: a list, or the names in it that lead nowhere.
#[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
enum Shown {
    List(Box<ListPage>),
    NotOpen(Vec<Problem>),
}

/// The list of cases.
pub(crate) fn case_list_page() -> AnyView {
    let search = query_text();
    let cases = load(
        move || search.get(),
        |search| async move {
            match list_page(Some(search)).await {
                Ok(page) => Ok(Shown::List(Box::new(page))),
                Err(AppError(Error::Invalid { problems })) => Ok(Shown::NotOpen(problems)),
                Err(error) => Err(error),
            }
        },
    );
    loaded(cases, |shown| match shown {
        Shown::List(page) => list(&page),
        Shown::NotOpen(problems) => not_open(problems),
    })
}

fn list(page: &ListPage) -> AnyView {
    let register = page.may_register.then(register_link);
    view! {
        <PageTitle text=say!(cases.title)/>
        <div class="page-head">
            <div><h1>{say!(cases.title)}</h1></div>
            <div class="actions">{register}</div>
        </div>
        {chips(page)}
        {panel(&page.frame)}
        {content(page)}
    }
    .still()
}

/// Registering begins with a search, so that nobody is registered twice.
fn register_link() -> AnyView {
    view! {
        <a class="button button-primary" href="/persons">
            <IconView icon=Icon::PersonAdd/>
            <span>{say!(cases.register)}</span>
        </a>
    }
    .still()
}

fn content(page: &ListPage) -> AnyView {
    if page.cases.is_empty() {
        return empty(page.plainly_mine);
    }
    let question = page.sorted_by.clone();
    let left_out = question.map(|question| {
        let text = say_with(move |locale| {
            let language = crate::language::language_of(locale);
            let question = question.in_language(language).to_owned();
            td_string!(locale, cases.sorted_only, question = question).to_string()
        });
        view! { <p class="sub">{text}</p> }
    });
    view! {
        <p class="count-line">
            <span role="status">{counted(page.count)}</span>
            {page.count_all.clone().map(|href| view! { <a href=href>{say!(cases.count_on)}</a> })}
        </p>
        {left_out}
        {page.may_assign.then(assign_form)}
        {table(page)}
        {pager(page)}
    }
    .still()
}

/// Takes the cases that are marked in the table to where they are assigned.
fn assign_form() -> AnyView {
    view! {
        <form id=ASSIGN_FORM class="assign-bar" method="get" action="/cases/assign">
            <button class="button" type="submit"><IconView icon=Icon::Person/> <span>{say!(transitions.assign_selected)}</span></button>
        </form>
    }
    .still()
}

fn counted(count: Count) -> Signal<String> {
    say_with(move |locale| match count {
        Count::Exactly(count) => {
            plural!(
                locale,
                u32::try_from(count).unwrap_or(u32::MAX),
                cases.count
            )
        }
        Count::MoreThan(count) => td_string!(locale, cases.more_than, count = count).to_string(),
    })
}

fn pager(page: &ListPage) -> Option<AnyView> {
    if page.first.is_none() && page.next.is_none() {
        return None;
    }
    let first = page.first.clone().map(|href| {
        view! { <a class="button" href=href><IconView icon=Icon::ChevronLeft/> <span>{say!(cases.first)}</span></a> }
    });
    let next = page.next.clone().map(|href| {
        view! { <a class="button" href=href rel="next"><span>{say!(cases.next)}</span> <IconView icon=Icon::ChevronRight/></a> }
    });
    Some(view! { <nav class="pager" aria-label=say!(cases.pages)>{first} {next}</nav> }.still())
}

fn empty(nothing_of_mine: bool) -> AnyView {
    let (title, text) = if nothing_of_mine {
        (say!(cases.empty_mine_title), say!(cases.empty_mine))
    } else {
        (say!(cases.empty_title), say!(cases.empty))
    };
    view! {
        <div class="empty">
            <IconView icon=Icon::Inbox/>
            <h2>{title}</h2>
            <p>{text}</p>
        </div>
    }
    .still()
}

/// A list that asks for what is not there, or not open to the reader: the two look alike.
fn not_open(problems: Vec<Problem>) -> AnyView {
    #[cfg(feature = "ssr")]
    crate::request::set_status(422);
    let names: Vec<String> = problems.into_iter().map(|problem| problem.field).collect();
    view! {
        <PageTitle text=say!(cases.title)/>
        <section class="error-page">
            <IconView icon=Icon::Filter/>
            <h1>{say!(cases.not_open_title)}</h1>
            <p>{say!(cases.not_open)}</p>
            <p><code>{names.join(", ")}</code></p>
            <p><a class="button" href="/cases">{say!(cases.back_to_mine)}</a></p>
        </section>
    }
    .still()
}
