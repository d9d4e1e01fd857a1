//! Giving cases to another owner, each answered for by itself.

use domain::{
    Error,
    transitions::{AssignPlan, AssignPlanRow, NotAssigned},
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    server_fn::{AssignCases, plan_assignment},
    shown::owner_field,
};
use crate::{
    errors::{loaded, message_of},
    language::{current_language, plural, say, say_with},
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        query_text,
    },
    wire::load,
};

/// The page on which cases are assigned.
pub(crate) fn assign_page() -> AnyView {
    let search = query_text();
    let plan = load(move || search.get(), |search| plan_assignment(Some(search)));
    view! {
        <PageTitle text=say!(transitions.assign_title)/>
        <div class="page-head">
            <h1>{say!(transitions.assign_title)}</h1>
            <div class="actions"><a class="button" href="/cases"><IconView icon=Icon::ChevronLeft/> <span>{say!(transitions.to_the_list)}</span></a></div>
        </div>
        {loaded(plan, content)}
    }
    .into_any()
}

fn content(plan: AssignPlan) -> AnyView {
    if plan.rows.is_empty() {
        return view! {
            <div class="empty"><IconView icon=Icon::Person/><p>{say!(transitions.assign_none)}</p></div>
        }
        .still();
    }
    let done = plan.rows.iter().filter(|row| row.done).count();
    let done = u32::try_from(done).unwrap_or(u32::MAX);
    let told = (done > 0).then(|| {
        let text = say_with(move |locale| plural!(locale, done, transitions.all_assigned));
        view! { <p class="notice notice-ok" role="status"><IconView icon=Icon::Done/> <span>{text}</span></p> }
    });
    let answered = plan
        .rows
        .iter()
        .any(|row| row.done || row.refused.is_some());
    let open = plan.rows.iter().any(|row| !row.done);
    let cases: Vec<AnyView> = plan
        .rows
        .iter()
        .filter(|row| !row.done)
        .map(|row| view! { <input type="hidden" name="cases[]" value=row.number.clone()/> }.still())
        .collect();
    let form = open.then(|| {
        view! {
            <form class="form card" method="post" action=AssignCases::url()>
                {cases}
                {owner_field(&plan.owners)}
                <div class="form-actions"><button class="button button-primary" type="submit">{say!(transitions.assign_now)}</button></div>
            </form>
        }
    });
    let rows: Vec<AnyView> = plan
        .rows
        .into_iter()
        .map(|one| row(one, answered))
        .collect();
    let outcome =
        answered.then(|| view! { <th scope="col">{say!(transitions.assign_outcome)}</th> });
    view! {
        {told}
        {form}
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{say!(cases.person)}</th>
                        <th scope="col">{say!(cases.case)}</th>
                        <th scope="col">{say!(transitions.owner_now)}</th>
                        {outcome}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .still()
}

fn row(row: AssignPlanRow, answered: bool) -> AnyView {
    let href = format!("/cases/{}", row.number);
    let name = if row.name.is_empty() {
        say!(cases.unnamed).still()
    } else {
        row.name.clone().still()
    };
    let owner = match &row.owner {
        Some((_, name)) => name.clone().still(),
        None => view! { <span class="value-empty">{say!(cases.nobody)}</span> }.still(),
    };
    let outcome = answered.then(|| {
        view! { <td data-label=say!(transitions.assign_outcome)>{outcome(&row)}</td> }
    });
    view! {
        <tr>
            <th scope="row"><a class="row-link" href=href>{name}</a></th>
            <td class="code" data-label=say!(cases.case)>{row.number.clone()}</td>
            <td data-label=say!(transitions.owner_now)>{owner}</td>
            {outcome}
        </tr>
    }
    .still()
}

fn outcome(row: &AssignPlanRow) -> AnyView {
    if row.done {
        return view! { <span class="tag tag-ok"><IconView icon=Icon::Done/> <span>{say!(transitions.assigned)}</span></span> }.still();
    }
    let language = current_language();
    let why = match row.refused {
        None => return ().still(),
        Some(NotAssigned::NotFound) => say!(transitions.not_found_row).still(),
        Some(NotAssigned::Refused { reason }) => {
            let error = Error::Refused { reason };
            (move || message_of(language.get(), &error).text).still()
        }
    };
    view! {
        <span class="tag tag-bad"><IconView icon=Icon::Close/> <span>{say!(transitions.not_assigned)}</span></span>
        <span class="sub">{why}</span>
    }
    .still()
}
