//! Words for webhooks and deliveries.

use domain::integration::{Attempt, DeliveryFault, DeliveryState, EventKind as Kind, WebhookState};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    i18n::Locale,
    language::say_with,
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

pub(super) fn kind_word(locale: Locale, kind: Kind) -> &'static str {
    match kind {
        Kind::CaseOpened => td_string!(locale, integration.case_opened),
        Kind::CaseChanged => td_string!(locale, integration.case_changed),
        Kind::CaseStageChanged => td_string!(locale, integration.case_stage_changed),
        Kind::TransferOffered => td_string!(locale, integration.transfer_offered),
        Kind::TransferAccepted => td_string!(locale, integration.transfer_accepted),
        Kind::TransferRefused => td_string!(locale, integration.transfer_refused),
        Kind::TransferWithdrawn => td_string!(locale, integration.transfer_withdrawn),
        Kind::TransferExpired => td_string!(locale, integration.transfer_expired),
        Kind::ReferralOffered => td_string!(locale, integration.referral_offered),
        Kind::ReferralAccepted => td_string!(locale, integration.referral_accepted),
        Kind::ReferralCompleted => td_string!(locale, integration.referral_completed),
        Kind::ReferralRefused => td_string!(locale, integration.referral_refused),
        Kind::ReferralWithdrawn => td_string!(locale, integration.referral_withdrawn),
        Kind::ReferralExpired => td_string!(locale, integration.referral_expired),
        Kind::BedHeld => td_string!(locale, integration.bed_held),
        Kind::BedReleased => td_string!(locale, integration.bed_released),
        Kind::BedOutOfService => td_string!(locale, integration.bed_out_of_service),
        Kind::BedInService => td_string!(locale, integration.bed_in_service),
        Kind::StayBegan => td_string!(locale, integration.stay_began),
        Kind::StayMoved => td_string!(locale, integration.stay_moved),
        Kind::StayEnded => td_string!(locale, integration.stay_ended),
        Kind::Test => td_string!(locale, integration.webhook_test),
    }
}

/// What a webhook's state is called, with its look.
pub(super) fn state_tag(state: WebhookState) -> AnyView {
    let (look, icon) = match state {
        WebhookState::Active => ("tag tag-ok", Icon::Check),
        WebhookState::Paused => ("tag tag-warn", Icon::Clock),
        WebhookState::Gone => ("tag tag-bad", Icon::Close),
    };
    let word = say_with(move |locale| {
        let word = match state {
            WebhookState::Active => td_string!(locale, integration.state_active),
            WebhookState::Paused => td_string!(locale, integration.state_paused),
            WebhookState::Gone => td_string!(locale, integration.state_gone),
        };
        word.to_owned()
    });
    tag(look, icon, word)
}

/// What a delivery's state is called, with its look.
pub(super) fn delivery_tag(state: DeliveryState) -> AnyView {
    let (look, icon) = match state {
        DeliveryState::Waiting => ("tag tag-warn", Icon::Clock),
        DeliveryState::Delivered => ("tag tag-ok", Icon::Check),
        DeliveryState::Dead => ("tag tag-bad", Icon::Close),
    };
    let word = say_with(move |locale| {
        let word = match state {
            DeliveryState::Waiting => td_string!(locale, integration.delivery_waiting),
            DeliveryState::Delivered => td_string!(locale, integration.delivery_delivered),
            DeliveryState::Dead => td_string!(locale, integration.delivery_dead),
        };
        word.to_owned()
    });
    tag(look, icon, word)
}

fn tag(look: &'static str, icon: Icon, word: Signal<String>) -> AnyView {
    view! { <span class=look><IconView icon/> <span>{word}</span></span> }.still()
}

/// What became of the last attempt.
pub(super) fn attempt_word(locale: Locale, attempt: Attempt) -> String {
    let fault = match attempt {
        Attempt::Answered(status) => {
            return td_string!(locale, integration.answered, status = status).to_string();
        }
        Attempt::Failed(fault) => fault,
    };
    let word = match fault {
        DeliveryFault::NotFound => td_string!(locale, integration.fault_not_found),
        DeliveryFault::Forbidden => td_string!(locale, integration.fault_forbidden),
        DeliveryFault::NoConnection => td_string!(locale, integration.fault_no_connection),
        DeliveryFault::Timeout => td_string!(locale, integration.fault_timeout),
        DeliveryFault::NoSecret => td_string!(locale, integration.fault_no_secret),
    };
    word.to_owned()
}

/// What was done, where the address tells.
pub(super) fn done_word(locale: Locale, done: &str) -> Option<&'static str> {
    Some(match done {
        "add" => td_string!(locale, integration.done_add),
        "pause" => td_string!(locale, integration.done_pause),
        "resume" => td_string!(locale, integration.done_resume),
        "remove" => td_string!(locale, integration.done_remove),
        "test" => td_string!(locale, integration.done_test),
        "rotate" => td_string!(locale, integration.done_rotate),
        "replay" | "replay_all" => td_string!(locale, integration.done_replay),
        _ => return None,
    })
}
