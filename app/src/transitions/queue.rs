//! The queue: what waits for the reader, with one of it opened beside.

use domain::{
    transitions::{Queue, QueueRow, Shown},
    workflow::ApprovalRow,
};
use leptos::prelude::*;

use super::{
    request::request_form,
    server_fn::read_queue,
    shown,
    words::{done_word, say_about, say_what, say_why, short, state_look, state_word},
};
use crate::{
    errors::{loaded, refusal},
    language::{current_language, say, say_with},
    notifications::{Freshness, stale_notice},
    still::IntoStill,
    ui::{
        PageTitle, done_notice,
        icon::{Icon, IconView},
        query_text, time_text,
    },
    wire::load,
    workflow::kind_word,
};

/// The queue of hand-overs.
pub(crate) fn queue_page() -> AnyView {
    let search = query_text();
    let fresh = Freshness::watch();
    let queue = load(
        move || (search.get(), fresh.version()),
        |(search, _)| read_queue(Some(search)),
    );
    view! {
        <PageTitle text=say!(transitions.queue)/>
        <div class="page-head"><h1>{say!(transitions.queue)}</h1></div>
        {done_notice(done_word)}
        {refusal()}
        {stale_notice(fresh)}
        {loaded(queue, content)}
    }
    .into_any()
}

fn content(queue: Queue) -> AnyView {
    let nothing = queue.waiting.is_empty()
        && queue.approvals.is_empty()
        && queue.under_way.is_empty()
        && queue.ended.is_empty();
    let request = queue
        .request
        .clone()
        .map(|typed| request_form(typed, &queue.request_problems));
    if nothing && queue.shown.is_none() {
        return view! { {empty()} {request} }.still();
    }
    let opened = queue.shown.as_ref().map(|shown| shown.row().id);
    let rows = |rows: &[QueueRow], waits: bool| -> Vec<AnyView> {
        rows.iter()
            .map(|one| row(one, waits, opened == Some(one.id)))
            .collect()
    };
    let waiting = queue.decides.then(|| {
        let more = queue.more.map(|after| {
            let href = format!("/queue?after={after}");
            view! { <nav class="pager"><a class="button" href=href rel="next"><span>{say!(transitions.more)}</span> <IconView icon=Icon::ChevronRight/></a></nav> }
        });
        let nothing = queue.waiting.is_empty().then(|| view! { <p class="sub">{say!(transitions.nothing_waits)}</p> });
        view! {
            <section aria-labelledby="queue-waiting">
                <h2 id="queue-waiting">{say!(transitions.waiting_title)}</h2>
                {nothing}
                {table(rows(&queue.waiting, true))}
                {more}
            </section>
        }
    });
    let approvals = (!queue.approvals.is_empty()).then(|| approvals(&queue.approvals));
    let under_way = (!queue.under_way.is_empty()).then(|| {
        section(
            "queue-under-way",
            say!(transitions.under_way_title),
            rows(&queue.under_way, false),
        )
    });
    let ended = (!queue.ended.is_empty()).then(|| {
        section(
            "queue-ended",
            say!(transitions.ended_title),
            rows(&queue.ended, false),
        )
    });
    let is_opened = opened.is_some();
    let aside = queue.shown.map(|opened| match opened {
        Shown::Transfer(transfer) => shown::transfer(&transfer),
        Shown::Referral(referral) => shown::referral(&referral),
        Shown::Request(request) => shown::request(&request),
    });
    view! {
        <div class="queue" class:queue-opened=is_opened>
            <div class="queue-lists">{waiting} {approvals} {under_way} {ended} {request}</div>
            {aside}
        </div>
    }
    .still()
}

fn empty() -> AnyView {
    view! {
        <div class="empty">
            <IconView icon=Icon::Transfer/>
            <h2>{say!(transitions.nothing_at_all_title)}</h2>
            <p>{say!(transitions.nothing_at_all)}</p>
        </div>
    }
    .still()
}

/// The approvals that wait for the reader.
fn approvals(rows: &[ApprovalRow]) -> AnyView {
    let language = current_language();
    let rows: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            let href = format!("/approvals/{}", row.id);
            let (kind, at) = (row.kind, row.asked_at);
            let word = say_with(move |locale| kind_word(locale, kind).to_owned());
            view! {
                <tr>
                    <th scope="row"><a class="row-link" href=href>{word}</a> <span class="sub">{row.number.to_string()}</span></th>
                    <td data-label=say!(transitions.override_by)>{row.asked_by.clone()}</td>
                    <td class="date" data-label=say!(transitions.since)>{move || time_text(at, language.get())}</td>
                </tr>
            }
            .still()
        })
        .collect();
    view! {
        <section aria-labelledby="queue-approvals">
            <h2 id="queue-approvals">{say!(workflow.waiting_title)}</h2>
            <div class="table-wrap">
                <table class="table">
                    <thead><tr>
                        <th scope="col">{say!(transitions.what)}</th>
                        <th scope="col">{say!(transitions.override_by)}</th>
                        <th scope="col">{say!(transitions.since)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .still()
}

fn section(id: &'static str, title: Signal<&'static str>, rows: Vec<AnyView>) -> AnyView {
    view! {
        <section aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {table(rows)}
        </section>
    }
    .still()
}

fn table(rows: Vec<AnyView>) -> Option<AnyView> {
    (!rows.is_empty()).then(|| {
        view! {
            <div class="table-wrap">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{say!(transitions.what)}</th>
                            <th scope="col">{say!(transitions.way)}</th>
                            <th scope="col">{say!(transitions.why_here)}</th>
                            <th scope="col">{say!(transitions.since)}</th>
                            <th scope="col">{say!(transitions.until)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .still()
    })
}

fn row(row: &QueueRow, waits: bool, opened: bool) -> AnyView {
    let language = current_language();
    let href = format!("/queue?show={}", row.id);
    let way = format!("{} → {}", short(&row.from), short(&row.to));
    let way = if row.from.id == row.to.id {
        short(&row.from)
    } else {
        way
    };
    let (since, until) = (row.since, row.until);
    let standing = row.standing;
    let (look, icon) = state_look(standing);
    let tag = (!waits).then(|| {
        let word = say_with(move |locale| state_word(locale, standing).to_owned());
        view! { <span class=look><IconView icon/> <span>{word}</span></span> }
    });
    let what = say_what(row, waits);
    view! {
        <tr aria-selected=opened.then_some("true")>
            <th scope="row">
                <a class="row-link" href=href aria-current=opened.then_some("true")>{what} " " {tag}</a>
                <span class="sub">{say_about(row)}</span>
            </th>
            <td data-label=say!(transitions.way)>{way}</td>
            <td data-label=say!(transitions.why_here)>{say_why(row, waits)}</td>
            <td class="date" data-label=say!(transitions.since)>{move || time_text(since, language.get())}</td>
            <td class="date" data-label=say!(transitions.until)>{move || until.map_or_else(|| "–".to_owned(), |until| time_text(until, language.get()))}</td>
        </tr>
    }
    .still()
}
