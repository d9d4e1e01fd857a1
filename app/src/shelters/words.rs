//! Words for what shelters say.

use domain::shelters::{Against, BedState, Feature, StayState};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    i18n::Locale,
    language::{plural, say_with},
    ui::icon::Icon,
};

pub(super) fn feature_word(locale: Locale, feature: Feature) -> &'static str {
    match feature {
        Feature::Accessible => td_string!(locale, shelters.feature_accessible),
        Feature::FamilyRoom => td_string!(locale, shelters.feature_family_room),
        Feature::WomenOnly => td_string!(locale, shelters.feature_women_only),
        Feature::Cot => td_string!(locale, shelters.feature_cot),
        Feature::Pets => td_string!(locale, shelters.feature_pets),
    }
}

pub(super) fn bed_word(locale: Locale, state: BedState) -> &'static str {
    match state {
        BedState::Free => td_string!(locale, shelters.state_free),
        BedState::Held => td_string!(locale, shelters.state_held),
        BedState::Occupied => td_string!(locale, shelters.state_occupied),
        BedState::OutOfService => td_string!(locale, shelters.state_out),
    }
}

/// The look of a bed, which its word goes with.
pub(super) const fn bed_look(state: BedState) -> (&'static str, &'static str, Icon) {
    match state {
        BedState::Free => ("bed bed-free", "tag tag-ok", Icon::Check),
        BedState::Held => ("bed bed-held", "tag tag-warn", Icon::Clock),
        BedState::Occupied => ("bed bed-occupied", "tag tag-info", Icon::Person),
        BedState::OutOfService => ("bed bed-out", "tag tag-plain", Icon::Close),
    }
}

pub(super) fn stay_word(locale: Locale, state: StayState) -> &'static str {
    match state {
        StayState::Planned => td_string!(locale, shelters.stay_planned),
        StayState::Held => td_string!(locale, shelters.stay_held),
        StayState::Staying => td_string!(locale, shelters.stay_staying),
        StayState::Ended => td_string!(locale, shelters.stay_ended),
        StayState::Released => td_string!(locale, shelters.stay_released),
        StayState::Expired => td_string!(locale, shelters.stay_expired),
    }
}

/// Why a room does not suit, or suits less.
pub(super) fn say_against(against: Against) -> Signal<String> {
    say_with(move |locale| match against {
        Against::TooFewBeds { free, needed } => {
            let free = plural!(locale, free, shelters.free_beds);
            td_string!(
                locale,
                shelters.against_too_few,
                free = free,
                needed = needed
            )
            .to_string()
        }
        Against::WomenOnly => td_string!(locale, shelters.against_women_only).to_owned(),
        Against::SexNotKnown => td_string!(locale, shelters.against_sex_not_known).to_owned(),
        Against::NotAccessible => td_string!(locale, shelters.against_not_accessible).to_owned(),
        Against::NoPets => td_string!(locale, shelters.against_no_pets).to_owned(),
        Against::ForEverybody => td_string!(locale, shelters.against_for_everybody).to_owned(),
        Against::NoCot => td_string!(locale, shelters.against_no_cot).to_owned(),
        Against::Others { count } => plural!(locale, count, shelters.against_others),
        Against::KeptForFamilies => td_string!(locale, shelters.against_kept).to_owned(),
    })
}

/// What came of what somebody let happen.
pub(super) fn done_word(locale: Locale, event: &str) -> Option<&'static str> {
    Some(match event {
        "hold" => td_string!(locale, shelters.done_hold),
        "release" => td_string!(locale, shelters.done_release),
        "arrive" => td_string!(locale, shelters.done_arrive),
        "depart" => td_string!(locale, shelters.done_depart),
        "move" => td_string!(locale, shelters.done_move),
        "plan" => td_string!(locale, shelters.done_plan),
        "identify" => td_string!(locale, shelters.done_identify),
        "take_out" => td_string!(locale, shelters.done_take_out),
        "put_back" => td_string!(locale, shelters.done_put_back),
        "add_shelter" | "change_shelter" | "add_room" | "change_room" | "change_bed"
        | "remove_room" | "remove_bed" => td_string!(locale, shelters.done_arrange),
        _ => return None,
    })
}

/// A bed, with its room.
pub(super) fn say_bed(room: String, bed: String) -> Signal<String> {
    say_with(move |locale| {
        td_string!(
            locale,
            shelters.bed_of_room,
            room = room.clone(),
            bed = bed.clone()
        )
        .to_string()
    })
}

/// How a stay stands, in a word.
pub(super) fn say_stay(state: StayState) -> Signal<String> {
    say_with(move |locale| stay_word(locale, state).to_owned())
}
