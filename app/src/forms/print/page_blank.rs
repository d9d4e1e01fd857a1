//! An empty form on paper, in two languages side by side.

use domain::{Language, districts::Letterhead, forms::FormDefinition};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    blank::{Pair, line, questions},
    server_fn::blank_form,
    sheet::{Signature, letterhead_view, print_bar, signatures},
};
use crate::{
    errors::loaded,
    i18n::Locale,
    language::{current_language, language_of, locale_of, say, say_with, text_in},
    still::IntoStill,
    ui::PageTitle,
    wire::load,
};

/// The empty form that the address names.
pub(crate) fn blank_form_page() -> AnyView {
    let params = use_params_map();
    let form = move || params.with(|params| params.get("form")).unwrap_or_default();
    loaded(load(form, blank_form), |(letterhead, form)| {
        blank_view(letterhead, form)
    })
}

fn blank_view(letterhead: Letterhead, form: FormDefinition) -> AnyView {
    let query = use_query_map();
    let language = current_language();
    let wanted = move || query.with(|query| query.get("with"));
    let pair = move || {
        let wanted = wanted().as_deref().and_then(Language::from_code);
        Pair::of(language.get(), wanted)
    };
    let titled = form.title.clone();
    let title = say_with(move |locale| {
        let form = titled.in_language(language_of(locale)).to_owned();
        td_string!(locale, print.title_blank, form = form).to_string()
    });
    view! {
        <PageTitle text=title/>
        {print_bar("/forms".to_owned(), say!(print.all_forms))}
        {move || second_language(pair())}
        {move || sheet(pair(), &letterhead, &form)}
    }
    .still()
}

/// Chooses the language beside that of the page.
fn second_language(pair: Pair) -> AnyView {
    let others = Language::ALL.into_iter();
    let links: Vec<AnyView> = others
        .filter(|language| *language != pair.first)
        .map(|language| {
            let href = format!("?with={}", language.code());
            let chosen = (language == pair.second).then_some("true");
            let name = td_string!(locale_of(language), print.language_name);
            view! { <a class="chip" href=href lang=language.code() aria-current=chosen>{name}</a> }
                .still()
        })
        .collect();
    view! {
        <nav class="chips print-languages" aria-label=say!(print.second)>
            <span aria-hidden="true">{say!(print.second)} ":"</span>
            {links}
        </nav>
    }
    .still()
}

fn sheet(pair: Pair, letterhead: &Letterhead, form: &FormDefinition) -> AnyView {
    let version = form.version;
    let version = pair.inline(|language| {
        let text = td_string!(locale_of(language), print.version, version = version);
        text.clone().still()
    });
    let help = form.help.as_ref().map(|help| pair.text(help));
    view! {
        <article class="sheet sheet-blank">
            {letterhead_view(letterhead, version)}
            <h1>{pair.columns(|language| text_in(&form.title, language))}</h1>
            <div class="blank-help">
                {help}
                {pair.key(|locale| td_string!(locale, print.needed))}
            </div>
            <div class="write-parts blank-person">
                {labelled(pair, |locale| td_string!(locale, print.case_number))}
                {labelled(pair, |locale| td_string!(locale, print.name))}
            </div>
            {questions(pair, form)}
            {signatures(|signature| {
                pair.key_inline(match signature {
                    Signature::PlaceAndDay => |locale| td_string!(locale, print.place_and_day),
                    Signature::Person => |locale| td_string!(locale, print.sign_person),
                    Signature::Worker => |locale| td_string!(locale, print.sign_worker),
                })
            })}
        </article>
    }
    .still()
}

fn labelled(pair: Pair, label: fn(Locale) -> &'static str) -> AnyView {
    view! {
        <div class="write-part">
            <span class="write-label">{pair.key_inline(label)}</span>
            {line()}
        </div>
    }
    .still()
}
