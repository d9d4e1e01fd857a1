use crate::still::IntoStill;
use domain::forms::{Answer, Answers, Field, FieldType};
use leptos::prelude::*;

use super::view::{Medium, answer_view};
use crate::language::{plural, say, say_with, text_view};

/// The answers of a form below the headings that divide it; notes are left out.
///
/// On a screen, what is not answered is gathered at the end; on paper it stays in its place.
pub(crate) fn answer_sections(fields: &[Field], answers: &Answers, medium: Medium) -> AnyView {
    let shown = |field: &Field| medium == Medium::Paper || answers.get(&field.id).is_some();
    let parts: Vec<AnyView> = divided(fields)
        .into_iter()
        .map(|(heading, fields)| {
            let fields: Vec<&Field> = fields.into_iter().filter(|field| shown(field)).collect();
            (heading, fields)
        })
        .filter(|(_, fields)| !fields.is_empty())
        .map(|(heading, fields)| part(heading, &fields, answers, medium))
        .collect();
    let unanswered: Vec<&Field> = fields
        .iter()
        .filter(|field| field.is_asked() && !shown(field))
        .collect();
    view! {
        {parts}
        {(!unanswered.is_empty()).then(|| unanswered_view(&unanswered))}
    }
    .still()
}

/// The fields that hold answers, below the divider that they stand behind.
fn divided(fields: &[Field]) -> Vec<(Option<&Field>, Vec<&Field>)> {
    let mut parts = vec![(None, Vec::new())];
    for field in fields {
        if matches!(field.kind, FieldType::Divider) {
            parts.push((Some(field), Vec::new()));
        } else if let Some((_, part)) = parts.last_mut().filter(|_| field.has_answer()) {
            part.push(field);
        }
    }
    parts
}

fn part(heading: Option<&Field>, fields: &[&Field], answers: &Answers, medium: Medium) -> AnyView {
    let heading = heading.map(
        |divider| view! { <h3 class="answers-heading">{text_view(divider.label.clone())}</h3> },
    );
    let rows: Vec<AnyView> = fields
        .iter()
        .map(|field| answer_row(field, answers.get(&field.id), medium))
        .collect();
    view! {
        {heading}
        <dl class="summary">{rows}</dl>
    }
    .still()
}

fn answer_row(field: &Field, answer: Option<&Answer>, medium: Medium) -> AnyView {
    let value = match answer {
        Some(answer) => view! { <dd>{answer_view(field, answer, medium)}</dd> }.still(),
        None => view! { <dd class="value-empty">{say!(cases.not_answered)}</dd> }.still(),
    };
    let wide =
        answer.is_some() && matches!(field.kind, FieldType::Group(_) | FieldType::Tally { .. });
    view! {
        <div class:summary-wide=wide>
            <dt>{text_view(field.label.clone())}</dt>
            {value}
        </div>
    }
    .still()
}

/// The questions without an answer, in one line until somebody wants to see them.
fn unanswered_view(fields: &[&Field]) -> AnyView {
    let count = u32::try_from(fields.len()).unwrap_or(u32::MAX);
    let line = say_with(move |locale| plural!(locale, count, cases.unanswered));
    let rows: Vec<AnyView> = fields
        .iter()
        .map(|field| answer_row(field, None, Medium::Screen))
        .collect();
    view! {
        <details class="unanswered">
            <summary>{line}</summary>
            <dl class="summary">{rows}</dl>
        </details>
    }
    .still()
}
