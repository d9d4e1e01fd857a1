//! The choices above a list: whose cases, stages, filters, kept lists.

use domain::cases::{
    Whose,
    list::{FilterChip, ListFrame},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{
    data::ListPage,
    words::{subject_text, values_text},
};
use crate::{
    language::{say, say_with, text_view},
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// Every choice.
pub(super) fn chips(page: &ListPage) -> AnyView {
    let whose: Vec<AnyView> = page
        .whose
        .iter()
        .map(|(whose, chosen, href)| {
            let label = match whose {
                Whose::Mine => say!(cases.mine),
                Whose::All => say!(cases.all),
                Whose::Nobodys => say!(cases.nobodys),
                Whose::Shared => say!(cases.shared),
            };
            chip(href.clone(), *chosen, label.still())
        })
        .collect();
    let stages: Vec<AnyView> = page
        .stages
        .iter()
        .map(|(stage, chosen, href)| {
            let label = match stage {
                None => say!(cases.any_stage).still(),
                Some(stage) => text_view(stage.label.clone()),
            };
            chip(href.clone(), *chosen, label)
        })
        .collect();
    view! {
        {views(&page.frame)}
        <nav class="chips" aria-label=say!(cases.whose)>{whose}</nav>
        {(!stages.is_empty()).then(|| view! { <nav class="chips" aria-label=say!(cases.stage_filter)>{stages}</nav> })}
        {filters(&page.frame)}
    }
    .still()
}

fn chip(href: String, chosen: bool, label: AnyView) -> AnyView {
    let current = chosen.then_some("true");
    view! { <a class="chip" href=href aria-current=current>{label}</a> }.still()
}

/// The lists that were kept under a name.
fn views(frame: &ListFrame) -> Option<AnyView> {
    if frame.views.is_empty() {
        return None;
    }
    let views: Vec<AnyView> = frame
        .views
        .iter()
        .map(|view| {
            let (href, name) = (format!("/cases?{}", view.address), view.name.clone());
            let shared = (!view.own).then(|| {
                view! { <span class="visually-hidden">" ("{say!(cases.shared_by_colleague)}")"</span> }
            });
            let icon = if view.own { Icon::Bookmark } else { Icon::People };
            let label = view! { <IconView icon/> <span>{name}</span> {shared} };
            chip(href, view.address == frame.address, label.still())
        })
        .collect();
    Some(view! { <nav class="chips" aria-label=say!(cases.views)>{views}</nav> }.still())
}

/// The filters in force, and the ways to more.
fn filters(frame: &ListFrame) -> AnyView {
    let filters: Vec<AnyView> = frame.filters.iter().cloned().map(filter).collect();
    let to = |panel: &str| format!("/cases?{}&panel={panel}", frame.address);
    view! {
        <div class="chips list-tools" role="group" aria-label=say!(cases.filters)>
            {filters}
            <a class="chip chip-tool" href=to("filters")><IconView icon=Icon::Filter/> <span>{say!(cases.add_filter)}</span></a>
            <a class="chip chip-tool" href=to("columns")><IconView icon=Icon::Columns/> <span>{say!(cases.columns)}</span></a>
            <a class="chip chip-tool" href=to("save")><IconView icon=Icon::Bookmark/> <span>{say!(cases.save_view)}</span></a>
        </div>
    }
    .still()
}

fn filter(chip: FilterChip) -> AnyView {
    let (without, change) = (format!("/cases?{}", chip.without), chip.clone());
    let text = say_with(move |locale| {
        let subject = subject_text(locale, &change.subject, change.question.as_ref());
        let values = values_text(locale, &change.subject, &change.values);
        format!("{subject}: {values}")
    });
    let remove = say_with(move |locale| {
        let filter = subject_text(locale, &chip.subject, chip.question.as_ref());
        td_string!(locale, cases.remove_filter, filter = filter).to_string()
    });
    view! {
        <span class="chip chip-filter">
            <span>{text}</span>
            <a class="chip-remove" href=without aria-label=remove title=remove><IconView icon=Icon::Close/></a>
        </span>
    }
    .still()
}
