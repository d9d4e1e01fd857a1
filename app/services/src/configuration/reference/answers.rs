//! What a field takes for an answer, in words.

use core::fmt::Display;

use domain::forms::{Choice, Currency, DayLimit, FieldType, Group, Lookup, ResultType};

use super::{code, plain, rules::condition};

/// The type with its settings.
pub(super) fn answer(kind: &FieldType, lookups: &[Lookup]) -> String {
    let name = code(kind.name());
    let settings = settings(kind, lookups);
    if settings.is_empty() {
        name
    } else {
        format!("{name}{settings}")
    }
}

fn settings(kind: &FieldType, lookups: &[Lookup]) -> String {
    match kind {
        FieldType::Text { max_length } | FieldType::LongText { max_length } => {
            format!(", up to {max_length} characters")
        }
        FieldType::Integer { min, max } => {
            let min = (*min != i64::MIN).then_some(*min);
            range(min, (*max != i64::MAX).then_some(*max))
        }
        FieldType::Decimal { decimals, min, max } => {
            format!(", {decimals} places{}", range(*min, *max))
        }
        FieldType::Money {
            currencies,
            min,
            max,
        } => {
            let limits = range(Some(min), Some(max));
            format!(" in {}{limits} of the smallest unit", codes(currencies))
        }
        FieldType::OneChoice { choices } | FieldType::ManyChoices { choices } => {
            format!(": {}", list(choices, lookups))
        }
        FieldType::Location { choices } => format!(": {}", list(choices, lookups)),
        FieldType::Date { earliest, latest }
        | FieldType::PartialDate { earliest, latest }
        | FieldType::DateTime { earliest, latest } => range(earliest.map(day), latest.map(day)),
        FieldType::Address { countries } => format!("; country: {}", list(countries, lookups)),
        FieldType::IdentityDocument {
            document_types,
            countries,
        } => format!(
            "; type: {}; country: {}",
            list(document_types, lookups),
            list(countries, lookups)
        ),
        FieldType::Calculated { result, .. } => format!(" {}", outcome(result, lookups)),
        FieldType::Group(group) => rows(group),
        FieldType::Tally { ages, sexes, max } => format!(
            ", up to {max} each; ages: {}; sexes: {}",
            own(ages),
            own(sexes)
        ),
        FieldType::YesNo
        | FieldType::Phone
        | FieldType::Email
        | FieldType::Iban
        | FieldType::Note
        | FieldType::Divider => String::new(),
    }
}

fn range(min: Option<impl Display>, max: Option<impl Display>) -> String {
    match (min, max) {
        (None, None) => String::new(),
        (Some(min), None) => format!(", from {min}"),
        (None, Some(max)) => format!(", up to {max}"),
        (Some(min), Some(max)) => format!(", {min} to {max}"),
    }
}

fn day(limit: DayLimit) -> String {
    match limit {
        DayLimit::Today => "today".to_owned(),
        DayLimit::Day(day) => day.to_string(),
    }
}

fn codes(currencies: &[Currency]) -> String {
    let codes: Vec<&str> = currencies.iter().map(|currency| currency.code()).collect();
    codes.join(" or ")
}

fn outcome(result: &ResultType, lookups: &[Lookup]) -> String {
    match result {
        ResultType::Integer => code("integer"),
        ResultType::Decimal { decimals } => format!("{}, {decimals} places", code("decimal")),
        ResultType::Money { currency } => format!("{} in {}", code("money"), currency.code()),
        ResultType::Text => code("text"),
        ResultType::Date => code("date"),
        ResultType::YesNo => code("yes_no"),
        ResultType::OneChoice { choices } => {
            format!("{}: {}", code("one_choice"), list(choices, lookups))
        }
    }
}

fn rows(group: &Group) -> String {
    let least = match group.min_rows {
        0 => "up to".to_owned(),
        least => format!("{least} to"),
    };
    let summary: Vec<String> = group.summary.iter().map(|id| code(id)).collect();
    format!(
        " of {least} {} rows, each a “{}”; in one line: {}",
        group.max_rows,
        plain(&group.row_label.en),
        summary.join(", ")
    )
}

/// A lookup by its name, or a field's own choices.
fn list(choices: &[Choice], lookups: &[Lookup]) -> String {
    match lookup_of(choices, lookups) {
        Some(lookup) => format!(
            "the {} items of [`{}`](#lookup-{})",
            lookup.items.len(),
            lookup.lookup,
            lookup.lookup
        ),
        None => own(choices),
    }
}

/// A definition keeps the items of its lookup, and not the lookup's name.
fn lookup_of<'a>(choices: &[Choice], lookups: &'a [Lookup]) -> Option<&'a Lookup> {
    lookups.iter().find(|lookup| lookup.items == choices)
}

fn own(choices: &[Choice]) -> String {
    let choices: Vec<String> = choices.iter().map(choice).collect();
    choices.join("; ")
}

fn choice(choice: &Choice) -> String {
    let label = format!("{} {}", code(&choice.choice), plain(&choice.label.en));
    let limits = [
        choice
            .parent
            .as_ref()
            .map(|parent| format!("within {}", code(parent))),
        choice
            .shown_when
            .as_ref()
            .map(|when| format!("when {}", condition(when))),
        choice.from.map(|from| format!("from {from}")),
        choice.until.map(|until| format!("until {until}")),
    ];
    let limits: Vec<String> = limits.into_iter().flatten().collect();
    if limits.is_empty() {
        label
    } else {
        format!("{label} ({})", limits.join(", "))
    }
}

/// Empties every list that comes from a lookup.
pub(super) fn drop_lookups(kind: &mut FieldType, lookups: &[Lookup]) {
    let drop = |choices: &mut Vec<Choice>| {
        if lookup_of(choices, lookups).is_some() {
            choices.clear();
        }
    };
    match kind {
        FieldType::OneChoice { choices }
        | FieldType::ManyChoices { choices }
        | FieldType::Location { choices }
        | FieldType::Address { countries: choices }
        | FieldType::Calculated {
            result: ResultType::OneChoice { choices },
            ..
        } => drop(choices),
        FieldType::IdentityDocument {
            document_types,
            countries,
        } => {
            drop(document_types);
            drop(countries);
        }
        FieldType::Group(group) => {
            for field in &mut group.fields {
                drop_lookups(&mut field.kind, lookups);
            }
        }
        _ => {}
    }
}
