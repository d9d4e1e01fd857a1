use std::collections::BTreeMap;

use crate::still::IntoStill;
use domain::forms::{Answer, Answers, Choice, Field, FieldType, Group, Rows};
use leptos::prelude::*;

use super::{answer_text, parts, row_summary, row_title, tally_choices};
use crate::language::{language_of, say, say_with, text_view};

/// Where an answer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Medium {
    /// On a screen, where rows open and close.
    Screen,
    /// On paper, where everything stands there.
    Paper,
}

/// An answer as it is shown: in words, on lines, as a list or as a table, in the page's language.
pub(crate) fn answer_view(field: &Field, answer: &Answer, medium: Medium) -> AnyView {
    let value = match (answer, &field.kind) {
        (Answer::Choice(id), kind) if !matches!(kind, FieldType::Location { .. }) => {
            choice_view(field, id)
        }
        (Answer::Choices(ids), _) => choices_view(field, ids),
        (Answer::Address(address), _) => {
            let (kind, address) = (field.kind.clone(), address.clone());
            let lines = move |locale| parts::address_lines(&kind, &address, language_of(locale));
            say_with(move |locale| lines(locale).join("\n")).still()
        }
        (Answer::Tally(numbers), _) => tally_view(field, numbers),
        (Answer::Rows(rows), FieldType::Group(group)) => rows_view(group, rows, medium),
        _ => words(field, answer),
    };
    if matches!(field.kind, FieldType::Calculated { .. }) {
        calculated(value)
    } else {
        value
    }
}

fn words(field: &Field, answer: &Answer) -> AnyView {
    let (field, answer) = (field.clone(), answer.clone());
    say_with(move |locale| answer_text(locale, &field, &answer)).still()
}

fn choice_view(field: &Field, id: &str) -> AnyView {
    match field.kind.choice_label(id) {
        Some(label) => text_view(label.clone()),
        None => id.to_owned().still(),
    }
}

fn choices_view(field: &Field, ids: &[String]) -> AnyView {
    if let [only] = ids {
        return choice_view(field, only);
    }
    let items: Vec<AnyView> = ids
        .iter()
        .map(|id| view! { <li>{choice_view(field, id)}</li> }.still())
        .collect();
    view! { <ul class="value-list">{items}</ul> }.still()
}

/// A value that rules worked out says so.
fn calculated(value: AnyView) -> AnyView {
    view! {
        {value}
        " "
        <span class="value-calculated" title=say!(answers.calculated_why)>
            {say!(answers.calculated)}
        </span>
    }
    .still()
}

/// Numbers of people: a row for each age, a column for each sex, and the totals.
fn tally_view(field: &Field, numbers: &BTreeMap<String, u32>) -> AnyView {
    let (ages, sexes) = tally_choices(&field.kind);
    let number_of = |age: &Choice, sex: &Choice| {
        let cell = format!("{}.{}", age.choice, sex.choice);
        numbers.get(&cell).copied().unwrap_or_default()
    };
    let head: Vec<AnyView> = sexes.iter().map(head_cell).collect();
    let rows: Vec<AnyView> = ages
        .iter()
        .map(|age| {
            let row: Vec<u32> = sexes.iter().map(|sex| number_of(age, sex)).collect();
            let label = text_view(age.label.clone());
            tally_row(
                label,
                &row.iter().copied().map(u64::from).collect::<Vec<_>>(),
            )
        })
        .collect();
    let totals: Vec<u64> = sexes
        .iter()
        .map(|sex| ages.iter().map(|age| u64::from(number_of(age, sex))).sum())
        .collect();
    view! {
        <table class="tally">
            <caption class="visually-hidden">{text_view(field.label.clone())}</caption>
            <thead>
                <tr>
                    <th scope="col">{say!(answers.age)}</th>
                    {head}
                    <th scope="col">{say!(answers.total)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>{tally_row(say!(answers.total).still(), &totals)}</tfoot>
        </table>
    }
    .still()
}

fn head_cell(choice: &Choice) -> AnyView {
    view! { <th scope="col">{text_view(choice.label.clone())}</th> }.still()
}

fn tally_row(label: AnyView, numbers: &[u64]) -> AnyView {
    let cells: Vec<AnyView> = numbers
        .iter()
        .map(|number| view! { <td>{number.to_string()}</td> }.still())
        .collect();
    let total: u64 = numbers.iter().sum();
    view! {
        <tr>
            <th scope="row">{label}</th>
            {cells}
            <td class="tally-total">{total.to_string()}</td>
        </tr>
    }
    .still()
}

/// The rows of a group, each with all that is answered in it.
fn rows_view(group: &Group, rows: &Rows, medium: Medium) -> AnyView {
    let open = rows.answers().count() == 1;
    let items: Vec<AnyView> = rows
        .answers()
        .enumerate()
        .map(|(place, row)| row_view(group, row, place + 1, open, medium))
        .collect();
    view! { <ol class="value-rows">{items}</ol> }.still()
}

fn row_view(group: &Group, row: &Answers, number: usize, open: bool, medium: Medium) -> AnyView {
    let titled = group.clone();
    let title = say_with(move |locale| row_title(locale, &titled, number));
    let answers: Vec<AnyView> = group
        .fields
        .iter()
        .filter_map(|field| Some((field, row.get(&field.id)?)))
        .map(|(field, answer)| {
            view! {
                <div>
                    <dt>{text_view(field.label.clone())}</dt>
                    <dd>{answer_view(field, answer, medium)}</dd>
                </div>
            }
            .still()
        })
        .collect();
    let answers = view! { <dl class="row-answers">{answers}</dl> };
    if medium == Medium::Paper {
        return view! { <li><p class="row-title">{title}</p> {answers}</li> }.still();
    }
    let (told, row) = (group.clone(), row.clone());
    let summary = say_with(move |locale| row_summary(locale, &told, &row));
    view! {
        <li>
            <details open=open>
                <summary><span class="row-title">{title}</span> " " <span>{summary}</span></summary>
                {answers}
            </details>
        </li>
    }
    .still()
}
