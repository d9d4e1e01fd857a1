//! What every opened transition shows.

use chrono::NaiveDateTime;
use domain::{
    cases::CaseNumber,
    transitions::{QueueRow, SummaryForm},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::super::words::{age_word, say_what, say_why, state_look, state_word, urgency_word};
use crate::{
    forms::{Medium, answer_sections, focus_later},
    language::{language_of, say, say_with, text_view},
    still::IntoStill,
    ui::{
        fact,
        icon::{Icon, IconView},
        time_text,
    },
};

/// The id of the panel.
const SHOWN: &str = "shown";

/// The panel beside the queue.
pub(super) fn panel(row: &QueueRow, waits: bool, content: AnyView) -> AnyView {
    Effect::new(|_| focus_later(SHOWN));
    let standing = row.standing;
    let (look, icon) = state_look(standing);
    let word = say_with(move |locale| state_word(locale, standing).to_owned());
    let number = row.number.to_string();
    let heading = say_with(move |locale| {
        td_string!(locale, transitions.case_number, number = number.clone()).to_string()
    });
    let way = format!("{} → {}", row.from.full_name(), row.to.full_name());
    view! {
        <section class="card queue-shown" id=SHOWN tabindex="-1" aria-labelledby="shown-title">
            <div class="section-head">
                <h2 id="shown-title">{heading}</h2>
                <a class="button button-quiet" href="/queue"><IconView icon=Icon::Close/> <span>{say!(transitions.close)}</span></a>
            </div>
            <p>{say_what(row, false)} " " <span class=look><IconView icon/> <span>{word}</span></span> " " {(row.from.id != row.to.id).then_some(way)}</p>
            <p class="sub">{say_why(row, waits)}</p>
            {content}
        </section>
    }
    .still()
}

/// How old the person is.
pub(super) fn age(row: &QueueRow) -> Option<AnyView> {
    row.age_group.map(|age| {
        let word = say_with(move |locale| age_word(locale, age).to_owned());
        fact(say!(transitions.age), word.still())
    })
}

/// How soon the other side should act.
pub(super) fn urgency(row: &QueueRow) -> Option<AnyView> {
    row.urgency.map(|urgency| {
        let word = say_with(move |locale| urgency_word(locale, urgency).to_owned());
        fact(say!(transitions.urgency), word.still())
    })
}

/// A fact in somebody's own words, where there are any.
pub(super) fn words_of(label: Signal<&'static str>, words: Option<String>) -> Option<AnyView> {
    let words = words.filter(|words| !words.is_empty());
    words.map(|words| fact(label, words.still()))
}

/// Who asked, and when.
pub(super) fn asked_line(row: &QueueRow, at: NaiveDateTime) -> Signal<String> {
    let name = row.asked_by.clone();
    say_with(move |locale| {
        let time = time_text(at, language_of(locale));
        td_string!(
            locale,
            transitions.asked_line,
            name = name.clone(),
            time = time
        )
        .to_string()
    })
}

/// The fields that the sender chose.
pub(super) fn chosen_fields(forms: &[SummaryForm]) -> AnyView {
    let forms: Vec<AnyView> = forms.iter().map(form).collect();
    let nothing = forms
        .is_empty()
        .then(|| view! { <p class="sub">{say!(transitions.summary_empty)}</p> });
    view! {
        <h3>{say!(transitions.summary)}</h3>
        {nothing}
        {forms}
    }
    .still()
}

fn form(form: &SummaryForm) -> AnyView {
    view! {
        <h4>{text_view(form.definition.title.clone())}</h4>
        {answer_sections(&form.definition.fields, &form.answers, Medium::Screen)}
    }
    .still()
}

/// The way to the case, where the reader may open it.
pub(super) fn open_case(number: &CaseNumber, opens: bool) -> Option<AnyView> {
    opens.then(|| {
        let href = format!("/cases/{number}");
        view! { <a class="button" href=href><IconView icon=Icon::Cases/> <span>{say!(transitions.open_case)}</span></a> }
            .still()
    })
}
