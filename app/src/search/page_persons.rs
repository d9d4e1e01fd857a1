use domain::{
    cases::{PersonHit, PersonSearch},
    dates::format_date,
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::hooks::use_query_map;

use crate::{
    cases::server_fn::search_persons,
    errors::loaded,
    language::{language_of, plural, say, say_text, say_with},
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
    },
    wire::load,
};

/// Looking for a person.
pub(crate) fn persons_page() -> AnyView {
    let map = use_query_map();
    let query = Memo::new(move |_| map.with(|map| map.get("query")).unwrap_or_default());
    let found = load(move || query.get(), |query| search_persons(Some(query)));
    loaded(found, move |found| search_view(query, found))
}

fn search_view(query: Memo<String>, found: PersonSearch) -> AnyView {
    view! {
        <PageTitle text=say!(search.title)/>
        <div class="page-head">
            <div>
                <h1>{say!(search.title)}</h1>
                <p class="sub">{say!(search.intro)}</p>
            </div>
        </div>
        <form class="form" method="get" action="/persons" role="search">
            <div class="field">
                <label for="person-query">{say!(search.label)}</label>
                <p class="help" id="person-query-help">{say!(search.help)}</p>
                <input class="input" id="person-query" name="query" type="search" maxlength="200" autocomplete="off" aria-describedby="person-query-help" value=move || query.get()/>
            </div>
            <div class="form-actions">
                <button class="button button-primary" type="submit"><IconView icon=Icon::Search/> <span>{say!(search.submit)}</span></button>
            </div>
        </form>
        {results(found, query.get_untracked())}
    }
    .still()
}

fn results(found: PersonSearch, query: String) -> AnyView {
    if query.trim().is_empty() {
        return ().still();
    }
    let register = found.may_register.then(|| register_link(&query));
    if found.hits.is_empty() {
        return view! {
            <div class="empty" role="status">
                <IconView icon=Icon::Search/>
                <h2>{say!(search.none_title)}</h2>
                <p>{say!(search.none)}</p>
                <div class="actions">{register}</div>
            </div>
        }
        .still();
    }
    let count = u32::try_from(found.hits.len()).unwrap_or(u32::MAX);
    let counted = say_with(move |locale| plural!(locale, count, search.found));
    let more = found.more.then(|| view! { <p class="notice notice-info"><IconView icon=Icon::Info/> <span>{say!(search.more)}</span></p> });
    let hits: Vec<AnyView> = found.hits.into_iter().map(hit).collect();
    view! {
        <h2>{say!(search.results)}</h2>
        <p class="count-line" role="status">{counted}</p>
        <ol class="search-results">{hits}</ol>
        {more}
        {register.map(|register| view! { <p>{say!(search.not_them)} " " {register}</p> })}
    }
    .still()
}

/// Registering begins with what was searched for.
fn register_link(query: &str) -> AnyView {
    let href = format!(
        "/persons/register?searched={}",
        leptos_router::location::Url::escape(query)
    );
    view! { <a class="button" href=href><IconView icon=Icon::PersonAdd/> <span>{say!(search.register_new)}</span></a> }
        .still()
}

fn hit(hit: PersonHit) -> AnyView {
    let born = hit.birth_date.map(|day| {
        say_with(move |locale| {
            let date = format_date(day, language_of(locale));
            td_string!(locale, search.born, date = date).to_string()
        })
    });
    let owner = match hit.owner.clone() {
        Some(name) => say_with(move |locale| {
            td_string!(locale, search.owner, name = name.clone()).to_string()
        })
        .still(),
        None => say!(search.no_owner).still(),
    };
    let latin = (!hit.latin_name.is_empty())
        .then(|| view! { <span class="name-latin">{hit.latin_name.clone()}</span> });
    let (name, way_in) = match hit.number {
        Some(number) => {
            let href = format!("/cases/{number}");
            let tag = view! { <span class="tag tag-plain">{number.to_string()}</span> };
            (view! { <a class="row-link" href=href>{hit.name}</a> }.still(), tag.still())
        }
        None => (
            view! { <strong>{hit.name}</strong> }.still(),
            view! { <span class="tag tag-info"><IconView icon=Icon::Lock/> {say!(search.closed_case)}</span> }.still(),
        ),
    };
    view! {
        <li>
            <div>
                {name} " " {latin}
                <p class="sub">
                    {born.map(|born| view! { {born} " · " })}
                    {hit.district} " · " {say_text(hit.team)} " · " {owner}
                </p>
            </div>
            {way_in}
        </li>
    }
    .still()
}
