//! Words for what the machines say.

use domain::{
    districts::District,
    transitions::{AgeGroup, QueueRow, TransferEvent, TransferState, Urgency},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{i18n::Locale, language::say_with, ui::icon::Icon};

pub(super) fn state_word(locale: Locale, state: TransferState) -> &'static str {
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

/// The look of a state, which its word goes with.
pub(super) const fn state_look(state: TransferState) -> (&'static str, Icon) {
    match state {
        TransferState::Draft => ("tag tag-plain", Icon::Edit),
        TransferState::AwaitingRelease => ("tag tag-warn", Icon::Clock),
        TransferState::Offered => ("tag tag-info", Icon::Transfer),
        TransferState::Accepted => ("tag tag-ok", Icon::Done),
        TransferState::Refused => ("tag tag-bad", Icon::Close),
        TransferState::Withdrawn => ("tag tag-plain", Icon::Retry),
        TransferState::Expired => ("tag tag-plain", Icon::Clock),
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
pub(super) fn done_word(locale: Locale, event: TransferEvent) -> Option<&'static str> {
    Some(match event {
        TransferEvent::Ask => td_string!(locale, transitions.done_ask),
        TransferEvent::Release => td_string!(locale, transitions.done_release),
        TransferEvent::Accept => td_string!(locale, transitions.done_accept),
        TransferEvent::Refuse => td_string!(locale, transitions.done_refuse),
        TransferEvent::Withdraw => td_string!(locale, transitions.done_withdraw),
        TransferEvent::Expire => return None,
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
    let state = row.state;
    say_with(move |locale| {
        let word = match state {
            TransferState::AwaitingRelease if waits => td_string!(locale, transitions.kind_release),
            TransferState::Offered if waits => td_string!(locale, transitions.kind_offer),
            other => state_word(locale, other),
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
        match row.state {
            TransferState::Draft => td_string!(locale, transitions.why_draft).to_owned(),
            TransferState::AwaitingRelease if waits => {
                td_string!(locale, transitions.why_release, name = name, from = from).to_string()
            }
            TransferState::AwaitingRelease => {
                td_string!(locale, transitions.why_awaits, name = name, from = from).to_string()
            }
            TransferState::Offered if waits => {
                td_string!(locale, transitions.why_accept, from = from, to = to).to_string()
            }
            TransferState::Offered => {
                td_string!(locale, transitions.why_offered, to = to).to_string()
            }
            _ => match row.decided_by.clone() {
                Some(name) => td_string!(locale, transitions.ended_by, name = name).to_string(),
                None => td_string!(locale, transitions.ended_by_clock).to_owned(),
            },
        }
    })
}

/// `On its way to IX. Ferencváros`.
pub(crate) fn say_on_its_way(row: &QueueRow) -> Signal<String> {
    let to = row.to.full_name();
    say_with(move |locale| td_string!(locale, transitions.on_its_way, to = to.clone()).to_string())
}
