//! One webhook: how it stands, what can be done, and what it was sent.

use domain::integration::{WebhookEvent, WebhookLine, WebhookPage};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    deliveries::deliveries,
    server_fn::{ChangeWebhook, read_webhook},
    words::{done_word, kind_word, state_tag},
};
use crate::{
    errors::{loaded, refusal},
    language::{current_language, language_of, say, say_with},
    still::IntoStill,
    ui::{
        PageTitle, done_notice, fact,
        icon::{Icon, IconView},
        time_text,
    },
    wire::load,
};

/// The page of a webhook.
pub(crate) fn webhook_page() -> AnyView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = move || {
        let id = params.with(|params| params.get("id")).unwrap_or_default();
        let of = |name: &str| query.with(|query| query.get(name));
        (id, of("shown"), of("after"), of("done"))
    };
    let page = load(asked, |(id, shown, after, _)| {
        read_webhook(id, shown, after)
    });
    view! {
        <PageTitle text=say!(integration.webhook)/>
        {done_notice(done_word)}
        {refusal()}
        {loaded(page, content)}
    }
    .into_any()
}

fn content(page: WebhookPage) -> AnyView {
    let secret = page.secret.clone().map(secret_notice);
    view! {
        <div class="page-head">
            <div>
                <p class="sub">{say!(integration.webhook)}</p>
                <h1 class="webhook-address">{page.webhook.address.clone()}</h1>
            </div>
            <div class="actions"><a class="button" href="/administration/webhooks"><IconView icon=Icon::ChevronLeft/> <span>{say!(integration.title)}</span></a></div>
        </div>
        {secret}
        <div class="card">
            {facts(&page)}
            {actions(&page.webhook)}
        </div>
        {deliveries(&page)}
    }
    .still()
}

/// The secret, this once.
fn secret_notice(secret: String) -> AnyView {
    view! {
        <div class="notice notice-warn" role="status">
            <IconView icon=Icon::Lock/>
            <div>
                <h2>{say!(integration.secret_title)}</h2>
                <p><code class="code webhook-secret">{secret}</code></p>
                <p>{say!(integration.secret_help)}</p>
            </div>
        </div>
    }
    .still()
}

fn facts(page: &WebhookPage) -> AnyView {
    let webhook = &page.webhook;
    let language = current_language();
    let kinds: Vec<AnyView> = webhook
        .kinds
        .iter()
        .map(|kind| {
            let kind = *kind;
            let word = say_with(move |locale| kind_word(locale, kind).to_owned());
            view! { <li>{word} " " <span class="sub">{kind.code()}</span></li> }.still()
        })
        .collect();
    let description = (!webhook.description.is_empty()).then(|| {
        fact(
            say!(integration.description),
            webhook.description.clone().still(),
        )
    });
    let (by, at) = (webhook.created_by.clone(), webhook.created_at);
    let made = move || format!("{by}, {}", time_text(at, language.get()));
    let old = page.old_secret_until.map(|until| {
        let text = say_with(move |locale| {
            let time = time_text(until, language_of(locale));
            td_string!(locale, integration.old_secret_until, time = time).to_string()
        });
        view! { <p class="notice notice-info"><IconView icon=Icon::Info/> <span>{text}</span></p> }
    });
    view! {
        <dl class="summary">
            {fact(say!(integration.state), state_tag(webhook.state))}
            {description}
            {fact(say!(integration.kinds), view! { <ul class="webhook-kinds">{kinds}</ul> }.still())}
            {fact(say!(integration.made), made.still())}
            {fact(say!(integration.waiting), webhook.waiting.to_string().still())}
            {fact(say!(integration.dead_letters), webhook.dead.to_string().still())}
        </dl>
        {old}
    }
    .still()
}

fn actions(webhook: &WebhookLine) -> AnyView {
    let allows = |event| webhook.state.allows(event);
    let button = |event: WebhookEvent, icon: Icon, word: Signal<&'static str>| {
        allows(event).then(|| {
            view! { <button class="button" type="submit" name="event" value=event.code()><IconView icon/> <span>{word}</span></button> }
                .still()
        })
    };
    let id = webhook.id.to_string();
    let (same, replays) = (id.clone(), webhook.dead > 0);
    let replay = replays.then(|| {
        button(
            WebhookEvent::ReplayAll,
            Icon::Retry,
            say!(integration.replay_all),
        )
    });
    view! {
        <form class="form" method="post" action=ChangeWebhook::url()>
            <input type="hidden" name="id" value=id/>
            <div class="form-actions">
                {button(WebhookEvent::Test, Icon::Webhook, say!(integration.send_test))}
                {button(WebhookEvent::Pause, Icon::Clock, say!(integration.pause))}
                {button(WebhookEvent::Resume, Icon::ChevronRight, say!(integration.resume))}
                {button(WebhookEvent::Rotate, Icon::Lock, say!(integration.rotate))}
                {replay}
            </div>
        </form>
        <details>
            <summary>{say!(integration.remove_title)}</summary>
            <form class="form" method="post" action=ChangeWebhook::url()>
                <input type="hidden" name="id" value=same/>
                <p>{say!(integration.remove_help)}</p>
                <div class="form-actions">
                    <button class="button button-danger" type="submit" name="event" value=WebhookEvent::Remove.code()>{say!(integration.remove_now)}</button>
                </div>
            </form>
        </details>
    }
    .still()
}
