//! Words for what the machines say.

use domain::{
    districts::District,
    transitions::{
        AgeGroup, GrantPurpose, QueueRow, ReferralState, RequestState, Shared, Standing,
        TransferState, Urgency,
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    i18n::Locale,
    language::{language_of, say_with},
    ui::icon::Icon,
};

pub(super) fn state_word(locale: Locale, standing: Standing) -> &'static str {
    match standing {
        Standing::Transfer(state) => transfer_word(locale, state),
        Standing::Referral(state) => referral_word(locale, state),
        Standing::Request(state) => request_word(locale, state),
    }
}

fn transfer_word(locale: Locale, state: TransferState) -> &'static str {
    match state {
        TransferState::Draft => td_string!(locale, transitions.state_draft),
        TransferState::AwaitingRelease => td_string!(locale, transitions.state_awaiting_release),
        TransferState::Offered => td_string!(locale, transitions.state_offered),
        TransferState::Accepted => td_string!(locale, transitions.state_accepted),
        TransferState::Refused => td_string!(locale, transitions.state_refused),
        TransferState::Withdrawn => td_string!(locale, transitions.state_withdrawn),
        TransferState::Expired => td_string!(locale, transitions.state_expired),
    }
}

fn referral_word(locale: Locale, state: ReferralState) -> &'static str {
    match state {
        ReferralState::Offered => td_string!(locale, transitions.state_offered),
        ReferralState::Accepted => td_string!(locale, transitions.state_at_work),
        ReferralState::Completed => td_string!(locale, transitions.state_completed),
        ReferralState::Refused => td_string!(locale, transitions.state_refused),
        ReferralState::Withdrawn => td_string!(locale, transitions.state_withdrawn),
        ReferralState::Expired => td_string!(locale, transitions.state_expired),
    }
}

fn request_word(locale: Locale, state: RequestState) -> &'static str {
    match state {
        RequestState::Asked => td_string!(locale, transitions.state_asked),
        RequestState::Agreed => td_string!(locale, transitions.state_agreed),
        RequestState::Declined => td_string!(locale, transitions.state_declined),
        RequestState::Withdrawn => td_string!(locale, transitions.state_withdrawn),
    }
}

/// The look of a state, which its word goes with.
pub(super) const fn state_look(standing: Standing) -> (&'static str, Icon) {
    match standing {
        Standing::Transfer(TransferState::Draft) => ("tag tag-plain", Icon::Edit),
        Standing::Transfer(TransferState::AwaitingRelease)
        | Standing::Request(RequestState::Asked) => ("tag tag-warn", Icon::Clock),
        Standing::Transfer(TransferState::Offered)
        | Standing::Referral(ReferralState::Offered | ReferralState::Accepted) => {
            ("tag tag-info", Icon::Transfer)
        }
        Standing::Transfer(TransferState::Accepted)
        | Standing::Referral(ReferralState::Completed)
        | Standing::Request(RequestState::Agreed) => ("tag tag-ok", Icon::Done),
        Standing::Transfer(TransferState::Refused)
        | Standing::Referral(ReferralState::Refused)
        | Standing::Request(RequestState::Declined) => ("tag tag-bad", Icon::Close),
        Standing::Transfer(TransferState::Withdrawn)
        | Standing::Referral(ReferralState::Withdrawn)
        | Standing::Request(RequestState::Withdrawn) => ("tag tag-plain", Icon::Retry),
        Standing::Transfer(TransferState::Expired) | Standing::Referral(ReferralState::Expired) => {
            ("tag tag-plain", Icon::Clock)
        }
    }
}

pub(super) fn purpose_word(locale: Locale, purpose: GrantPurpose) -> &'static str {
    match purpose {
        GrantPurpose::Housing => td_string!(locale, transitions.purpose_housing),
        GrantPurpose::Health => td_string!(locale, transitions.purpose_health),
        GrantPurpose::Schooling => td_string!(locale, transitions.purpose_schooling),
        GrantPurpose::LegalAid => td_string!(locale, transitions.purpose_legal_aid),
        GrantPurpose::MaterialAid => td_string!(locale, transitions.purpose_material_aid),
        GrantPurpose::Work => td_string!(locale, transitions.purpose_work),
        GrantPurpose::LanguageHelp => td_string!(locale, transitions.purpose_language_help),
        GrantPurpose::Other => td_string!(locale, transitions.purpose_other),
    }
}

pub(super) fn urgency_word(locale: Locale, urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Ordinary => td_string!(locale, transitions.urgency_ordinary),
        Urgency::Soon => td_string!(locale, transitions.urgency_soon),
        Urgency::Urgent => td_string!(locale, transitions.urgency_urgent),
    }
}

pub(super) fn age_word(locale: Locale, age: AgeGroup) -> &'static str {
    match age {
        AgeGroup::SmallChild => td_string!(locale, transitions.age_small_child),
        AgeGroup::Child => td_string!(locale, transitions.age_child),
        AgeGroup::Youth => td_string!(locale, transitions.age_youth),
        AgeGroup::Adult => td_string!(locale, transitions.age_adult),
        AgeGroup::Elderly => td_string!(locale, transitions.age_elderly),
    }
}

/// What came of a step, for whoever took it.
pub(super) fn done_word(locale: Locale, done: &str) -> Option<&'static str> {
    Some(match done {
        "ask" => td_string!(locale, transitions.done_ask),
        "release" => td_string!(locale, transitions.done_release),
        "accept" => td_string!(locale, transitions.done_accept),
        "refuse" | "referral_refuse" => td_string!(locale, transitions.done_refuse),
        "withdraw" | "referral_withdraw" | "request_withdraw" => {
            td_string!(locale, transitions.done_withdraw)
        }
        "refer" => td_string!(locale, transitions.done_refer),
        "referral_accept" => td_string!(locale, transitions.done_referral_accept),
        "referral_complete" => td_string!(locale, transitions.done_referral_complete),
        "request" => td_string!(locale, transitions.done_request),
        "agree" => td_string!(locale, transitions.done_agree),
        "request_decline" => td_string!(locale, transitions.done_decline),
        _ => return None,
    })
}

/// Short in tables: `VIII`, or the city's name.
pub(super) fn short(district: &District) -> String {
    if district.roman.is_empty() {
        district.name.clone()
    } else {
        district.roman.clone()
    }
}

/// What the line is: where it waits for the reader, what they are asked to do.
pub(super) fn say_what(row: &QueueRow, waits: bool) -> Signal<String> {
    let standing = row.standing;
    say_with(move |locale| {
        let word = match standing {
            Standing::Transfer(TransferState::AwaitingRelease) if waits => {
                td_string!(locale, transitions.kind_release)
            }
            Standing::Transfer(TransferState::Offered) if waits => {
                td_string!(locale, transitions.kind_offer)
            }
            Standing::Transfer(_) => td_string!(locale, transitions.kind_transfer),
            Standing::Referral(_) => td_string!(locale, transitions.kind_referral),
            Standing::Request(_) => td_string!(locale, transitions.kind_request),
        };
        word.to_owned()
    })
}

/// Age and urgency.
pub(super) fn say_about(row: &QueueRow) -> Signal<String> {
    let (age, urgency) = (row.age_group, row.urgency);
    let number = row.number.to_string();
    say_with(move |locale| {
        let parts = [
            Some(number.clone()),
            age.map(|age| age_word(locale, age).to_owned()),
            urgency.map(|urgency| urgency_word(locale, urgency).to_owned()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    })
}

/// Why the line is here.
pub(super) fn say_why(row: &QueueRow, waits: bool) -> Signal<String> {
    let row = row.clone();
    say_with(move |locale| {
        let (from, to) = (row.from.full_name(), row.to.full_name());
        let name = row.asked_by.clone();
        match row.standing {
            Standing::Transfer(TransferState::Draft) => {
                td_string!(locale, transitions.why_draft).to_owned()
            }
            Standing::Transfer(TransferState::AwaitingRelease) if waits => {
                td_string!(locale, transitions.why_release, name = name, from = from).to_string()
            }
            Standing::Transfer(TransferState::AwaitingRelease) => {
                td_string!(locale, transitions.why_awaits, name = name, from = from).to_string()
            }
            Standing::Transfer(TransferState::Offered) if waits => {
                td_string!(locale, transitions.why_accept, from = from, to = to).to_string()
            }
            Standing::Transfer(TransferState::Offered) => {
                td_string!(locale, transitions.why_offered, to = to).to_string()
            }
            Standing::Referral(ReferralState::Offered) if waits => {
                td_string!(locale, transitions.why_referred, name = name, from = from).to_string()
            }
            Standing::Referral(ReferralState::Offered) => {
                td_string!(locale, transitions.why_referral_waits, to = to).to_string()
            }
            Standing::Referral(ReferralState::Accepted) => {
                td_string!(locale, transitions.why_at_work, to = to).to_string()
            }
            Standing::Request(RequestState::Asked) if waits => {
                td_string!(locale, transitions.why_requested, name = name, to = to).to_string()
            }
            Standing::Request(RequestState::Asked) => {
                td_string!(locale, transitions.why_request_waits, from = from).to_string()
            }
            standing => match row.decided_by.clone() {
                Some(name) => td_string!(locale, transitions.ended_by, name = name).to_string(),
                None if matches!(standing, Standing::Referral(_)) => {
                    td_string!(locale, transitions.ran_out).to_owned()
                }
                None => td_string!(locale, transitions.ended_by_clock).to_owned(),
            },
        }
    })
}

/// Who shares a case with the reader, for what and until when.
pub(crate) fn shared_text(locale: Locale, shared: &Shared) -> String {
    let date = domain::dates::format_date(shared.last_day, language_of(locale));
    td_string!(
        locale,
        transitions.shared_notice,
        from = shared.from.full_name(),
        purpose = purpose_word(locale, shared.purpose),
        date = date
    )
    .to_string()
}

/// `On its way to IX. Ferencváros`.
pub(crate) fn say_on_its_way(row: &QueueRow) -> Signal<String> {
    let to = row.to.full_name();
    say_with(move |locale| td_string!(locale, transitions.on_its_way, to = to.clone()).to_string())
}
