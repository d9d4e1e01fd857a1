//! What a form may ask beside itself: lookups, and one other form.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::forms::{Answer, FormDefinition, Lookup, Money, RawForm, RawLookup, Setting};
use serde_json::{Value, json};

use crate::{
    Random,
    rules::{Class, Known},
};

/// The same words in every language.
pub(crate) fn words(text: &str) -> Value {
    json!({"hu": text, "uk": text, "en": text})
}

/// The lookups of every random form.
///
/// # Panics
/// If they were not what a configuration may hold.
pub fn lookups() -> Vec<Lookup> {
    let countries = json!([
        {"item": "hu", "label": words("Magyarország")},
        {"item": "ua", "label": words("Україна")},
        {"item": "gone", "label": words("Gone"), "until": "2020-01-01"},
        {"item": "coming", "label": words("Coming"), "from": "2030-01-01"},
    ]);
    let papers = json!([
        {"item": "passport", "label": words("Passport")},
        {"item": "id_card", "label": words("Identity card")},
    ]);
    let places = json!([
        {"item": "ua", "label": words("Україна")},
        {"item": "zakarpattia", "label": words("Закарпаття"), "parent": "ua"},
        {"item": "berehove", "label": words("Берегове"), "parent": "zakarpattia"},
        {"item": "crimea", "label": words("Крим"), "parent": "ua"},
        {"item": "berehove_crimea", "label": words("Берегове"), "parent": "crimea"},
    ]);
    [
        ("countries", countries),
        ("papers", papers),
        ("places", places),
    ]
    .into_iter()
    .map(|(id, items)| {
        let raw = json!({"lookup": id, "title": words(id), "items": items});
        let raw: RawLookup = serde_json::from_value(raw).expect("a lookup");
        raw.check().expect("a valid lookup")
    })
    .collect()
}

/// The form that random forms ask beside themselves.
///
/// # Panics
/// If it were not what a configuration may hold.
pub fn other_form() -> FormDefinition {
    let choices = json!([
        {"choice": "c0", "label": words("0")},
        {"choice": "c1", "label": words("1")},
    ]);
    let raw = json!({
        "form": "other", "version": 1, "order": 2, "title": words("Other"),
        "fields": [
            {"field": "number", "type": "decimal", "label": words("Number")},
            {"field": "money", "type": "money", "currencies": ["HUF"], "label": words("Money")},
            {"field": "words", "type": "text", "label": words("Words")},
            {"field": "day", "type": "date", "label": words("Day")},
            {"field": "truth", "type": "yes_no", "label": words("Truth")},
            {"field": "one", "type": "one_choice", "choices": choices, "label": words("One")},
            {"field": "many", "type": "many_choices", "choices": choices, "label": words("Many")},
        ],
    });
    let raw: RawForm = serde_json::from_value(raw).expect("a form");
    raw.check(&[]).expect("a valid form")
}

/// The fields of the other form, as rules may ask them.
pub(crate) fn known_elsewhere() -> Vec<Known> {
    let choices = || vec!["c0".to_owned(), "c1".to_owned()];
    [
        ("number", Class::Number, Vec::new()),
        ("money", Class::Number, Vec::new()),
        ("words", Class::Text, Vec::new()),
        ("day", Class::Day, Vec::new()),
        ("truth", Class::YesNo, Vec::new()),
        ("one", Class::Choice, choices()),
        ("many", Class::Choices, choices()),
    ]
    .into_iter()
    .map(|(id, class, choices)| Known {
        id: format!("other/{id}"),
        class,
        choices,
        sensitivity: 0,
        group: None,
        reach: None,
        is_one_choice: false,
    })
    .collect()
}

/// Random answers to the other form.
pub fn other_answers(random: &mut Random) -> BTreeMap<String, Answer> {
    let number = |text: &str| Answer::Decimal(text.parse().unwrap_or_default());
    let numbers: [&str; 5] = ["0", "1", "-2.5", "9223372036854.775807", "0.000001"];
    let amount = *random.pick(&[0, 1, 48_000, 1_000_000_000_000]);
    let currency = domain::forms::Currency::Huf;
    let many = [vec!["c0"], vec!["c1"], vec!["c0", "c1"]];
    let all = [
        ("number", number(random.pick::<&str>(&numbers))),
        ("money", Answer::Money(Money { amount, currency })),
        (
            "words",
            Answer::Text((*random.pick(&["Olena", "ÁRVÍZTŰRŐ", "c1", "2024-02-29"])).to_owned()),
        ),
        ("day", Answer::Date(random_day(random))),
        ("truth", Answer::YesNo(random.chance(50))),
        (
            "one",
            Answer::Choice((*random.pick(&["c0", "c1"])).to_owned()),
        ),
        (
            "many",
            Answer::Choices(random.pick(&many).iter().map(|&id| id.to_owned()).collect()),
        ),
    ];
    all.into_iter()
        .filter(|_| random.chance(70))
        .map(|(id, answer)| (format!("other/{id}"), answer))
        .collect()
}

/// A day that somebody may have been born on, or that may lie ahead.
pub(crate) fn random_day(random: &mut Random) -> NaiveDate {
    let odd = [
        "2024-02-29",
        "2000-02-29",
        "1900-02-28",
        "0001-01-01",
        "9999-12-31",
    ];
    let day = if random.chance(15) {
        random.pick(&odd).parse().ok()
    } else {
        let year = i32::try_from(random.between(1920, 2035)).unwrap_or(2000);
        let month = u32::try_from(random.between(1, 12)).unwrap_or(1);
        let day = u32::try_from(random.between(1, 31)).unwrap_or(1);
        NaiveDate::from_ymd_opt(year, month, day)
    };
    day.unwrap_or_default()
}

/// A random day of filling, with random answers elsewhere.
pub(crate) fn random_setting(random: &mut Random) -> Setting {
    let usual = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default();
    Setting {
        today: if random.chance(80) {
            usual
        } else {
            random_day(random)
        },
        others: other_answers(random),
    }
}
