use domain::{
    Language,
    cases::{CaseListItem, CasePageOfList, Stage, Whose},
    dates::format_date,
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use super::{server_fn::list_cases, stage::say_stage};
use crate::{
    errors::loaded,
    language::{current_language, plural, say, say_with},
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        time_text,
    },
    wire::load,
};

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    whose: Whose,
    stage: Option<Stage>,
    after: Option<String>,
}

impl Asked {
    fn address(&self) -> String {
        let mut address = format!("/cases?whose={}", self.whose.code());
        if let Some(stage) = self.stage {
            address.push_str("&stage=");
            address.push_str(stage.code());
        }
        if let Some(after) = &self.after {
            address.push_str("&after=");
            address.push_str(after);
        }
        address
    }
}

/// The list of cases.
pub(crate) fn case_list_page() -> AnyView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(asked_for));
    let cases = load(
        move || asked.get(),
        |asked| {
            list_cases(
                Some(asked.whose.code().to_owned()),
                asked.stage.map(|stage| stage.code().to_owned()),
                asked.after,
            )
        },
    );
    loaded(cases, move |page| {
        let register = page.may_register.then(register_link);
        view! {
            <PageTitle text=say!(cases.title)/>
            <div class="page-head">
                <div><h1>{say!(cases.title)}</h1></div>
                <div class="actions">{register}</div>
            </div>
            {chips(asked)}
            {list(page, asked.get_untracked())}
        }
        .into_any()
    })
}

/// Registering begins with a search, so that nobody is registered twice.
fn register_link() -> AnyView {
    view! {
        <a class="button button-primary" href="/persons">
            <IconView icon=Icon::PersonAdd/>
            <span>{say!(cases.register)}</span>
        </a>
    }
    .into_any()
}

fn asked_for(query: &ParamsMap) -> Asked {
    Asked {
        whose: query
            .get("whose")
            .and_then(|code| Whose::from_code(&code))
            .unwrap_or_default(),
        stage: query.get("stage").and_then(|code| Stage::from_code(&code)),
        after: query.get("after"),
    }
}

fn chips(asked: Memo<Asked>) -> AnyView {
    let whose: Vec<AnyView> = Whose::ALL
        .into_iter()
        .map(|whose| {
            let label = match whose {
                Whose::Mine => say!(cases.mine),
                Whose::All => say!(cases.all),
                Whose::Nobodys => say!(cases.nobodys),
            };
            let href = move || {
                Asked {
                    whose,
                    after: None,
                    ..asked.get()
                }
                .address()
            };
            let current = move || (asked.get().whose == whose).then_some("true");
            view! { <a class="chip" href=href aria-current=current>{label}</a> }.into_any()
        })
        .collect();
    let any = move || {
        Asked {
            stage: None,
            after: None,
            ..asked.get()
        }
        .address()
    };
    let any_current = move || asked.get().stage.is_none().then_some("true");
    let stages: Vec<AnyView> = Stage::ALL
        .into_iter()
        .map(|stage| {
            let href = move || {
                Asked {
                    stage: Some(stage),
                    after: None,
                    ..asked.get()
                }
                .address()
            };
            let current = move || (asked.get().stage == Some(stage)).then_some("true");
            view! { <a class="chip" href=href aria-current=current>{say_stage(stage)}</a> }
                .into_any()
        })
        .collect();
    view! {
        <nav class="chips" aria-label=say!(cases.whose)>{whose}</nav>
        <nav class="chips" aria-label=say!(cases.stage_filter)>
            <a class="chip" href=any aria-current=any_current>{say!(cases.any_stage)}</a>
            {stages}
        </nav>
    }
    .into_any()
}

fn list(page: CasePageOfList, asked: Asked) -> AnyView {
    if page.cases.is_empty() {
        return empty(asked.whose == Whose::Mine && asked.stage.is_none());
    }
    let total = u32::try_from(page.total).unwrap_or(u32::MAX);
    let count = say_with(move |locale| plural!(locale, total, cases.count));
    let rows: Vec<AnyView> = page.cases.into_iter().map(row).collect();
    view! {
        <p class="count-line" role="status">{count}</p>
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{say!(cases.person)}</th>
                        <th scope="col">{say!(cases.case)}</th>
                        <th scope="col">{say!(cases.stage)}</th>
                        <th scope="col">{say!(cases.owner)}</th>
                        <th scope="col">{say!(cases.changed)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {pager(&asked, page.next.map(|cursor| cursor.0.to_string()))}
    }
    .into_any()
}

fn row(case: CaseListItem) -> AnyView {
    let language = current_language();
    let href = format!("/cases/{}", case.number);
    let unnamed = case.name.is_empty();
    let name = case.name.clone();
    let changed = case.changed;
    let sub = {
        let (latin, born) = (case.latin_name.clone(), case.birth_date);
        Signal::derive(move || sub_line(&latin, born, language.get()))
    };
    let owner = match case.owner {
        Some(owner) => owner.into_any(),
        None => view! { <span class="value-empty">{say!(cases.nobody)}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                <a class="row-link" href=href>
                    {if unnamed { say!(cases.unnamed).into_any() } else { name.into_any() }}
                </a>
                <span class="sub">{sub}</span>
            </th>
            <td class="code" data-label=say!(cases.case)>{case.number.to_string()}</td>
            <td data-label=say!(cases.stage)><span class="tag tag-plain">{say_stage(case.stage)}</span></td>
            <td data-label=say!(cases.owner)>{owner}</td>
            <td class="date" data-label=say!(cases.changed)>{move || time_text(changed, language.get())}</td>
        </tr>
    }
    .into_any()
}

fn sub_line(latin: &str, born: Option<chrono::NaiveDate>, language: Language) -> String {
    let born = born.map(|day| format_date(day, language));
    let parts = [
        Some(latin.to_owned()).filter(|latin| !latin.is_empty()),
        born,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn pager(asked: &Asked, next: Option<String>) -> Option<AnyView> {
    if asked.after.is_none() && next.is_none() {
        return None;
    }
    let first = asked.after.is_some().then(|| {
        let href = Asked { after: None, ..asked.clone() }.address();
        view! { <a class="button" href=href><IconView icon=Icon::ChevronLeft/> <span>{say!(cases.first)}</span></a> }
    });
    let next = next.map(|next| {
        let href = Asked { after: Some(next), ..asked.clone() }.address();
        view! { <a class="button" href=href rel="next"><span>{say!(cases.next)}</span> <IconView icon=Icon::ChevronRight/></a> }
    });
    Some(view! { <nav class="pager" aria-label=say!(cases.pages)>{first} {next}</nav> }.into_any())
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
    .into_any()
}
