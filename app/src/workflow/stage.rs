//! Where a case stands, where it may go, and what is approved of it.

use domain::workflow::{
    ApprovalKind, ApprovalRow, ApprovalState, CaseWorkflow, Closing, PossibleStep,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    server_fn::{AskApproval, ChangeStage, read_workflow},
    words::{kind_word, state_tag},
};
use crate::{
    cases::stage_bar,
    errors::{loaded, message_of},
    language::{current_language, language_of, say, say_with, text_view},
    notifications::{Freshness, stale_notice},
    still::IntoStill,
    ui::{
        PageTitle,
        icon::{Icon, IconView},
        time_text,
    },
    wire::load,
};

/// The page of a case's stage.
pub(crate) fn stage_page() -> AnyView {
    let (params, query) = (use_params_map(), use_query_map());
    let fresh = Freshness::watch();
    let asked = move || {
        let number = params.with(|params| params.get("number"));
        let done = query.with(|query| query.get("done").is_some());
        (number.unwrap_or_default(), done, fresh.version())
    };
    view! {
        <PageTitle text=say!(workflow.stage_title)/>
        {done_notice()}
        {stale_notice(fresh)}
        {loaded(load(asked, |(number, _, _)| read_workflow(number)), content)}
    }
    .into_any()
}

/// Says that what led here was done.
pub(super) fn done_notice() -> AnyView {
    let query = use_query_map();
    let done = move || {
        let done = query.with(|query| query.get("done").is_some());
        done.then(|| {
            view! { <p class="notice notice-ok" role="status"><IconView icon=Icon::Done/> <span>{say!(workflow.done)}</span></p> }
                .still()
        })
    };
    done.still()
}

fn content(workflow: CaseWorkflow) -> AnyView {
    let number = workflow.number.to_string();
    let href = format!("/cases/{number}");
    let now = workflow
        .stages
        .iter()
        .find(|stage| stage.stage == workflow.now)
        .cloned();
    let bar = now.map(|now| stage_bar(&workflow.stages, &now));
    view! {
        <div class="page-head">
            <div>
                <p class="sub">{number.clone()} " · " {workflow.name.clone()}</p>
                <h1>{say!(workflow.stage_title)}</h1>
            </div>
            <div class="actions"><a class="button" href=href><IconView icon=Icon::ChevronLeft/> <span>{say!(transitions.back_to_case)}</span></a></div>
        </div>
        {bar}
        <div class="stage-page">
            {steps(&number, &workflow.steps)}
            {approvals(&number, &workflow)}
            {closings(workflow.closings)}
        </div>
    }
    .still()
}

/// The steps from here, one of which is chosen.
fn steps(number: &str, steps: &[PossibleStep]) -> AnyView {
    let open: Vec<&PossibleStep> = steps.iter().filter(|step| step.refused.is_none()).collect();
    let choices: Vec<AnyView> = steps.iter().map(step).collect();
    let go = (!open.is_empty()).then(|| {
        view! {
            <div class="field">
                <label for="step-reason">{say!(workflow.step_reason)}</label>
                <p class="help" id="step-reason-help">{say!(workflow.step_reason_help)}</p>
                <textarea class="input" id="step-reason" name="reason" maxlength="2000" placeholder=" " aria-describedby="step-reason-help"></textarea>
            </div>
            <div class="form-actions"><button class="button button-primary" type="submit">{say!(workflow.step_go)}</button></div>
        }
    });
    let none = open
        .is_empty()
        .then(|| view! { <p class="sub">{say!(workflow.step_none)}</p> });
    view! {
        <form class="form card" method="post" action=ChangeStage::url()>
            <input type="hidden" name="number" value=number.to_owned()/>
            <fieldset class="field choices">
                <legend>{say!(workflow.next_step)}</legend>
                {none}
                <div class="options options-stacked">{choices}</div>
            </fieldset>
            {go}
        </form>
    }
    .still()
}

fn step(step: &PossibleStep) -> AnyView {
    let language = current_language();
    let label = step.to.label.clone();
    let closes = step.to.stage == domain::cases::Stage::CLOSED;
    let word = if closes {
        say!(workflow.step_close).still()
    } else if step.reopens {
        say_with(move |locale| {
            let stage = label.in_language(language_of(locale)).to_owned();
            td_string!(locale, workflow.step_reopen, stage = stage).to_string()
        })
        .still()
    } else {
        text_view(label)
    };
    let needed: Vec<AnyView> = step
        .needed
        .iter()
        .map(|needed| {
            let kind = needed.kind;
            let text = say_with(move |locale| {
                let what = kind_word(locale, kind).to_owned();
                td_string!(locale, workflow.needs, what = what).to_string()
            });
            view! { <span class="help">{text} " " {needed.state.map(state_tag)}</span> }.still()
        })
        .collect();
    let disabled = step.refused.is_some();
    let why = step
        .refused
        .filter(|_| step.needed.is_empty())
        .map(|reason| {
            let error = domain::Error::Refused { reason };
            view! { <span class="help">{move || message_of(language.get(), &error).text}</span> }
        });
    view! {
        <label class="option">
            <input type="radio" name="to" value=step.to.stage.code().to_owned() disabled=disabled required/>
            <span>{word} {needed} {why}</span>
        </label>
    }
    .still()
}

fn approvals(number: &str, workflow: &CaseWorkflow) -> AnyView {
    let wishes: Vec<AnyView> = workflow
        .may_ask
        .iter()
        .map(|kind| ask(number, *kind))
        .collect();
    let rows: Vec<AnyView> = workflow.approvals.iter().map(row).collect();
    let none = (rows.is_empty() && wishes.is_empty())
        .then(|| view! { <p class="sub">{say!(workflow.approvals_none)}</p> });
    view! {
        <section class="card" aria-labelledby="approvals">
            <h2 id="approvals">{say!(workflow.approvals)}</h2>
            {none}
            {wishes}
            <ul class="approvals">{rows}</ul>
        </section>
    }
    .still()
}

fn ask(number: &str, kind: ApprovalKind) -> AnyView {
    let id = format!("note-{}", kind.code());
    let of = id.clone();
    let label = say_with(move |locale| {
        let what = kind_word(locale, kind).to_owned();
        td_string!(locale, workflow.ask_approval, what = what).to_string()
    });
    let again = label;
    view! {
        <details class="queue-why">
            <summary class="button">{label}</summary>
            <form class="form" method="post" action=AskApproval::url()>
                <input type="hidden" name="number" value=number.to_owned()/>
                <input type="hidden" name="kind" value=kind.code()/>
                <div class="field">
                    <label for=of>{say!(workflow.approval_note)}</label>
                    <textarea class="input" id=id name="note" maxlength="2000"></textarea>
                </div>
                <button class="button button-primary" type="submit">{again}</button>
            </form>
        </details>
    }
    .still()
}

/// One approval of the case.
fn row(row: &ApprovalRow) -> AnyView {
    let href = format!("/approvals/{}", row.id);
    let kind = row.kind;
    let word = say_with(move |locale| kind_word(locale, kind).to_owned());
    let comment = (!row.comment.is_empty()).then(|| view! { <p>{row.comment.clone()}</p> });
    let asked = asked_line(row);
    let decided = decided_line(row);
    view! {
        <li>
            <a href=href>{word}</a> " " {state_tag(row.state)}
            <p class="sub">{asked} {decided}</p>
            {comment}
        </li>
    }
    .still()
}

/// Who asked, and when.
pub(super) fn asked_line(row: &ApprovalRow) -> Signal<String> {
    let (name, at) = (row.asked_by.clone(), row.asked_at);
    say_with(move |locale| {
        let time = time_text(at, language_of(locale));
        td_string!(
            locale,
            workflow.approval_asked_by,
            name = name.clone(),
            time = time
        )
        .to_string()
    })
}

/// Who decided, and when.
pub(super) fn decided_line(row: &ApprovalRow) -> Option<AnyView> {
    let decided = row.state != ApprovalState::Asked;
    let (name, at) = row
        .decided_by
        .clone()
        .zip(row.decided_at)
        .filter(|_| decided)?;
    let text = say_with(move |locale| {
        let time = time_text(at, language_of(locale));
        td_string!(
            locale,
            workflow.approval_decided_by,
            name = name.clone(),
            time = time
        )
        .to_string()
    });
    Some(view! { <br/> {text} }.still())
}

fn closings(closings: Vec<Closing>) -> Option<AnyView> {
    let language = current_language();
    let entries: Vec<AnyView> = closings
        .into_iter()
        .map(|closing| {
            let at = closing.at;
            let word = if closing.reopened {
                say!(workflow.reopened_on)
            } else {
                say!(workflow.closed_on)
            };
            view! {
                <li>
                    <strong>{word}</strong>
                    <p><time datetime=at.to_string()>{move || time_text(at, language.get())}</time> " · " <span class="who">{closing.by}</span></p>
                    <p class="path-reason">{closing.reason}</p>
                </li>
            }
            .still()
        })
        .collect();
    (!entries.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="closings">
                <h2 id="closings">{say!(workflow.closings)}</h2>
                <ol class="timeline">{entries}</ol>
            </section>
        }
        .still()
    })
}
