//! The same questions as many times as needed.

use domain::forms::{Answers, Field, Filling, Group};
use leptos::{ev, prelude::*};
use leptos_i18n::td_string;

use super::{
    field::{about, answer_typed, described_by, field_view, label},
    inputs::{control_id, control_name},
    live::{Live, RemovedRow, first_control},
    page::{focus_first_in, focus_later},
    value::{row_summary, row_title},
};
use crate::{
    language::{language_of, say, say_with, text_in},
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// Begins the value of the button that asks the server for another row; the path of the row's
/// first control follows.
pub(crate) const ADD_ROW: &str = "add_row:";
/// Begins the value of the button that asks the server to take a row away; `group.row` follows.
pub(crate) const REMOVE_ROW: &str = "remove_row:";

/// A group with its rows.
pub(super) fn group_view(field: &Field, group: &Group, live: Live) -> AnyView {
    let id = field.id.clone();
    let (rows, problem) = (live.rows(&id), live.problem(&id));
    let removed = RwSignal::new(None::<RemovedRow>);
    let spare = live.is_spare(&id);
    if spare {
        let id = id.clone();
        Effect::new(move |_| live.drop_spare_row(&id));
    }
    let row = {
        let (field, group) = (field.clone(), group.clone());
        move |number| row_view(&field, &group, number, spare, live, removed)
    };
    view! {
        <fieldset
            class="field group"
            class:field-revealed=field.is_conditional()
            class:group-invalid=move || problem.with(Option::is_some)
            hidden=live.hidden(&id)
            id=control_id(&id)
            tabindex="-1"
            aria-describedby=described_by(field, &id, live)
        >
            <legend>{label(field, &id, live)}</legend>
            {about(field, &id, live)}
            <input type="hidden" name=control_name(&id) value=""/>
            <div class="rows">
                <For each=move || rows.get() key=|number| *number children=row/>
            </div>
            {undo(group, live, removed)}
            {adding(field, group, live, removed)}
        </fieldset>
    }
    .still()
}

fn row_id(group: &str, row: u32) -> String {
    format!("row-{group}-{row}")
}

fn add_id(group: &str) -> String {
    format!("add-{group}")
}

/// Where a row stands, counted from one.
fn place_of(rows: &[u32], row: u32) -> usize {
    rows.iter()
        .position(|number| *number == row)
        .unwrap_or(rows.len())
        + 1
}

fn row_view(
    field: &Field,
    group: &Group,
    row: u32,
    spare: bool,
    live: Live,
    removed: RwSignal<Option<RemovedRow>>,
) -> AnyView {
    let rows = live.rows(&field.id);
    let titled = group.clone();
    let title =
        say_with(move |locale| row_title(locale, &titled, rows.with(|rows| place_of(rows, row))));
    let fields: Vec<AnyView> = group
        .fields
        .iter()
        .map(|inner| field_view(inner, &format!("{}.{row}.{}", field.id, inner.id), live))
        .collect();
    let spare = spare && row == 0 && live.is_spare(&field.id);
    view! {
        <details class="row" class:row-spare=spare id=row_id(&field.id, row) open=is_open(field, row, live)>
            <summary>
                <span class="row-title">{title}</span>
                <span class="row-summary">{summary_of(field, group, row, live)}</span>
            </summary>
            <fieldset class="row-fields">
                <legend class="visually-hidden">{title}</legend>
                {fields}
                {remove_button(field, row, title, live, removed)}
            </fieldset>
        </details>
    }
    .still()
}

/// A row is folded once it is filled in, and nothing is wrong with it.
fn is_open(field: &Field, row: u32, live: Live) -> bool {
    let prefix = format!("{}.{row}.", field.id);
    live.with(|filling| {
        let typed = filling.inputs().iter();
        let mut values = typed
            .filter(|(path, _)| path.starts_with(&prefix))
            .flat_map(|(_, values)| values);
        let filled = values.any(|value| !value.trim().is_empty());
        let wrong = || {
            filling
                .problems()
                .iter()
                .any(|problem| problem.field.starts_with(&prefix))
        };
        !filled || wrong()
    })
}

/// A row's one line, as it changes.
fn summary_of(field: &Field, group: &Group, row: u32, live: Live) -> Signal<String> {
    let group = group.clone();
    let told: Vec<(String, Field, Signal<bool>)> = group
        .summary
        .iter()
        .filter_map(|id| {
            let inner = group.fields.iter().find(|inner| inner.id == *id)?.clone();
            let path = format!("{}.{row}.{id}", field.id);
            let shown = live.follow(&path, Filling::is_shown);
            Some((path, inner, shown))
        })
        .collect();
    say_with(move |locale| {
        let answers: Answers = told
            .iter()
            .filter(|(_, _, shown)| shown.get())
            .filter_map(|(path, inner, _)| {
                let known = live.with(|filling| filling.answer(path).cloned());
                let answer = known.or_else(|| answer_typed(inner, path, live))?;
                Some((inner.id.clone(), answer))
            })
            .collect();
        row_summary(locale, &group, &answers)
    })
}

fn remove_button(
    field: &Field,
    row: u32,
    title: Signal<String>,
    live: Live,
    removed: RwSignal<Option<RemovedRow>>,
) -> AnyView {
    let id = field.id.clone();
    let value = format!("{REMOVE_ROW}{id}.{row}");
    let remove = move |event: ev::MouseEvent| {
        event.prevent_default();
        let rows = live.rows(&id).get_untracked();
        let before = rows.iter().rev().find(|number| **number < row).copied();
        removed.set(Some(live.remove_row(&id, row)));
        match before {
            Some(before) => focus_first_in(row_id(&id, before), "summary"),
            None => focus_later(add_id(&id)),
        }
    };
    view! {
        <div class="row-actions">
            <button class="button button-quiet" type="submit" name="go" value=value formnovalidate=true on:click=remove>
                <IconView icon=Icon::Close/>
                <span>{say!(forms.remove_row)} <span class="visually-hidden">": " {title}</span></span>
            </button>
        </div>
    }
    .still()
}

/// A row that was taken away can be had back.
fn undo(group: &Group, live: Live, removed: RwSignal<Option<RemovedRow>>) -> AnyView {
    let label = group.row_label.clone();
    let said = say_with(move |locale| {
        let label = label.in_language(language_of(locale)).to_owned();
        match removed.get() {
            Some(_) => td_string!(locale, forms.row_removed, label = label).to_string(),
            None => String::new(),
        }
    });
    let restore = move |_| {
        if let Some(row) = removed.get_untracked() {
            removed.set(None);
            let id = row_id(row.group(), row.row());
            live.restore_row(row);
            focus_first_in(id, "summary");
        }
    };
    view! {
        <div class="row-undo" class:row-undo-empty=move || removed.with(Option::is_none)>
            <p role="status">{said}</p>
            <button class="button button-quiet" type="button" hidden=move || removed.with(Option::is_none) on:click=restore>
                {say!(forms.undo)}
            </button>
        </div>
    }
    .still()
}

/// The button that adds a row, or words where there are as many as there may be.
fn adding(
    field: &Field,
    group: &Group,
    live: Live,
    removed: RwSignal<Option<RemovedRow>>,
) -> AnyView {
    let rows = live.rows(&field.id);
    let max = group.max_rows;
    let is_full = move || rows.with(|rows| rows.len() >= max as usize);
    let words = say_with(move |locale| td_string!(locale, forms.rows_full, max = max).to_string());
    let (named, label) = (field.clone(), group.row_label.clone());
    let value = move || {
        let next = rows.with(|rows| rows.last().map_or(0, |last| last + 1));
        format!("{ADD_ROW}{}", first_control(&named, next))
    };
    let language = crate::language::current_language();
    let label = move || text_in(&label, language.get());
    let added = field.clone();
    let add = move |event: ev::MouseEvent| {
        event.prevent_default();
        removed.set(None);
        if let Some(row) = live.add_row(&added) {
            focus_first_in(
                row_id(&added.id, row),
                "input:not([type=hidden]), select, textarea",
            );
        }
    };
    view! {
        <div class="row-adding">
            <p class="help" hidden=move || !is_full()>{words}</p>
            <button
                class="button"
                type="submit"
                name="go"
                value=value
                id=add_id(&field.id)
                formnovalidate=true
                hidden=is_full
                on:click=add
            >
                <IconView icon=Icon::Add/>
                <span>{say!(forms.add_row)} ": " {label}</span>
            </button>
        </div>
    }
    .still()
}
