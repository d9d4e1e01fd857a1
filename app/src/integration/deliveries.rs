//! What a webhook was sent, and will be.

use domain::{
    ids::WebhookId,
    integration::{DeliveryLine, DeliveryState, WebhookPage},
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    server_fn::ReplayDelivery,
    words::{attempt_word, delivery_tag, kind_word},
};
use crate::{
    language::{current_language, say, say_with},
    still::IntoStill,
    ui::{
        icon::{Icon, IconView},
        time_text,
    },
};

pub(super) fn deliveries(page: &WebhookPage) -> AnyView {
    let address = format!("/administration/webhooks/{}", page.webhook.id);
    let shown = if page.dead_only { "shown=dead&" } else { "" };
    let more = page.after.map(|after| {
        let href = format!("{address}?{shown}after={after}");
        view! { <nav class="pager"><a class="button" href=href rel="next"><span>{say!(integration.older)}</span> <IconView icon=Icon::ChevronRight/></a></nav> }
    });
    let rows: Vec<AnyView> = page
        .deliveries
        .iter()
        .map(|line| row(page.webhook.id, line))
        .collect();
    let content = if rows.is_empty() {
        view! { <p class="sub">{say!(integration.nothing_sent)}</p> }.still()
    } else {
        table(rows)
    };
    let (all, dead) = (!page.dead_only, page.dead_only);
    let of_dead = format!("{address}?shown=dead");
    view! {
        <section aria-labelledby="deliveries">
            <h2 id="deliveries">{say!(integration.deliveries)}</h2>
            <nav class="form-actions" aria-label=say!(integration.deliveries)>
                <a class="button" href=address aria-current=all.then_some("true")>{say!(integration.all)}</a>
                <a class="button" href=of_dead aria-current=dead.then_some("true")>{say!(integration.dead_letters)}</a>
            </nav>
            {content}
            {more}
        </section>
    }
    .still()
}

fn table(rows: Vec<AnyView>) -> AnyView {
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead><tr>
                    <th scope="col">{say!(integration.what)}</th>
                    <th scope="col">{say!(integration.when)}</th>
                    <th scope="col">{say!(integration.state)}</th>
                    <th scope="col">{say!(integration.attempts)}</th>
                    <th scope="col">{say!(integration.last_attempt)}</th>
                    <th scope="col">{say!(integration.next)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .still()
}

fn row(webhook: WebhookId, line: &DeliveryLine) -> AnyView {
    let language = current_language();
    let (kind, at, next, last) = (line.kind, line.at, line.next, line.last);
    let word = say_with(move |locale| kind_word(locale, kind).to_owned());
    let last = last.map(|last| say_with(move |locale| attempt_word(locale, last)));
    let next = move || next.map_or_else(|| "–".to_owned(), |next| time_text(next, language.get()));
    let replay = (line.state == DeliveryState::Dead).then(|| {
        let (id, delivery) = (webhook.to_string(), line.id.to_string());
        view! {
            <form method="post" action=ReplayDelivery::url()>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="delivery" value=delivery/>
                <button class="button" type="submit"><IconView icon=Icon::Retry/> <span>{say!(integration.replay)}</span></button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row">{word} <span class="sub">{line.record.clone()}</span> <span class="sub code">{line.id.to_string()}</span></th>
            <td class="date" data-label=say!(integration.when)>{move || time_text(at, language.get())}</td>
            <td data-label=say!(integration.state)>{delivery_tag(line.state)} {replay}</td>
            <td data-label=say!(integration.attempts)>{line.attempts.to_string()}</td>
            <td data-label=say!(integration.last_attempt)>{last}</td>
            <td class="date" data-label=say!(integration.next)>{next}</td>
        </tr>
    }
    .still()
}
