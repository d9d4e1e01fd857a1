//! What is wrong with a form, above it: every problem, linked to its control.

use domain::{
    Problem,
    forms::{Field, FieldType, FormDefinition},
};
use leptos::{ev, prelude::*};

use super::{
    inputs::control_id,
    live::{Live, first_part},
    page::unfold_around,
    problems::problem_text,
    value::row_title,
};
use crate::{
    i18n::Locale,
    language::{language_of, plural, say, say_with},
    still::IntoStill,
    ui::icon::{Icon, IconView},
};

/// The id of the summary.
pub(super) const SUMMARY: &str = "error-summary";

/// The error summary.
pub(super) fn summary(definition: &FormDefinition, live: Live) -> AnyView {
    let definition = definition.clone();
    let view = move || {
        let found = live.summary().get();
        (!found.is_empty()).then(|| summary_view(&definition, found, live))
    };
    view.still()
}

fn summary_view(definition: &FormDefinition, problems: Vec<Problem>, live: Live) -> AnyView {
    let count = u32::try_from(problems.len()).unwrap_or(u32::MAX);
    let intro = say_with(move |locale| plural!(locale, count, forms.summary));
    let items: Vec<AnyView> = problems
        .into_iter()
        .map(|problem| item(definition, problem, live))
        .collect();
    view! {
        <div class="error-summary" role="alert" tabindex="-1" id=SUMMARY aria-labelledby="error-summary-title">
            <h2 id="error-summary-title"><IconView icon=Icon::Warning/> {say!(forms.summary_title)}</h2>
            <p>{intro}</p>
            <ul>{items}</ul>
        </div>
    }
    .still()
}

fn item(definition: &FormDefinition, problem: Problem, live: Live) -> AnyView {
    let id = control_id(&control_path(definition, &problem.field));
    let href = format!("#{id}");
    let found = definition.field_at(&problem.field);
    let named = found.map(|(group, field)| (group.cloned(), field.clone()));
    let rows = found
        .and_then(|(group, _)| group)
        .map(|group| live.rows(&group.id));
    let text = say_with(move |locale| {
        let said = problem_text(locale, &problem);
        match &named {
            Some((group, field)) => {
                let place = place(&problem.field, rows);
                let name = name(locale, group.as_ref(), field, place);
                format!("{name} – {said}")
            }
            None => said,
        }
    });
    let unfold = move |_: ev::MouseEvent| unfold_around(&id);
    view! { <li><a href=href rel="external" on:click=unfold>{text}</a></li> }.still()
}

/// Where the row of a path stands, counted from one.
fn place(path: &str, rows: Option<RwSignal<Vec<u32>>>) -> usize {
    let row = path
        .split('.')
        .nth(1)
        .and_then(|row| row.parse().ok())
        .unwrap_or(0_u32);
    let place =
        rows.and_then(|rows| rows.with(|rows| rows.iter().position(|number| *number == row)));
    place.unwrap_or_default() + 1
}

/// `Child 2: Date of birth`.
fn name(locale: Locale, group: Option<&Field>, field: &Field, place: usize) -> String {
    let label = field.label.in_language(language_of(locale));
    match group.map(|group| &group.kind) {
        Some(FieldType::Group(group)) => format!("{}: {label}", row_title(locale, group, place)),
        _ => label.to_owned(),
    }
}

/// The control to go to: of a field with parts, the first.
fn control_path(definition: &FormDefinition, path: &str) -> String {
    let Some((group, field)) = definition.field_at(path) else {
        return path.to_owned();
    };
    let own = if group.is_some() { 3 } else { 1 };
    if path.split('.').count() > own {
        return path.to_owned();
    }
    let around = path.strip_suffix(&field.id).unwrap_or_default();
    format!("{around}{}", first_part(field))
}
