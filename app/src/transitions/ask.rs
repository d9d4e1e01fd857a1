//! Asking for a case to be handed over to another district.

use domain::{
    Problem,
    districts::District,
    forms::Field,
    transitions::{ComposeTransfer, QueueRow, SummaryForm},
};
use leptos::{html, prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::{
    compose::{
        consent, draft_line, error_summary, head, override_field, problem_of, reason_field,
        urgency_field,
    },
    keeping::{keep_while_writing, kept_line},
    server_fn::{AskTransfer, ask_transfer, compose_transfer},
    words::{done_word, say_on_its_way},
};
use crate::{
    errors::{loaded, refusal},
    forms::{Medium, answer_view, plain_field},
    language::{say, text_view},
    still::IntoStill,
    ui::{
        PageTitle, done_notice,
        icon::{Icon, IconView},
        path_part,
    },
    wire::load,
};

/// The page on which a transfer is written.
pub(crate) fn ask_page() -> AnyView {
    let (number, query) = (path_part("number"), use_query_map());
    let asked = move || {
        (
            number.get(),
            query.with(|query| query.get("tried").is_some()),
        )
    };
    let transfer = load(asked, |(number, tried)| {
        compose_transfer(number, Some(tried))
    });
    view! {
        <PageTitle text=say!(transitions.compose_title)/>
        {done_notice(done_word)}
        {refusal()}
        {loaded(transfer, compose)}
    }
    .into_any()
}

fn compose(transfer: ComposeTransfer) -> AnyView {
    let content = match &transfer.under_way {
        Some(row) => on_its_way(row),
        None => form(&transfer),
    };
    view! {
        {head(&transfer.number, &transfer.name, say!(transitions.compose_title))}
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
    let problem = |field: &str| problem_of(&transfer.problems, field);
    let (draft, discard) = draft_line(transfer.draft);
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
    let number = transfer.number.to_string();
    let keep = keep_while_writing(form, kept, move |written| {
        let number = number.clone();
        async move {
            let done = ask_transfer(
                number,
                written.one("to"),
                written.one("reason"),
                written.one("urgency"),
                Some(written.all("fields[]")),
                written.one("override_reason"),
                Some("keep".to_owned()),
            );
            done.await.is_ok()
        }
    });
    let without = transfer.may_override && !transfer.consent.allows();
    let why =
        without.then(|| override_field(typed.override_reason.clone(), problem("override_reason")));
    view! {
        {error_summary(&transfer.problems, label)}
        <p class="lead">{say!(transitions.compose_help)}</p>
        {draft}
        <form class="form card" method="post" action=AskTransfer::url() novalidate node_ref=form on:input=keep>
            <input type="hidden" name="number" value=transfer.number.to_string()/>
            {district_field(&transfer.districts, typed.to, problem("to"))}
            {reason_field(
                typed.reason.clone(),
                problem("reason"),
                say!(transitions.compose_reason),
                say!(transitions.compose_reason_help),
            )}
            {urgency_field(typed.urgency, problem("urgency"))}
            {consent(&transfer.number, transfer.consent, transfer.consent_form.clone())}
            {why}
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
                {kept_line(kept)}
            </div>
        </form>
    }
    .still()
}

fn label(field: &str) -> Signal<&'static str> {
    match field {
        "to" => say!(transitions.to),
        "reason" => say!(transitions.compose_reason),
        "override_reason" => say!(transitions.override_why),
        _ => say!(transitions.urgency),
    }
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
