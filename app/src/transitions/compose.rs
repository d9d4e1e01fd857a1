//! What the pages share on which somebody writes a transfer, a referral or a request.

use domain::{Problem, cases::CaseNumber, consents::ConsentState, transitions::Urgency};
use leptos::prelude::*;

use super::words::urgency_word;
use crate::{
    forms::{TextArea, plain_field, plain_message, problem_text},
    language::{say, say_with},
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// The problem of a field, if it has one.
pub(crate) fn problem_of(problems: &[Problem], field: &str) -> Option<Problem> {
    let mut problems = problems.iter();
    problems.find(|problem| problem.field == field).cloned()
}

/// What stands above the form: of whom it is, and what it is for.
pub(super) fn head(number: &CaseNumber, name: &str, title: Signal<&'static str>) -> AnyView {
    let href = format!("/cases/{number}");
    let name = if name.is_empty() {
        number.to_string()
    } else {
        format!("{number} · {name}")
    };
    view! {
        <div class="page-head">
            <div>
                <p class="sub">{name}</p>
                <h1>{title}</h1>
            </div>
            <div class="actions"><a class="button" href=href><IconView icon=Icon::ChevronLeft/> <span>{say!(transitions.back_to_case)}</span></a></div>
        </div>
    }
    .still()
}

/// Says that nobody else sees what was kept, and throws it away on request.
pub(super) fn draft_line(draft: bool) -> (Option<AnyView>, Option<AnyView>) {
    let line = draft.then(|| {
        view! { <p class="notice notice-plain"><IconView icon=Icon::Edit/> <span>{say!(transitions.draft_line)}</span></p> }.still()
    });
    let discard = draft.then(|| {
        view! { <button class="button button-quiet" type="submit" name="go" value="discard" formnovalidate=true>{say!(transitions.discard)}</button> }.still()
    });
    (line, discard)
}

/// What is wrong, each linked to its field; `label` knows what the fields are called.
pub(crate) fn error_summary(
    problems: &[Problem],
    label: fn(&str) -> Signal<&'static str>,
) -> Option<AnyView> {
    let link = |problem: &Problem| {
        let (id, label) = (format!("#{}", problem.field), label(&problem.field));
        let problem = problem.clone();
        let text = say_with(move |locale| problem_text(locale, &problem));
        view! { <li><a href=id rel="external">{label} ": " {text}</a></li> }.still()
    };
    let links: Vec<AnyView> = problems.iter().map(link).collect();
    (!links.is_empty()).then(|| {
        view! {
            <div class="error-summary" role="alert">
                <h2><IconView icon=Icon::Error/> <span>{say!(errors.invalid_title)}</span></h2>
                <ul>{links}</ul>
            </div>
        }
        .still()
    })
}

pub(super) fn reason_field(
    typed: String,
    problem: Option<Problem>,
    label: Signal<&'static str>,
    help: Signal<&'static str>,
) -> AnyView {
    let invalid = Signal::stored(problem.is_some().then_some("true"));
    let message = if problem.is_some() {
        " error-reason"
    } else {
        ""
    };
    let described_by = Signal::stored(Some(format!("reason-help{message}")));
    let control = view! {
        <p class="help" id="reason-help">{help}</p>
        <TextArea id="reason".to_owned() name="reason".to_owned() text=typed described_by invalid/>
    };
    plain_field("reason", label, problem, control.still())
}

/// How the person's consent stands, and where it is recorded.
pub(super) fn consent(number: &CaseNumber, state: ConsentState, form: Option<String>) -> AnyView {
    let (look, icon, text) = match state {
        ConsentState::Given => (
            "notice notice-ok",
            Icon::Done,
            say!(transitions.consent_given),
        ),
        ConsentState::Refused => (
            "notice notice-bad",
            Icon::Error,
            say!(transitions.consent_refused),
        ),
        ConsentState::Withdrawn => (
            "notice notice-bad",
            Icon::Error,
            say!(transitions.consent_withdrawn),
        ),
        ConsentState::Unknown => (
            "notice notice-warn",
            Icon::Warning,
            say!(transitions.consent_unknown),
        ),
    };
    let record = form.filter(|_| !state.allows());
    let record = record.map(|form| {
        let href = format!("/cases/{number}/{form}/edit");
        view! { " " <a href=href>{say!(transitions.consent_record)}</a> }
    });
    view! { <p class=look><IconView icon/> <span>{text} {record}</span></p> }.still()
}

/// Whoever may go on without consent says why.
pub(super) fn override_field(typed: String, problem: Option<Problem>) -> AnyView {
    let invalid = Signal::stored(problem.is_some().then_some("true"));
    let message = if problem.is_some() {
        " error-override_reason"
    } else {
        ""
    };
    let described_by = Signal::stored(Some(format!("override-help{message}")));
    let control = view! {
        <p class="help" id="override-help">{say!(transitions.override_help)}</p>
        <TextArea id="override_reason".to_owned() name="override_reason".to_owned() text=typed described_by invalid/>
    };
    plain_field(
        "override_reason",
        say!(transitions.override_why),
        problem,
        control.still(),
    )
}

pub(super) fn urgency_field(chosen: Option<Urgency>, problem: Option<Problem>) -> AnyView {
    let wrong = problem.is_some();
    let message = plain_message("urgency", problem);
    let options: Vec<AnyView> = Urgency::ALL
        .into_iter()
        .map(|urgency| {
            let checked = chosen == Some(urgency);
            let word = say_with(move |locale| urgency_word(locale, urgency).to_owned());
            view! {
                <label class="option">
                    <input type="radio" name="urgency" value=urgency.code() checked=checked/>
                    <span>{word}</span>
                </label>
            }
            .still()
        })
        .collect();
    view! {
        <fieldset class="field choices" class:field-invalid=wrong id="urgency">
            <legend>{say!(transitions.urgency)}</legend>
            {message}
            <div class="options">{options}</div>
        </fieldset>
    }
    .still()
}
