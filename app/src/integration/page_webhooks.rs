//! The webhooks of a district, and the form for another one.

use domain::{
    Problem,
    integration::{EventKind, TypedWebhook, WebhookLine, WebhookList},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::{
    server_fn::{AddWebhook, list_webhooks},
    words::{done_word, kind_word, state_tag},
};
use crate::{
    errors::loaded,
    forms::{plain_field, plain_message},
    language::{say, say_with},
    still::IntoStill,
    transitions::compose::{error_summary, problem_of},
    ui::{
        PageTitle, done_notice,
        icon::{Icon, IconView},
    },
    wire::load,
};

/// The page with all of them.
pub(crate) fn webhooks_page() -> AnyView {
    let query = use_query_map();
    let asked = move || query.with(|query| query.get("tried"));
    view! {
        <PageTitle text=say!(integration.title)/>
        <div class="page-head"><h1>{say!(integration.title)}</h1></div>
        {done_notice(done_word)}
        {loaded(load(asked, |_| list_webhooks()), content)}
    }
    .into_any()
}

fn content(list: WebhookList) -> AnyView {
    let whole_city = list.everywhere.then(|| {
        view! { <p class="notice notice-info"><IconView icon=Icon::Info/> <span>{say!(integration.of_city)}</span></p> }
    });
    let webhooks = if list.webhooks.is_empty() {
        view! {
            <div class="empty">
                <IconView icon=Icon::Webhook/>
                <h2>{say!(integration.empty_title)}</h2>
                <p>{say!(integration.empty)}</p>
            </div>
        }
        .still()
    } else {
        table(&list.webhooks)
    };
    view! {
        <p class="lead">{say!(integration.lead)}</p>
        {whole_city}
        {webhooks}
        {form(&list.typed, &list.problems)}
    }
    .still()
}

fn table(webhooks: &[WebhookLine]) -> AnyView {
    let rows: Vec<AnyView> = webhooks.iter().map(row).collect();
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead><tr>
                    <th scope="col">{say!(integration.address)}</th>
                    <th scope="col">{say!(integration.state)}</th>
                    <th scope="col">{say!(integration.kinds)}</th>
                    <th scope="col">{say!(integration.waiting)}</th>
                    <th scope="col">{say!(integration.dead_letters)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .still()
}

fn row(webhook: &WebhookLine) -> AnyView {
    let href = format!("/administration/webhooks/{}", webhook.id);
    view! {
        <tr>
            <th scope="row">
                <a class="row-link" href=href>{webhook.address.clone()}</a>
                <span class="sub">{webhook.description.clone()}</span>
            </th>
            <td data-label=say!(integration.state)>{state_tag(webhook.state)}</td>
            <td data-label=say!(integration.kinds)>{webhook.kinds.len()}</td>
            <td data-label=say!(integration.waiting)>{webhook.waiting.to_string()}</td>
            <td data-label=say!(integration.dead_letters)>{webhook.dead.to_string()}</td>
        </tr>
    }
    .still()
}

fn form(typed: &TypedWebhook, problems: &[Problem]) -> AnyView {
    let problem = |field: &str| problem_of(problems, field);
    let described_by = |field: &str, help: &str| {
        let message = problem(field).map(|_| format!(" error-{field}"));
        format!("{help}{}", message.unwrap_or_default())
    };
    let (address, description) = (typed.address.clone(), typed.description.clone());
    let address_by = described_by("address", "address-help");
    let description_by = described_by("description", "description-help");
    view! {
        <section class="card" aria-labelledby="add-webhook">
            <h2 id="add-webhook">{say!(integration.add_title)}</h2>
            {error_summary(problems, label)}
            <form class="form" method="post" action=AddWebhook::url() novalidate>
                {plain_field("address", say!(integration.address), problem("address"), view! {
                    <p class="help" id="address-help">{say!(integration.address_help)}</p>
                    <input class="input" type="url" id="address" name="address" value=address autocomplete="off" maxlength="500" aria-invalid=problem("address").map(|_| "true") aria-describedby=address_by/>
                }.still())}
                {plain_field("description", say!(integration.description), problem("description"), view! {
                    <p class="help" id="description-help">{say!(integration.description_help)}</p>
                    <input class="input" id="description" name="description" value=description autocomplete="off" maxlength="200" aria-invalid=problem("description").map(|_| "true") aria-describedby=description_by/>
                }.still())}
                {kinds_field(typed, problem("kinds"))}
                <div class="form-actions">
                    <button class="button button-primary" type="submit"><IconView icon=Icon::Add/> <span>{say!(integration.add_now)}</span></button>
                </div>
            </form>
        </section>
    }
    .still()
}

fn label(field: &str) -> Signal<&'static str> {
    match field {
        "address" => say!(integration.address),
        "description" => say!(integration.description),
        _ => say!(integration.kinds),
    }
}

fn kinds_field(typed: &TypedWebhook, problem: Option<Problem>) -> AnyView {
    let wrong = problem.is_some();
    let message = plain_message("kinds", problem);
    let chosen = typed.asked();
    let options: Vec<AnyView> = EventKind::all_asked_for()
        .map(|kind| {
            let checked = chosen.contains(&kind);
            let word = say_with(move |locale| kind_word(locale, kind).to_owned());
            view! {
                <label class="option">
                    <input type="checkbox" name="kinds[]" value=kind.code() checked=checked/>
                    <span>{word} " " <span class="sub">{kind.code()}</span></span>
                </label>
            }
            .still()
        })
        .collect();
    view! {
        <fieldset class="field choices" class:field-invalid=wrong id="kinds">
            <legend>{say!(integration.kinds)}</legend>
            {message}
            <div class="options">{options}</div>
        </fieldset>
    }
    .still()
}
