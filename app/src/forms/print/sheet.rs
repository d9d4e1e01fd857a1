//! What every printed page has: the way to the printer, whose paper it is, and who signs.

use domain::districts::Letterhead;
use leptos::prelude::*;

use crate::{
    language::say,
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// What stands above the sheet on a screen: the way back, and the way to the printer.
///
/// Without JavaScript the button could do nothing; a hint stands in its place.
pub(crate) fn print_bar(back: String, word: Signal<&'static str>) -> AnyView {
    let print = |_| {
        let _ = window().print();
    };
    view! {
        <div class="page-head print-bar">
            <a class="button" href=back><IconView icon=Icon::ChevronLeft/> <span>{word}</span></a>
            <div class="actions">
                <p class="print-hint">{say!(print.hint)}</p>
                <button type="button" class="button button-primary print-button" on:click=print>
                    <IconView icon=Icon::Print/>
                    <span>{say!(print.print)}</span>
                </button>
            </div>
        </div>
    }
    .still()
}

/// The city, and the district that the paper comes from.
pub(crate) fn letterhead_view(letterhead: &Letterhead, beside: AnyView) -> AnyView {
    view! {
        <div class="letterhead">
            <p>
                <strong>{letterhead.city.clone()}</strong>
                <span>{letterhead.district.clone()}</span>
            </p>
            <p class="letterhead-side">{beside}</p>
        </div>
    }
    .still()
}

/// Lines to sign on: place and day, the person, the worker.
pub(crate) fn signatures(label: impl Fn(Signature) -> AnyView) -> AnyView {
    let lines: Vec<AnyView> = [Signature::PlaceAndDay, Signature::Person, Signature::Worker]
        .into_iter()
        .map(|signature| view! { <div class="signature">{label(signature)}</div> }.still())
        .collect();
    view! { <div class="signatures">{lines}</div> }.still()
}

/// A line at the end of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signature {
    /// Where and when.
    PlaceAndDay,
    /// Of the person whose paper it is.
    Person,
    /// Of the worker.
    Worker,
}
