//! An approval, with what is to be approved.

use domain::workflow::{ApprovalEvent, ApprovalPage};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    server_fn::{DecideApproval, read_approval},
    stage::{asked_line, decided_line, done_notice},
    words::{kind_word, state_tag},
};
use crate::{
    errors::loaded,
    forms::{Medium, answer_sections},
    language::{say, say_with, text_view},
    notifications::{Freshness, stale_notice},
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
    },
    wire::load,
};

/// The page of an approval.
pub(crate) fn approval_page() -> AnyView {
    let (params, query) = (use_params_map(), use_query_map());
    let fresh = Freshness::watch();
    let asked = move || {
        let id = params.with(|params| params.get("id")).unwrap_or_default();
        (
            id,
            query.with(|query| query.get("done").is_some()),
            fresh.version(),
        )
    };
    view! {
        {done_notice()}
        {stale_notice(fresh)}
        {loaded(load(asked, |(id, _, _)| read_approval(id)), content)}
    }
    .into_any()
}

fn content(page: ApprovalPage) -> AnyView {
    let kind = page.row.kind;
    let title = say_with(move |locale| {
        let what = kind_word(locale, kind).to_owned();
        td_string!(locale, workflow.approval_title, what = what).to_string()
    });
    let number = page.row.number.to_string();
    let href = format!("/cases/{number}/stage");
    let name = if page.name.is_empty() {
        number.clone()
    } else {
        format!("{number} · {}", page.name)
    };
    let note = (!page.row.note.is_empty())
        .then(|| view! { <p class="path-reason">{page.row.note.clone()}</p> });
    let comment = (!page.row.comment.is_empty())
        .then(|| view! { <p class="path-reason">{page.row.comment.clone()}</p> });
    let forms: Vec<AnyView> = page
        .forms
        .iter()
        .filter(|form| !form.answers.is_empty())
        .map(|form| {
            view! {
                <section class="card section-card">
                    <div class="section-head"><h2>{text_view(form.definition.title.clone())}</h2></div>
                    {answer_sections(&form.definition.fields, &form.answers, Medium::Screen)}
                </section>
            }
            .still()
        })
        .collect();
    let nothing = forms.is_empty().then(|| {
        view! { <p class="notice notice-warn"><IconView icon=Icon::Warning/> <span>{say!(workflow.approval_nothing)}</span></p> }
    });
    view! {
        <PageTitle text=title/>
        <div class="page-head">
            <div>
                <p class="sub">{name}</p>
                <h1>{title}</h1>
            </div>
            <div class="actions"><a class="button" href=href><IconView icon=Icon::ChevronLeft/> <span>{say!(workflow.stage_link)}</span></a></div>
        </div>
        <div class="card">
            <p>{state_tag(page.row.state)} " " {text_view(page.stage.label.clone())}</p>
            <p class="sub">{asked_line(&page.row)} {decided_line(&page.row)}</p>
            {note}
            {comment}
            {decide(&page)}
        </div>
        <div class="stage-page">{nothing} {forms}</div>
    }
    .still()
}

fn decide(page: &ApprovalPage) -> Option<AnyView> {
    let may = |event| page.may.contains(&event);
    let button = |event: ApprovalEvent, class: &'static str, word: Signal<&'static str>| {
        may(event).then(|| {
            view! { <button class=class type="submit" name="event" value=event.code()>{word}</button> }
                .still()
        })
    };
    let grant = button(
        ApprovalEvent::Grant,
        "button button-primary",
        say!(workflow.grant),
    );
    let refuse = button(
        ApprovalEvent::Refuse,
        "button button-danger",
        say!(workflow.refuse),
    );
    let withdraw = button(ApprovalEvent::Withdraw, "button", say!(workflow.withdraw));
    if page.may.is_empty() {
        return None;
    }
    let comment = grant.is_some().then(|| {
        view! {
            <p class="notice notice-info"><IconView icon=Icon::Info/> <span>{say!(workflow.approval_bound)}</span></p>
            <div class="field">
                <label for="comment">{say!(workflow.approval_comment)}</label>
                <textarea class="input" id="comment" name="comment" maxlength="2000" placeholder=" "></textarea>
            </div>
        }
    });
    let own = withdraw
        .is_some()
        .then(|| view! { <p class="sub">{say!(workflow.approval_own)}</p> });
    Some(
        view! {
            <form class="form" method="post" action=DecideApproval::url()>
                <input type="hidden" name="id" value=page.row.id.to_string()/>
                <input type="hidden" name="shown" value=page.shown.clone()/>
                {comment}
                {own}
                <div class="form-actions">{grant} {refuse} {withdraw}</div>
            </form>
        }
        .still(),
    )
}
