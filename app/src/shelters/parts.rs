//! What several pages about shelters share.

use domain::shelters::{Counts, Feature, Features, ShelterRow};
use leptos::prelude::*;

use super::words::{done_word, feature_word};
use crate::{
    errors::refusal,
    language::{say, say_with},
    still::IntoStill,
    ui::{
        done_notice,
        icon::{Icon, IconView},
    },
};

/// What a shelter, a room or a bed has, a mark each.
pub(super) fn feature_marks(features: &Features) -> Option<AnyView> {
    let marks: Vec<AnyView> = features
        .iter()
        .map(|feature| {
            let word = say_with(move |locale| feature_word(locale, feature).to_owned());
            view! { <li class="mark">{word}</li> }.still()
        })
        .collect();
    (!marks.is_empty()).then(|| view! { <ul class="marks">{marks}</ul> }.still())
}

/// Which of the features are chosen.
pub(super) fn feature_boxes(chosen: &Features, offered: &[Feature], name: &'static str) -> AnyView {
    let boxes: Vec<AnyView> = offered
        .iter()
        .map(|feature| {
            let (code, checked, feature) = (feature.code(), chosen.has(*feature), *feature);
            let word = say_with(move |locale| feature_word(locale, feature).to_owned());
            view! {
                <label class="choice">
                    <input type="checkbox" name=name value=code checked=checked/>
                    <span>{word}</span>
                </label>
            }
            .still()
        })
        .collect();
    view! { <div class="choices choices-inline">{boxes}</div> }.still()
}

/// How the beds of a shelter, or of the city, stand.
pub(super) fn counts_line(counts: Counts) -> AnyView {
    let one = |class: &'static str, icon, number: u32, word: Signal<&'static str>| {
        view! {
            <li class=class><IconView icon/> <b>{number}</b> " " <span>{word}</span></li>
        }
        .still()
    };
    view! {
        <ul class="counts">
            {one("tag tag-ok", Icon::Check, counts.free, say!(shelters.bed_free))}
            {one("tag tag-warn", Icon::Clock, counts.held, say!(shelters.bed_held))}
            {one("tag tag-info", Icon::Person, counts.occupied, say!(shelters.bed_occupied))}
            {one("tag tag-plain", Icon::Close, counts.out_of_service, say!(shelters.bed_out_of_service))}
        </ul>
    }
    .still()
}

/// The head of a page about one shelter.
pub(super) fn shelter_head(shelter: &ShelterRow, title: AnyView, actions: AnyView) -> AnyView {
    let place = [
        shelter.district.full_name(),
        shelter.address.clone(),
        shelter.phone.clone(),
    ];
    let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
    view! {
        <div class="page-head">
            <div>
                <p class="sub">{place.join(" · ")}</p>
                <h1>{title}</h1>
            </div>
            <div class="actions">{actions}</div>
        </div>
    }
    .still()
}

/// What came of what was done, or why it was not, as the address tells.
pub(super) fn outcome() -> AnyView {
    view! { {done_notice(done_word)} {refusal()} }.into_any()
}
