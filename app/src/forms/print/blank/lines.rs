//! Where a pencil writes: lines, boxes, and choices to tick.

use crate::still::IntoStill;
use domain::{
    Language,
    forms::{Choice, Currency, FieldType},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::pair::Pair;
use crate::{i18n::Locale, language::text_in};

/// Up to so many choices are printed to be ticked; more would fill pages, so a line takes the
/// answer.
const TICKED_MAX: usize = 14;
/// How many lines a long text gets.
const LONG_LINES: usize = 4;
/// The signs of the longest account number of the two countries, in groups of four.
const IBAN_GROUPS: usize = 8;

/// What a question is answered on.
pub(super) fn room(pair: Pair, kind: &FieldType) -> AnyView {
    match kind {
        FieldType::LongText { .. } => {
            view! { <div class="write">{(0..LONG_LINES).map(|_| line()).collect_view()}</div> }
                .still()
        }
        FieldType::Integer { .. } | FieldType::Decimal { .. } => short_line(),
        FieldType::Money { currencies, .. } => money(currencies),
        FieldType::YesNo => yes_no(pair),
        FieldType::OneChoice { choices } => choices_to_tick(pair, choices, None),
        FieldType::ManyChoices { choices } => {
            choices_to_tick(pair, choices, Some(|locale| td_string!(locale, print.many)))
        }
        FieldType::Date { .. } => day(pair),
        FieldType::PartialDate { .. } => partial_day(pair),
        FieldType::DateTime { .. } => moment(pair),
        FieldType::Iban => boxes(&[4; IBAN_GROUPS]),
        FieldType::Address { .. } => address(pair),
        FieldType::IdentityDocument { document_types, .. } => document(pair, document_types),
        FieldType::Tally { ages, sexes, .. } => tally(pair, ages, sexes),
        FieldType::Calculated { .. }
        | FieldType::Note
        | FieldType::Divider
        | FieldType::Group(_) => ().still(),
        FieldType::Text { .. }
        | FieldType::Phone
        | FieldType::Email
        | FieldType::Location { .. } => line(),
    }
}

/// A line to write on.
pub(in crate::forms::print) fn line() -> AnyView {
    view! { <span class="write-line"></span> }.still()
}

fn short_line() -> AnyView {
    view! { <span class="write-line write-line-short"></span> }.still()
}

fn tick() -> AnyView {
    view! { <span class="tick"></span> }.still()
}

/// Boxes for single signs, in groups.
fn boxes(groups: &[usize]) -> AnyView {
    let groups: Vec<AnyView> = groups
        .iter()
        .map(|signs| {
            let signs = (0..*signs).map(|_| view! { <span class="sign-box"></span> });
            view! { <span class="sign-boxes">{signs.collect_view()}</span> }.still()
        })
        .collect();
    view! { <div class="boxes">{groups}</div> }.still()
}

fn money(currencies: &[Currency]) -> AnyView {
    let currencies: Vec<AnyView> = currencies
        .iter()
        .map(|currency| {
            view! { <span class="tick-inline">{tick()} {currency.code()}</span> }.still()
        })
        .collect();
    view! { <div class="write-row">{short_line()} {currencies}</div> }.still()
}

fn yes_no(pair: Pair) -> AnyView {
    let answers: [fn(Locale) -> &'static str; 2] = [
        |locale| td_string!(locale, forms.yes),
        |locale| td_string!(locale, forms.no),
    ];
    let answers: Vec<AnyView> = answers
        .into_iter()
        .map(|answer| ticked(pair.key(answer)))
        .collect();
    view! { <ul class="ticks">{answers}</ul> }.still()
}

fn ticked(label: AnyView) -> AnyView {
    view! { <li>{tick()} {label}</li> }.still()
}

fn choices_to_tick(
    pair: Pair,
    choices: &[Choice],
    hint: Option<fn(Locale) -> &'static str>,
) -> AnyView {
    if choices.len() > TICKED_MAX {
        return line();
    }
    let items: Vec<AnyView> = choices
        .iter()
        .map(|choice| ticked(pair.text(&choice.label)))
        .collect();
    let hint = hint.map(|hint| view! { <div class="write-hint">{pair.key(hint)}</div> });
    view! { {hint} <ul class="ticks">{items}</ul> }.still()
}

/// A part of an answer: a few words, and the room behind them.
fn part(pair: Pair, label: fn(Locale) -> &'static str, room: AnyView) -> AnyView {
    view! {
        <div class="write-part">
            <span class="write-label">{pair.key_inline(label)}</span>
            {room}
        </div>
    }
    .still()
}

fn dated(pair: Pair, signs: usize, label: fn(Locale) -> &'static str) -> AnyView {
    let signs = (0..signs).map(|_| view! { <span class="sign-box"></span> });
    view! {
        <span class="date-part">
            <span class="sign-boxes">{signs.collect_view()}</span>
            <span class="write-label">{pair.key_inline(label)}</span>
        </span>
    }
    .still()
}

/// Year, month and day in the order of the first language.
fn day_parts(pair: Pair) -> AnyView {
    let year = dated(pair, 4, |locale| td_string!(locale, print.year));
    let month = dated(pair, 2, |locale| td_string!(locale, print.month));
    let day = dated(pair, 2, |locale| td_string!(locale, print.day));
    if pair.first == Language::Hu {
        view! { {year} {month} {day} }.still()
    } else {
        view! { {day} {month} {year} }.still()
    }
}

fn day(pair: Pair) -> AnyView {
    view! { <div class="boxes">{day_parts(pair)}</div> }.still()
}

fn partial_day(pair: Pair) -> AnyView {
    view! {
        <div class="write-hint">{pair.key(|locale| td_string!(locale, print.not_known))}</div>
        <div class="boxes">
            {day_parts(pair)}
            <span class="tick-inline">
                {tick()} {pair.key_inline(|locale| td_string!(locale, print.about))}
            </span>
        </div>
    }
    .still()
}

fn moment(pair: Pair) -> AnyView {
    view! {
        <div class="boxes">
            {day_parts(pair)}
            {dated(pair, 4, |locale| td_string!(locale, print.time))}
        </div>
    }
    .still()
}

fn address(pair: Pair) -> AnyView {
    view! {
        <div class="write-parts">
            {part(pair, |locale| td_string!(locale, print.country), line())}
            {part(pair, |locale| td_string!(locale, print.postal_code), line())}
            {part(pair, |locale| td_string!(locale, print.settlement), line())}
            {part(pair, |locale| td_string!(locale, print.street), line())}
        </div>
    }
    .still()
}

fn document(pair: Pair, types: &[Choice]) -> AnyView {
    view! {
        <div class="write-label">{pair.key(|locale| td_string!(locale, print.document_type))}</div>
        {choices_to_tick(pair, types, None)}
        <div class="write-parts">
            {part(pair, |locale| td_string!(locale, print.document_country), line())}
            {part(pair, |locale| td_string!(locale, print.document_number), line())}
            {part(pair, |locale| td_string!(locale, print.document_expiry), day(pair))}
        </div>
    }
    .still()
}

/// Ages below each other, sexes side by side.
fn tally(pair: Pair, ages: &[Choice], sexes: &[Choice]) -> AnyView {
    let both = |choice: &Choice| pair.inline(|language| text_in(&choice.label, language));
    let head: Vec<AnyView> = sexes
        .iter()
        .map(|sex| view! { <th scope="col">{both(sex)}</th> }.still())
        .collect();
    let rows: Vec<AnyView> = ages
        .iter()
        .map(|age| {
            let cells = sexes.iter().map(|_| view! { <td></td> }).collect_view();
            view! { <tr><th scope="row">{both(age)}</th>{cells}</tr> }.still()
        })
        .collect();
    view! {
        <table class="tally">
            <thead>
                <tr>
                    <th scope="col">{pair.key_inline(|locale| td_string!(locale, answers.age))}</th>
                    {head}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .still()
}
