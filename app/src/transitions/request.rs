//! Asking another district for a case.

use domain::{Problem, transitions::TypedRequest};
use leptos::{html, prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::{
    compose::{error_summary, problem_of, reason_field},
    keeping::{keep_while_writing, kept_line},
    server_fn::{RequestCase, request_case},
};
use crate::{
    forms::plain_field,
    language::say,
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// The form, folded away until somebody wants it.
pub(super) fn request_form(typed: TypedRequest, problems: &[Problem]) -> AnyView {
    let query = use_query_map();
    let begun = typed != TypedRequest::default();
    let asked = query.with_untracked(|query| query.get("request").is_some());
    let open = begun || asked || !problems.is_empty();
    let problem = |field: &str| problem_of(problems, field);
    let (form, kept) = (NodeRef::<html::Form>::new(), RwSignal::new(None));
    let keep = keep_while_writing(form, kept, |written| async move {
        let keep = Some("keep".to_owned());
        let done = request_case(written.one("number"), written.one("reason"), keep);
        done.await.is_ok()
    });
    let discard = begun.then(|| {
        view! { <button class="button button-quiet" type="submit" name="go" value="discard" formnovalidate=true>{say!(transitions.discard)}</button> }
    });
    view! {
        <details class="card request-case" id="request-case" open=open>
            <summary><IconView icon=Icon::Cases/> <span>{say!(transitions.request_title)}</span></summary>
            <p class="sub">{say!(transitions.request_help)}</p>
            {error_summary(problems, label)}
            <form class="form" method="post" action=RequestCase::url() novalidate node_ref=form on:input=keep>
                {number_field(typed.number, problem("number"))}
                {reason_field(
                    typed.reason,
                    problem("reason"),
                    say!(transitions.request_reason),
                    say!(transitions.compose_reason_help),
                )}
                <div class="form-actions">
                    <button class="button button-primary" type="submit" name="go" value="ask">{say!(transitions.request_now)}</button>
                    {discard}
                    {kept_line(kept)}
                </div>
            </form>
        </details>
    }
    .still()
}

fn label(field: &str) -> Signal<&'static str> {
    match field {
        "number" => say!(transitions.request_number),
        _ => say!(transitions.request_reason),
    }
}

fn number_field(typed: String, problem: Option<Problem>) -> AnyView {
    let invalid = problem.is_some().then_some("true");
    let described_by = problem.is_some().then_some("error-number");
    let control = view! {
        <input class="input" id="number" name="number" value=typed autocomplete="off" maxlength="40" aria-invalid=invalid aria-describedby=described_by/>
    };
    plain_field(
        "number",
        say!(transitions.request_number),
        problem,
        control.still(),
    )
}
