//! The inbox.

use domain::notifications::{Inbox, Notice};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::hooks::use_query_map;

use super::{
    Freshness,
    server_fn::{MarkAllRead, MarkRead, read_inbox},
    words::kind_word,
};
use crate::{
    errors::loaded,
    language::{current_language, say, say_with},
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        time_text,
    },
    wire::load,
};

/// The user's notifications.
pub(crate) fn inbox_page() -> AnyView {
    let query = use_query_map();
    let fresh = Freshness::watch();
    let asked = move || (query.with(|query| query.get("after")), fresh.version());
    view! {
        <PageTitle text=say!(notifications.inbox)/>
        {loaded(load(asked, |(after, _)| read_inbox(after)), inbox)}
    }
    .into_any()
}

fn inbox(inbox: Inbox) -> AnyView {
    let all = inbox.notices.first().filter(|_| inbox.unread > 0).map(|newest| {
        view! {
            <form method="post" action=MarkAllRead::url()>
                <input type="hidden" name="newest" value=newest.id.to_string()/>
                <button class="button" type="submit"><IconView icon=Icon::Check/> <span>{say!(notifications.mark_all)}</span></button>
            </form>
        }
    });
    let older = inbox.after.map(|after| {
        let href = format!("/inbox?after={after}");
        view! { <nav class="pager"><a class="button" href=href rel="next"><span>{say!(notifications.older)}</span> <IconView icon=Icon::ChevronRight/></a></nav> }
    });
    let content = if inbox.notices.is_empty() {
        empty()
    } else {
        let notices: Vec<AnyView> = inbox.notices.into_iter().map(notice).collect();
        view! { <ul class="card notices">{notices}</ul> }.still()
    };
    view! {
        <div class="page-head">
            <h1>{say!(notifications.inbox)}</h1>
            <div class="actions">
                {all}
                <a class="button" href="/settings/notifications"><IconView icon=Icon::Edit/> <span>{say!(notifications.settings)}</span></a>
            </div>
        </div>
        {content}
        {older}
    }
    .still()
}

fn empty() -> AnyView {
    view! {
        <div class="empty">
            <IconView icon=Icon::Bell/>
            <h2>{say!(notifications.empty_title)}</h2>
            <p>{say!(notifications.empty)}</p>
        </div>
    }
    .still()
}

/// One notification; opening it marks it as read.
fn notice(notice: Notice) -> AnyView {
    let language = current_language();
    let (kind, at) = (notice.kind, notice.at);
    let word = move || kind_word(language.get(), kind);
    let case = notice.case.map(|number| {
        let text = say_with(move |locale| {
            td_string!(locale, transitions.case_number, number = number.to_string()).to_string()
        });
        view! { " · " <span>{text}</span> }
    });
    let unread = (!notice.read).then(|| {
        view! { <span class="tag tag-info">{say!(notifications.unread)}</span> }
    });
    view! {
        <li class:notice-unread=!notice.read>
            <form method="post" action=MarkRead::url()>
                <input type="hidden" name="id" value=notice.id.to_string()/>
                <input type="hidden" name="to" value=notice.link/>
                <button class="notice-open" type="submit">{word}</button>
                {unread}
                <p class="sub"><time datetime=at.to_string()>{move || time_text(at, language.get())}</time> {case}</p>
            </form>
        </li>
    }
    .still()
}
