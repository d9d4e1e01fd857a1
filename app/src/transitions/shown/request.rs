use domain::transitions::{RequestEvent, ShownRequest};
use leptos::prelude::*;

use super::{
    parts::{asked_line, open_case, panel, words_of},
    steps::{decline_words, plain_step, with_words, withdraw_words},
};
use crate::{language::say, still::IntoStill};

/// A transfer request, beside the queue.
pub(in crate::transitions) fn request(request: &ShownRequest) -> AnyView {
    let waits = request.may.contains(&RequestEvent::Agree);
    let content = view! {
        <dl class="summary">
            {words_of(say!(transitions.reason), Some(request.reason.clone()))}
            {words_of(say!(transitions.note), request.note.clone())}
        </dl>
        <p class="sub">{asked_line(&request.row, request.asked_at)}</p>
        {actions(request)}
    };
    panel(&request.row, waits, content.still())
}

fn actions(request: &ShownRequest) -> AnyView {
    let id = request.row.id.to_string();
    let may = |event| request.may.contains(&event);
    let agree = may(RequestEvent::Agree)
        .then(|| plain_step(&id, RequestEvent::Agree.code(), say!(transitions.agree)));
    let decline = may(RequestEvent::Decline)
        .then(|| with_words(&id, RequestEvent::Decline.code(), decline_words()));
    let withdraw = may(RequestEvent::Withdraw)
        .then(|| with_words(&id, RequestEvent::Withdraw.code(), withdraw_words()));
    let open = open_case(&request.row.number, request.opens);
    view! { <div class="queue-steps">{agree} {decline} {withdraw} {open}</div> }.still()
}
