//! Referring a person to a service of another district.

use domain::{
    Problem,
    forms::Field,
    ids::TeamId,
    transitions::{ComposeReferral, GrantPurpose, Service, SummaryForm, TypedReferral},
};
use leptos::{html, prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

use super::{
    compose::{
        consent, draft_line, error_summary, head, override_field, problem_of, reason_field,
        urgency_field,
    },
    keeping::{keep_while_writing, kept_line},
    server_fn::{ReferCase, compose_referral, refer_case},
    words::{purpose_word, short},
};
use crate::{
    errors::{loaded, refusal},
    forms::{Medium, answer_view, plain_field, plain_message},
    language::{current_language, language_of, say, say_with, text_view},
    still::IntoStill,
    ui::{PageTitle, path_part},
    wire::load,
};

/// The page on which a referral is written.
pub(crate) fn refer_page() -> AnyView {
    let number = path_part("number");
    view! {
        <PageTitle text=say!(transitions.refer_title)/>
        {refusal()}
        {loaded(load(move || number.get(), compose_referral), compose)}
    }
    .into_any()
}

fn compose(referral: ComposeReferral) -> AnyView {
    view! {
        {head(&referral.number, &referral.name, say!(transitions.refer_title))}
        {form(&referral)}
    }
    .still()
}

fn form(referral: &ComposeReferral) -> AnyView {
    let typed = &referral.typed;
    let problem = |field: &str| problem_of(&referral.problems, field);
    let (draft, discard) = draft_line(referral.draft);
    let (form, kept) = (NodeRef::<html::Form>::new(), RwSignal::new(None));
    let number = referral.number.to_string();
    let keep = keep_while_writing(form, kept, move |written| {
        let number = number.clone();
        async move {
            let done = refer_case(
                number,
                written.one("to"),
                written.one("purpose"),
                written.one("reason"),
                written.one("urgency"),
                written.one("until"),
                Some(written.all("fields[]")),
                Some(written.all("granted[]")),
                written.one("override_reason"),
                Some("keep".to_owned()),
            );
            done.await.is_ok()
        }
    });
    let without = referral.may_override && !referral.consent.allows();
    let why =
        without.then(|| override_field(typed.override_reason.clone(), problem("override_reason")));
    view! {
        {error_summary(&referral.problems, label)}
        <p class="lead">{say!(transitions.refer_help)}</p>
        {draft}
        <form class="form card" method="post" action=ReferCase::url() novalidate node_ref=form on:input=keep>
            <input type="hidden" name="number" value=referral.number.to_string()/>
            {service_field(&referral.services, typed.to, problem("to"))}
            {purpose_field(typed.purpose, problem("purpose"))}
            {reason_field(
                typed.reason.clone(),
                problem("reason"),
                say!(transitions.refer_reason),
                say!(transitions.compose_reason_help),
            )}
            {urgency_field(typed.urgency, problem("urgency"))}
            {until_field(typed.until.clone(), problem("until"))}
            {consent(&referral.number, referral.consent, referral.consent_form.clone())}
            {why}
            {fields(&referral.fields, typed, problem("granted"))}
            <div class="form-actions">
                <button class="button button-primary" type="submit" name="go" value="offer">{say!(transitions.refer_now)}</button>
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
        "to" => say!(transitions.refer_to),
        "purpose" => say!(transitions.purpose),
        "reason" => say!(transitions.refer_reason),
        "urgency" => say!(transitions.urgency),
        "until" => say!(transitions.refer_until),
        "override_reason" => say!(transitions.override_why),
        _ => say!(transitions.refer_fields),
    }
}

/// The services, district by district.
fn service_field(
    services: &[Service],
    chosen: Option<TeamId>,
    problem: Option<Problem>,
) -> AnyView {
    let groups: Vec<AnyView> = services
        .chunk_by(|one, next| one.district.id == next.district.id)
        .filter_map(|group| {
            let options: Vec<AnyView> = group.iter().map(|team| option(team, chosen)).collect();
            let district = group.first()?.district.full_name();
            Some(view! { <optgroup label=district>{options}</optgroup> }.still())
        })
        .collect();
    let invalid = problem.is_some().then_some("true");
    let described_by = problem.is_some().then_some("error-to");
    let control = view! {
        <select class="input" id="to" name="to" aria-invalid=invalid aria-describedby=described_by>
            <option value="">{say!(transitions.choose_service)}</option>
            {groups}
        </select>
    };
    plain_field("to", say!(transitions.refer_to), problem, control.still())
}

fn option(team: &Service, chosen: Option<TeamId>) -> AnyView {
    let selected = chosen == Some(team.id);
    let (district, label) = (short(&team.district), team.label.clone());
    // Once it is chosen, the name of its group is not seen any more.
    let label =
        say_with(move |locale| format!("{district} · {}", label.in_language(language_of(locale))));
    view! { <option value=team.id.to_string() selected=selected>{label}</option> }.still()
}

fn purpose_field(chosen: Option<GrantPurpose>, problem: Option<Problem>) -> AnyView {
    let options: Vec<AnyView> = GrantPurpose::ALL
        .into_iter()
        .map(|purpose| {
            let selected = chosen == Some(purpose);
            let word = say_with(move |locale| purpose_word(locale, purpose).to_owned());
            view! { <option value=purpose.code() selected=selected>{word}</option> }.still()
        })
        .collect();
    let invalid = problem.is_some().then_some("true");
    let described_by = problem.is_some().then_some("error-purpose");
    let control = view! {
        <select class="input" id="purpose" name="purpose" aria-invalid=invalid aria-describedby=described_by>
            <option value="">{say!(transitions.choose_purpose)}</option>
            {options}
        </select>
    };
    plain_field(
        "purpose",
        say!(transitions.purpose),
        problem,
        control.still(),
    )
}

fn until_field(typed: String, problem: Option<Problem>) -> AnyView {
    let language = current_language();
    let help = move || {
        let example = domain::dates::parse_date("2027-03-31")
            .map(|day| domain::dates::format_date(day, language.get()))
            .unwrap_or_default();
        let locale = crate::language::locale_of(language.get());
        td_string!(locale, transitions.refer_until_help, example = example).to_string()
    };
    let invalid = problem.is_some().then_some("true");
    let described_by = if problem.is_some() {
        "until-help error-until"
    } else {
        "until-help"
    };
    let control = view! {
        <p class="help" id="until-help">{help}</p>
        <input class="input" id="until" name="until" value=typed autocomplete="off" maxlength="40" aria-invalid=invalid aria-describedby=described_by/>
    };
    plain_field(
        "until",
        say!(transitions.refer_until),
        problem,
        control.still(),
    )
}

/// What the service sees: before it accepts, and while it works on the referral.
fn fields(forms: &[SummaryForm], typed: &TypedReferral, problem: Option<Problem>) -> AnyView {
    let wrong = problem.is_some();
    let message = plain_message("granted", problem);
    let fields: Vec<AnyView> = forms.iter().map(|form| choices(form, typed)).collect();
    let nothing = fields
        .is_empty()
        .then(|| view! { <p class="sub">{say!(transitions.compose_no_fields)}</p> });
    view! {
        <fieldset class="field choices" class:field-invalid=wrong id="granted">
            <legend>{say!(transitions.refer_fields)}</legend>
            <p class="help">{say!(transitions.refer_fields_help)}</p>
            {message}
            {nothing}
            {fields}
        </fieldset>
    }
    .still()
}

fn choices(form: &SummaryForm, typed: &TypedReferral) -> AnyView {
    let of = &form.definition.form;
    let fields: Vec<AnyView> = form
        .definition
        .fields
        .iter()
        .filter_map(|field| choice(of, field, form, typed))
        .collect();
    view! {
        <div class="summary-choices">
            <h2>{text_view(form.definition.title.clone())}</h2>
            {fields}
        </div>
    }
    .still()
}

fn choice(of: &str, field: &Field, form: &SummaryForm, typed: &TypedReferral) -> Option<AnyView> {
    let answer = form.answers.get(&field.id)?;
    let path = format!("{of}/{}", field.id);
    let id = format!("grant-{of}-{}", field.id);
    let labelled_by = id.clone();
    let value = answer_view(field, answer, Medium::Screen);
    let (first, then) = (typed.fields.contains(&path), typed.granted.contains(&path));
    let same = path.clone();
    Some(
        view! {
            <div class="grant-choice" role="group" aria-labelledby=labelled_by>
                <div>
                    <div id=id>{text_view(field.label.clone())}</div>
                    <div class="summary-value">{value}</div>
                </div>
                <label class="option">
                    <input type="checkbox" name="fields[]" value=path checked=first/>
                    <span>{say!(transitions.show_before)}</span>
                </label>
                <label class="option">
                    <input type="checkbox" name="granted[]" value=same checked=then/>
                    <span>{say!(transitions.show_during)}</span>
                </label>
            </div>
        }
        .still(),
    )
}
