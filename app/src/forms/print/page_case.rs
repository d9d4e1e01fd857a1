//! A case with its answers on paper: one form of it, or all.

use domain::{
    cases::{CaseView, FormView},
    dates::format_date,
    districts::Letterhead,
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::hooks::use_params_map;

use super::{
    server_fn::print_case,
    sheet::{Signature, letterhead_view, print_bar, signatures},
};
use crate::{
    errors::loaded,
    forms::{Medium, answer_sections},
    language::{language_of, say, say_with, text_view},
    still::IntoStill,
    ui::{PageTitle, time_text},
    wire::load,
};

/// A case, or the form of it that the address names, as it is printed.
pub(crate) fn case_print_page() -> AnyView {
    let params = use_params_map();
    let asked = move || params.with(|params| (params.get("number"), params.get("form")));
    let printed = load(asked, |(number, form)| {
        print_case(number.unwrap_or_default(), form)
    });
    loaded(printed, |(letterhead, case)| sheet(&letterhead, &case))
}

fn sheet(letterhead: &Letterhead, case: &CaseView) -> AnyView {
    let number = case.number.to_string();
    let title = {
        let number = number.clone();
        say_with(move |locale| {
            td_string!(locale, print.title_case, number = number.clone()).to_string()
        })
    };
    let forms: Vec<AnyView> = case.forms.iter().map(form_part).collect();
    view! {
        <PageTitle text=title/>
        {print_bar(format!("/cases/{number}"), say!(audit.back))}
        <article class="sheet">
            {letterhead_view(letterhead, printed_line(letterhead))}
            {person(case)}
            {forms}
            {signatures(signature_label)}
        </article>
    }
    .still()
}

fn printed_line(letterhead: &Letterhead) -> AnyView {
    let (at, by) = (letterhead.at, letterhead.by.clone());
    say_with(move |locale| {
        let time = time_text(at, language_of(locale));
        td_string!(locale, print.printed, time = time, name = by.clone()).to_string()
    })
    .still()
}

/// Whose case it is, with what finds it again.
fn person(case: &CaseView) -> AnyView {
    let number = case.number.to_string();
    let name = if case.name.is_empty() {
        number.clone()
    } else {
        case.name.clone()
    };
    let latin = (!case.latin_name.is_empty())
        .then(|| view! { " " <span class="name-latin">{case.latin_name.clone()}</span> });
    let opened = case.opened;
    let line = say_with(move |locale| {
        let number = td_string!(locale, cases.case_number, number = number.clone()).to_string();
        let Some(opened) = opened else {
            return number;
        };
        let date = format_date(opened.date(), language_of(locale));
        let opened = td_string!(locale, cases.opened, date = date).to_string();
        format!("{number} · {opened}")
    });
    let owner = case
        .owner
        .clone()
        .map(|owner| view! { " · " {say!(cases.owner)} ": " {owner} });
    view! {
        <div class="sheet-person">
            <h1>{name}{latin}</h1>
            <p>{line} {owner} " · " {text_view(case.team.clone())}</p>
        </div>
    }
    .still()
}

/// One form: its title and version, the answers, and who saved them.
fn form_part(form: &FormView) -> AnyView {
    let version = form.version;
    let version =
        say_with(move |locale| td_string!(locale, print.version, version = version).to_string());
    let empty = form.answers.is_empty();
    let answers = if empty {
        view! { <p class="value-empty">{say!(cases.not_filled_in)}</p> }.still()
    } else {
        answer_sections(&form.definition.fields, &form.answers, Medium::Paper)
    };
    let saved = form.saved.clone().map(|(at, by)| {
        let text = say_with(move |locale| {
            let time = time_text(at, language_of(locale));
            td_string!(locale, cases.last_saved, time = time, name = by.clone()).to_string()
        });
        view! { <p class="sheet-saved">{text}</p> }
    });
    view! {
        <section class="sheet-form" class:sheet-form-empty=empty>
            <h2>{text_view(form.definition.title.clone())} " " <small>{version}</small></h2>
            {answers}
            {saved}
        </section>
    }
    .still()
}

fn signature_label(signature: Signature) -> AnyView {
    let label = match signature {
        Signature::PlaceAndDay => say!(print.place_and_day),
        Signature::Person => say!(print.sign_person),
        Signature::Worker => say!(print.sign_worker),
    };
    view! { <span>{label}</span> }.still()
}
