use domain::transitions::{OwnerChoice, ShownTransfer, Standing, TransferEvent, TransferState};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

use super::{
    super::server_fn::TakeStep,
    owner_field,
    parts::{age, asked_line, chosen_fields, open_case, panel, urgency},
    steps::{hidden, plain_step, refuse_words, with_words, withdraw_words},
};
use crate::{
    language::{language_of, say, say_with},
    still::IntoStill,
    ui::{
        fact,
        icon::{Icon, IconView},
        time_text,
    },
};

/// A transfer, beside the queue.
pub(in crate::transitions) fn transfer(transfer: &ShownTransfer) -> AnyView {
    let waits = transfer
        .may
        .iter()
        .any(|event| *event != TransferEvent::Withdraw);
    let content = view! {
        {only_summary(transfer)}
        {facts(transfer)}
        {summary(transfer)}
        {actions(transfer)}
    };
    panel(&transfer.row, waits, content.still())
}

/// Whoever cannot open the case is told why.
fn only_summary(transfer: &ShownTransfer) -> Option<AnyView> {
    let offered =
        transfer.row.standing == Standing::Transfer(TransferState::Offered) && !transfer.opens;
    let from = transfer.row.from.full_name();
    offered.then(|| {
        let text = say_with(move |locale| {
            td_string!(locale, transitions.only_summary, from = from.clone()).to_string()
        });
        view! { <p class="notice notice-info"><IconView icon=Icon::Info/> <span>{text}</span></p> }
            .still()
    })
}

fn facts(transfer: &ShownTransfer) -> AnyView {
    let row = &transfer.row;
    let (age, urgency) = (age(row), urgency(row));
    let reason = (!transfer.reason.is_empty())
        .then(|| fact(say!(transitions.reason), transfer.reason.clone().still()));
    let note = transfer
        .note
        .clone()
        .map(|note| fact(say!(transitions.note), note.still()));
    let asked = (row.standing != Standing::Transfer(TransferState::Draft))
        .then(|| asked_line(row, transfer.asked_at));
    let released = transfer.released.clone().map(|(name, at)| {
        let text = say_with(move |locale| {
            let time = time_text(at, language_of(locale));
            td_string!(
                locale,
                transitions.released_line,
                name = name.clone(),
                time = time
            )
            .to_string()
        });
        view! { <br/> {text} }
    });
    view! {
        <dl class="summary">{reason} {note} {urgency} {age}</dl>
        <p class="sub">{asked} {released}</p>
    }
    .still()
}

fn summary(transfer: &ShownTransfer) -> Option<AnyView> {
    let under_way = matches!(
        transfer.row.standing,
        Standing::Transfer(TransferState::AwaitingRelease | TransferState::Offered)
    );
    if !under_way {
        return None;
    }
    Some(chosen_fields(&transfer.summary))
}

fn actions(transfer: &ShownTransfer) -> AnyView {
    let id = transfer.row.id.to_string();
    let is_draft = transfer.row.standing == Standing::Transfer(TransferState::Draft);
    let may = |event| transfer.may.contains(&event);
    let open = open_case(&transfer.row.number, transfer.opens);
    let write = (is_draft).then(|| {
        let href = format!("/cases/{}/transfer", transfer.row.number);
        view! { <a class="button button-primary" href=href><IconView icon=Icon::Edit/> <span>{say!(transitions.go_on_writing)}</span></a> }
    });
    let release = may(TransferEvent::Release).then(|| {
        plain_step(
            &id,
            TransferEvent::Release.code(),
            say!(transitions.release),
        )
    });
    let accept = may(TransferEvent::Accept).then(|| accept(&id, &transfer.owners));
    let refuse = may(TransferEvent::Refuse)
        .then(|| with_words(&id, TransferEvent::Refuse.code(), refuse_words()));
    let withdraw = (may(TransferEvent::Withdraw) && !is_draft)
        .then(|| with_words(&id, TransferEvent::Withdraw.code(), withdraw_words()));
    view! { <div class="queue-steps">{release} {accept} {refuse} {withdraw} {write} {open}</div> }
        .still()
}

fn accept(id: &str, owners: &[OwnerChoice]) -> AnyView {
    if owners.is_empty() {
        return view! { <p class="notice notice-warn"><IconView icon=Icon::Warning/> <span>{say!(transitions.nobody_fits)}</span></p> }.still();
    }
    view! {
        <form class="form" method="post" action=TakeStep::url()>
            {hidden(id, TransferEvent::Accept.code())}
            {owner_field(owners)}
            <button class="button button-primary" type="submit"><IconView icon=Icon::Check/> <span>{say!(transitions.accept)}</span></button>
        </form>
    }
    .still()
}
