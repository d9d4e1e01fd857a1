use domain::transitions::{GrantedForm, ReferralEvent, ReferralState, ShownReferral, Standing};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{
    super::words::purpose_word,
    parts::{age, asked_line, chosen_fields, open_case, panel, urgency, words_of},
    steps::{complete_words, plain_step, refuse_words, with_words, withdraw_words},
};
use crate::{
    language::{language_of, say, say_with, text_view},
    still::IntoStill,
    ui::{
        fact,
        icon::{Icon, IconView},
    },
};

/// A referral, beside the queue.
pub(in crate::transitions) fn referral(referral: &ShownReferral) -> AnyView {
    let waits = referral.may.contains(&ReferralEvent::Accept);
    let content = view! {
        {only_summary(referral)}
        {facts(referral)}
        {summary(referral)}
        {granted(&referral.granted)}
        {actions(referral)}
    };
    panel(&referral.row, waits, content.still())
}

/// Whoever cannot open the case is told when it opens.
fn only_summary(referral: &ShownReferral) -> Option<AnyView> {
    let offered = referral.row.standing == Standing::Referral(ReferralState::Offered);
    let from = referral.row.from.full_name();
    (offered && !referral.opens).then(|| {
        let text = say_with(move |locale| {
            td_string!(
                locale,
                transitions.only_referral_summary,
                from = from.clone()
            )
            .to_string()
        });
        view! { <p class="notice notice-info"><IconView icon=Icon::Info/> <span>{text}</span></p> }
            .still()
    })
}

fn facts(referral: &ShownReferral) -> AnyView {
    let row = &referral.row;
    let service = row
        .service
        .clone()
        .map(|service| fact(say!(transitions.service), text_view(service)));
    let purpose = referral.purpose;
    let purpose = say_with(move |locale| purpose_word(locale, purpose).to_owned());
    let last = referral.last_day;
    let until = say_with(move |locale| domain::dates::format_date(last, language_of(locale)));
    view! {
        <dl class="summary">
            {service}
            {fact(say!(transitions.purpose), purpose.still())}
            {words_of(say!(transitions.reason), Some(referral.reason.clone()))}
            {words_of(say!(transitions.note), referral.note.clone())}
            {urgency(row)}
            {age(row)}
            {fact(say!(transitions.last_day), until.still())}
        </dl>
        <p class="sub">{asked_line(row, referral.asked_at)}</p>
    }
    .still()
}

fn summary(referral: &ShownReferral) -> Option<AnyView> {
    let open = matches!(
        referral.row.standing,
        Standing::Referral(ReferralState::Offered | ReferralState::Accepted)
    );
    open.then(|| chosen_fields(&referral.summary))
}

/// What the service may see while it works on the referral.
fn granted(forms: &[GrantedForm]) -> Option<AnyView> {
    let forms: Vec<AnyView> = forms
        .iter()
        .map(|form| {
            let questions: Vec<AnyView> = form
                .questions
                .iter()
                .map(|question| view! { <li>{text_view(question.clone())}</li> }.still())
                .collect();
            view! { <h4>{text_view(form.title.clone())}</h4> <ul>{questions}</ul> }.still()
        })
        .collect();
    (!forms.is_empty())
        .then(|| view! { <h3>{say!(transitions.granted_title)}</h3> {forms} }.still())
}

fn actions(referral: &ShownReferral) -> AnyView {
    let id = referral.row.id.to_string();
    let may = |event| referral.may.contains(&event);
    let accept = may(ReferralEvent::Accept)
        .then(|| plain_step(&id, ReferralEvent::Accept.code(), say!(transitions.accept)));
    let complete = may(ReferralEvent::Complete)
        .then(|| with_words(&id, ReferralEvent::Complete.code(), complete_words()));
    let refuse = may(ReferralEvent::Refuse)
        .then(|| with_words(&id, ReferralEvent::Refuse.code(), refuse_words()));
    let withdraw = may(ReferralEvent::Withdraw)
        .then(|| with_words(&id, ReferralEvent::Withdraw.code(), withdraw_words()));
    let open = open_case(&referral.row.number, referral.opens);
    view! { <div class="queue-steps">{accept} {complete} {refuse} {withdraw} {open}</div> }.still()
}
