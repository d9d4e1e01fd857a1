//! How the user is told.

use domain::{
    Language, Problem,
    notifications::{Hour, MailManner},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::server_fn::{SaveSettings, SettingsForm, read_settings};
use crate::{
    errors::loaded,
    forms::plain_field,
    language::say,
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
    },
    wire::load,
};

/// The page on which the user says how they wish to be told.
pub(crate) fn settings_page() -> AnyView {
    let query = use_query_map();
    let saved = move || {
        let saved = query.with(|query| query.get("saved").is_some());
        saved.then(|| {
            view! { <p class="notice notice-ok" role="status"><IconView icon=Icon::Done/> <span>{say!(notifications.saved)}</span></p> }
                .still()
        })
    };
    view! {
        <PageTitle text=say!(notifications.settings_title)/>
        <div class="page-head">
            <h1>{say!(notifications.settings_title)}</h1>
            <div class="actions"><a class="button" href="/inbox"><IconView icon=Icon::ChevronLeft/> <span>{say!(notifications.inbox)}</span></a></div>
        </div>
        {saved}
        {loaded(load(|| (), |()| read_settings()), form)}
    }
    .into_any()
}

fn form(settings: SettingsForm) -> AnyView {
    let typed = settings.typed;
    let problem = |field: &str| {
        let mut problems = settings.problems.iter();
        problems.find(|problem| problem.field == field).cloned()
    };
    let no_mail = (!settings.mails).then(|| {
        view! { <p class="notice notice-info"><IconView icon=Icon::Info/> <span>{say!(notifications.no_mail_here)}</span></p> }
    });
    let languages = Language::ALL.into_iter().map(|language| {
        let name = match language {
            Language::Hu => "Magyar",
            Language::Uk => "Українська",
            Language::En => "English",
        };
        option(language.code().to_owned(), &typed.language, name.still())
    });
    let manners = [
        (MailManner::Off, say!(notifications.manner_off)),
        (MailManner::AtOnce, say!(notifications.manner_at_once)),
        (MailManner::Digest, say!(notifications.manner_digest)),
    ];
    let manners =
        manners.map(|(manner, word)| option(manner.code().to_owned(), &typed.manner, word.still()));
    let email = typed.email.clone();
    view! {
        <p class="lead">{say!(notifications.settings_help)}</p>
        {no_mail}
        <form class="form card" method="post" action=SaveSettings::url() novalidate>
            {choice("manner", say!(notifications.manner), problem("manner"), manners.into())}
            {plain_field("email", say!(notifications.email), problem("email"), view! {
                <input class="input" type="email" id="email" name="email" value=email autocomplete="email" maxlength="200" aria-describedby=problem("email").map(|_| "error-email")/>
            }.still())}
            {choice("digest_hour", say!(notifications.digest_hour), problem("digest_hour"), hours(&typed.digest_hour, false))}
            <div class="field-row">
                {choice("quiet_from", say!(notifications.quiet_from), problem("quiet_from"), hours(&typed.quiet_from, true))}
                {choice("quiet_to", say!(notifications.quiet_to), problem("quiet_to"), hours(&typed.quiet_to, true))}
            </div>
            <p class="help">{say!(notifications.quiet_help)}</p>
            {choice("language", say!(notifications.language), problem("language"), languages.collect())}
            <div class="form-actions"><button class="button button-primary" type="submit">{say!(notifications.save)}</button></div>
        </form>
    }
    .still()
}

fn hours(chosen: &str, may_be_none: bool) -> Vec<AnyView> {
    let none =
        may_be_none.then(|| option(String::new(), chosen, say!(notifications.no_quiet).still()));
    let hours = Hour::all().map(|hour| {
        let number = hour.number();
        option(number.to_string(), chosen, format!("{number}:00").still())
    });
    none.into_iter().chain(hours).collect()
}

fn option(value: String, chosen: &str, label: AnyView) -> AnyView {
    let selected = value == chosen;
    view! { <option value=value selected=selected>{label}</option> }.still()
}

fn choice(
    id: &'static str,
    label: Signal<&'static str>,
    problem: Option<Problem>,
    options: Vec<AnyView>,
) -> AnyView {
    let described_by = problem.is_some().then(|| format!("error-{id}"));
    let control = view! { <select class="input" id=id name=id aria-describedby=described_by>{options}</select> };
    plain_field(id, label, problem, control.still())
}
