//! All forms, with the way to their empty versions.

use domain::forms::FormDefinition;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::server_fn::list_forms;
use crate::{
    errors::loaded,
    language::{language_of, say, say_with, text_view},
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
    },
    wire::load,
};

/// The forms that the user may see.
pub(crate) fn forms_page() -> AnyView {
    view! {
        <PageTitle text=say!(print.forms_title)/>
        <div class="page-head">
            <div>
                <h1>{say!(print.forms_title)}</h1>
                <p class="sub">{say!(print.forms_intro)}</p>
            </div>
        </div>
        {loaded(load(|| (), |()| list_forms()), list)}
    }
    .into_any()
}

fn list(forms: Vec<FormDefinition>) -> AnyView {
    if forms.is_empty() {
        return view! {
            <div class="empty"><IconView icon=Icon::Inbox/> <p>{say!(print.no_forms)}</p></div>
        }
        .still();
    }
    let items: Vec<AnyView> = forms.into_iter().map(item).collect();
    view! { <ul class="form-list card">{items}</ul> }.still()
}

fn item(form: FormDefinition) -> AnyView {
    let href = format!("/forms/{}/print", form.form);
    let version = form.version;
    let version =
        say_with(move |locale| td_string!(locale, print.version, version = version).to_string());
    let named = form.title.clone();
    let name = say_with(move |locale| {
        let form = named.in_language(language_of(locale)).to_owned();
        td_string!(locale, print.print_blank, form = form).to_string()
    });
    let help = form
        .help
        .map(|help| view! { <p class="sub">{text_view(help)}</p> });
    view! {
        <li>
            <div>
                <h2>{text_view(form.title)} " " <small>{version}</small></h2>
                {help}
            </div>
            <a class="button" href=href aria-label=name>
                <IconView icon=Icon::Print/>
                <span>{say!(print.blank)}</span>
            </a>
        </li>
    }
    .still()
}
