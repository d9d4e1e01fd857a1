//! Asking for a case to be handed over to another district.

use core::time::Duration;

use domain::{
    Error, Problem, Refusal,
    consents::ConsentState,
    districts::District,
    forms::Field,
    transitions::{ComposeTransfer, QueueRow, SummaryForm, Urgency},
};
use leptos::{ev, html, prelude::*, server_fn::ServerFn, task::spawn_local};
use leptos_router::hooks::{use_params_map, use_query_map};

use web_sys::{FormData, HtmlFormElement};

use super::{
    server_fn::{AskTransfer, ask_transfer, compose_transfer},
    words::{say_on_its_way, urgency_word},
};
use crate::{
    errors::{loaded, message_of},
    forms::{Medium, TextArea, answer_view, plain_field, plain_message, problem_text},
    language::{current_language, say, say_with, text_view},
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
    },
    wire::load,
};

/// The page on which a transfer is written.
pub(crate) fn ask_page() -> AnyView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = move || {
        let number = params
            .with(|params| params.get("number"))
            .unwrap_or_default();
        (number, query.with(|query| query.get("tried").is_some()))
    };
    let transfer = load(asked, |(number, tried)| {
        compose_transfer(number, Some(tried))
    });
    let refused = move || query.with(|query| query.get("refused"));
    view! {
        <PageTitle text=say!(transitions.compose_title)/>
        {move || refused().and_then(|code| Refusal::from_code(&code)).map(refusal)}
        {loaded(transfer, compose)}
    }
    .into_any()
}

/// Why it could not be asked for.
fn refusal(reason: Refusal) -> AnyView {
    let language = current_language();
    let error = Error::Refused { reason };
    let (title, text) = {
        let shown = error.clone();
        let title = Signal::derive(move || message_of(language.get(), &shown).title);
        (
            title,
            Signal::derive(move || message_of(language.get(), &error).text),
        )
    };
    view! {
        <div class="notice notice-bad" role="alert">
            <IconView icon=Icon::Error/>
            <div><h2>{title}</h2><p>{text}</p></div>
        </div>
    }
    .still()
}

fn compose(transfer: ComposeTransfer) -> AnyView {
    let number = transfer.number.to_string();
    let href = format!("/cases/{number}");
    let name = if transfer.name.is_empty() {
        number.clone()
    } else {
        format!("{number} · {}", transfer.name)
    };
    let content = match &transfer.under_way {
        Some(row) => on_its_way(row),
        None => form(&transfer),
    };
    view! {
        <div class="page-head">
            <div>
                <p class="sub">{name}</p>
                <h1>{say!(transitions.compose_title)}</h1>
            </div>
            <div class="actions"><a class="button" href=href><IconView icon=Icon::ChevronLeft/> <span>{say!(transitions.back_to_case)}</span></a></div>
        </div>
        {content}
    }
    .still()
}

fn on_its_way(row: &QueueRow) -> AnyView {
    let href = format!("/queue?show={}", row.id);
    view! {
        <div class="notice notice-info">
            <IconView icon=Icon::Transfer/>
            <div>
                <p>{say!(transitions.under_way_already)} " " {say_on_its_way(row)}</p>
                <p><a href=href>{say!(transitions.see_in_queue)}</a></p>
            </div>
        </div>
    }
    .still()
}

fn form(transfer: &ComposeTransfer) -> AnyView {
    let typed = transfer.typed.clone();
    let problem = |field: &str| {
        let problems = transfer.problems.iter();
        problems
            .clone()
            .find(|problem| problem.field == field)
            .cloned()
    };
    let draft = transfer.draft.then(|| {
        view! { <p class="notice notice-plain"><IconView icon=Icon::Edit/> <span>{say!(transitions.draft_line)}</span></p> }
    });
    let discard = transfer.draft.then(|| {
        view! { <button class="button button-quiet" type="submit" name="go" value="discard" formnovalidate=true>{say!(transitions.discard)}</button> }
    });
    let fields: Vec<AnyView> = transfer
        .fields
        .iter()
        .map(|form| choices(form, &typed.fields))
        .collect();
    let no_fields = fields
        .is_empty()
        .then(|| view! { <p class="sub">{say!(transitions.compose_no_fields)}</p> });
    let form = NodeRef::<html::Form>::new();
    let kept = RwSignal::new(None);
    let keep = keep_while_writing(transfer.number.to_string(), form, kept);
    view! {
        {error_summary(&transfer.problems)}
        <p class="lead">{say!(transitions.compose_help)}</p>
        {draft}
        <form class="form card" method="post" action=AskTransfer::url() novalidate node_ref=form on:input=keep>
            <input type="hidden" name="number" value=transfer.number.to_string()/>
            {district_field(&transfer.districts, typed.to, problem("to"))}
            {reason_field(typed.reason.clone(), problem("reason"))}
            {urgency_field(typed.urgency, problem("urgency"))}
            {consent(transfer)}
            {override_field(transfer, problem("override_reason"))}
            <fieldset class="field choices">
                <legend>{say!(transitions.compose_fields)}</legend>
                <p class="help">{say!(transitions.compose_fields_help)}</p>
                {no_fields}
                {fields}
            </fieldset>
            <div class="form-actions">
                <button class="button button-primary" type="submit" name="go" value="ask">{say!(transitions.ask)}</button>
                <button class="button" type="submit" name="go" value="keep" formnovalidate=true>{say!(transitions.keep)}</button>
                {discard}
                <span class="keep-line" role="status">{move || kept.get().map(kept_line)}</span>
            </div>
        </form>
    }
    .still()
}

/// What is wrong, each linked to its field.
fn error_summary(problems: &[Problem]) -> Option<AnyView> {
    let link = |problem: &Problem| {
        let (id, label) = match problem.field.as_str() {
            "to" => ("#to", say!(transitions.to)),
            "reason" => ("#reason", say!(transitions.compose_reason)),
            "override_reason" => ("#override_reason", say!(transitions.override_why)),
            _ => ("#urgency", say!(transitions.urgency)),
        };
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

fn kept_line(kept: bool) -> AnyView {
    if kept {
        say!(transitions.kept).still()
    } else {
        say!(transitions.not_kept).still()
    }
}

/// How long nobody has to have typed before a draft is kept.
const KEEP_AFTER: Duration = Duration::from_secs(3);

/// Keeps what is being written as a draft, a moment after the last change.
fn keep_while_writing(
    number: String,
    form: NodeRef<html::Form>,
    kept: RwSignal<Option<bool>>,
) -> impl Fn(ev::Event) + 'static {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    on_cleanup(move || {
        if let Some(Some(timer)) = timer.try_get_value() {
            timer.clear();
        }
    });
    move |_| {
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        let number = number.clone();
        let later = move || {
            let Some(typed) = form.get_untracked().and_then(|form| typed_in(&form)) else {
                return;
            };
            spawn_local(async move {
                let (to, reason, urgency, fields, overrides) = typed;
                let go = Some("keep".to_owned());
                let done =
                    ask_transfer(number, to, reason, urgency, Some(fields), overrides, go).await;
                kept.set(Some(done.is_ok()));
            });
        };
        timer.set_value(set_timeout_with_handle(later, KEEP_AFTER).ok());
    }
}

/// What stands in the form: district, reason, urgency, fields, and why without consent.
type Typed = (
    Option<String>,
    Option<String>,
    Option<String>,
    Vec<String>,
    Option<String>,
);

fn typed_in(form: &HtmlFormElement) -> Option<Typed> {
    let data = FormData::new_with_form(form).ok()?;
    let one = |name: &str| data.get(name).as_string();
    let fields = data.get_all("fields[]");
    let fields = fields
        .iter()
        .filter_map(|field| field.as_string())
        .collect();
    Some((
        one("to"),
        one("reason"),
        one("urgency"),
        fields,
        one("override_reason"),
    ))
}

fn district_field(
    districts: &[District],
    chosen: Option<i32>,
    problem: Option<Problem>,
) -> AnyView {
    let options: Vec<AnyView> = districts
        .iter()
        .map(|district| {
            let selected = chosen == Some(district.number);
            view! { <option value=district.number.to_string() selected=selected>{district.full_name()}</option> }.still()
        })
        .collect();
    let invalid = problem.is_some().then_some("true");
    let described_by = problem.is_some().then_some("error-to");
    let control = view! {
        <select class="input" id="to" name="to" aria-invalid=invalid aria-describedby=described_by>
            <option value="">{say!(transitions.choose_district)}</option>
            {options}
        </select>
    };
    plain_field("to", say!(transitions.to), problem, control.still())
}

fn reason_field(typed: String, problem: Option<Problem>) -> AnyView {
    let invalid = Signal::stored(problem.is_some().then_some("true"));
    let message = if problem.is_some() {
        " error-reason"
    } else {
        ""
    };
    let described_by = Signal::stored(Some(format!("reason-help{message}")));
    let control = view! {
        <p class="help" id="reason-help">{say!(transitions.compose_reason_help)}</p>
        <TextArea id="reason".to_owned() name="reason".to_owned() text=typed described_by invalid/>
    };
    plain_field(
        "reason",
        say!(transitions.compose_reason),
        problem,
        control.still(),
    )
}

/// How the person's consent stands, and where it is recorded.
fn consent(transfer: &ComposeTransfer) -> AnyView {
    let (look, icon, text) = match transfer.consent {
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
    let record = transfer
        .consent_form
        .clone()
        .filter(|_| !transfer.consent.allows());
    let record = record.map(|form| {
        let href = format!("/cases/{}/{form}/edit", transfer.number);
        view! { " " <a href=href>{say!(transitions.consent_record)}</a> }
    });
    view! { <p class=look><IconView icon/> <span>{text} {record}</span></p> }.still()
}

/// Whoever may go on without consent says why.
fn override_field(transfer: &ComposeTransfer, problem: Option<Problem>) -> Option<AnyView> {
    if transfer.consent.allows() || !transfer.may_override {
        return None;
    }
    let invalid = Signal::stored(problem.is_some().then_some("true"));
    let message = if problem.is_some() {
        " error-override_reason"
    } else {
        ""
    };
    let described_by = Signal::stored(Some(format!("override-help{message}")));
    let control = view! {
        <p class="help" id="override-help">{say!(transitions.override_help)}</p>
        <TextArea id="override_reason".to_owned() name="override_reason".to_owned() text=transfer.typed.override_reason.clone() described_by invalid/>
    };
    Some(plain_field(
        "override_reason",
        say!(transitions.override_why),
        problem,
        control.still(),
    ))
}

fn urgency_field(chosen: Option<Urgency>, problem: Option<Problem>) -> AnyView {
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

/// The answered fields of one form, each to be chosen, with what the other side would see.
fn choices(form: &SummaryForm, chosen: &[String]) -> AnyView {
    let of = &form.definition.form;
    let fields: Vec<AnyView> = form
        .definition
        .fields
        .iter()
        .filter_map(|field| choice(of, field, form, chosen))
        .collect();
    view! {
        <div class="summary-choices">
            <h2>{text_view(form.definition.title.clone())}</h2>
            {fields}
        </div>
    }
    .still()
}

fn choice(of: &str, field: &Field, form: &SummaryForm, chosen: &[String]) -> Option<AnyView> {
    let answer = form.answers.get(&field.id)?;
    let path = format!("{of}/{}", field.id);
    let checked = chosen.contains(&path);
    let value = answer_view(field, answer, Medium::Screen);
    Some(
        view! {
            <div class="summary-choice">
                <label class="option">
                    <input type="checkbox" name="fields[]" value=path checked=checked/>
                    <span>{text_view(field.label.clone())}</span>
                </label>
                <div class="summary-value">{value}</div>
            </div>
        }
        .still(),
    )
}
