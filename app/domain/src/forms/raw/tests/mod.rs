//! Definitions that are wrong by themselves, or together.

mod together;

use serde_json::{Value, json};

use super::*;
use crate::forms::{CHOICES_MAX, RawLookup};

fn text() -> Value {
    json!({"hu": "x", "uk": "x", "en": "x"})
}

fn raw(form: &str, fields: &[Value]) -> RawForm {
    serde_json::from_value(json!({
        "form": form, "version": 1, "order": 1, "title": text(), "fields": fields,
    }))
    .unwrap()
}

/// A field with a label and these settings.
fn field(id: &str, kind: &str, settings: Value) -> Value {
    let mut field = json!({"field": id, "type": kind, "label": text()});
    if let Value::Object(settings) = settings {
        for (key, setting) in settings {
            field[key] = setting;
        }
    }
    field
}

fn choice(id: &str, settings: &Value) -> Value {
    let mut choice = json!({"choice": id, "label": text()});
    for (key, setting) in settings.as_object().unwrap() {
        choice[key] = setting.clone();
    }
    choice
}

fn lookup(count: usize) -> Lookup {
    let items: Vec<Value> = (0..count)
        .map(|number| json!({"item": format!("i{number}"), "label": text()}))
        .collect();
    let raw: RawLookup =
        serde_json::from_value(json!({"lookup": "long", "title": text(), "items": items})).unwrap();
    raw.check().unwrap()
}

fn form(id: &str, fields: &[Value]) -> FormDefinition {
    raw(id, fields).check(&[]).unwrap()
}

/// What is told of these fields: the field, the choice, and the reason.
fn told(fields: &[Value]) -> Vec<(Option<String>, Option<String>, String)> {
    let problems = raw("trial", fields).check(&[]).unwrap_err();
    problems
        .into_iter()
        .map(|problem| (problem.field, problem.choice, problem.reason))
        .collect()
}

#[test]
fn no_key_is_left_empty() {
    for key in [
        "help",
        "why",
        "required_when",
        "sensitivity",
        "feeds",
        "shown_when",
        "parent",
        "max_length",
        "min",
        "max",
        "decimals",
        "currencies",
        "earliest",
        "latest",
        "choices",
        "lookup",
        "countries",
        "document_types",
        "result",
        "calculation",
        "fields",
        "row_label",
        "summary",
        "min_rows",
        "max_rows",
        "ages",
        "sexes",
    ] {
        let read = serde_json::from_value::<RawField>(field("a", "text", json!({key: null})));
        assert!(
            read.unwrap_err()
                .to_string()
                .contains("nothing stands here"),
            "{key}"
        );
    }
}

#[test]
fn a_choice_that_is_always_there_takes_no_conditions() {
    for (key, value) in [
        ("from", json!("2026-01-01")),
        ("until", json!("2026-01-01")),
        ("shown_when", json!({"answered": {"field": "b"}})),
        ("parent", json!("x")),
    ] {
        let choices = [choice("x", &json!({})), choice("y", &json!({key: value}))];
        let tally = json!({"ages": choices, "sexes": [choice("x", &json!({}))]});
        let result =
            json!({"result": "one_choice", "choices": choices, "calculation": {"value": "x"}});
        for (kind, settings) in [("tally", tally), ("calculated", result)] {
            let told = told(&[field("a", kind, settings), field("b", "text", json!({}))]);
            assert_eq!(told.len(), 1, "{told:?}");
            assert_eq!(
                (told[0].0.as_deref(), told[0].1.as_deref()),
                (Some("a"), Some("y"))
            );
            assert!(told[0].2.contains(&format!("`{key}`")), "{told:?}");
        }
    }
    let choices = [
        choice("x", &json!({})),
        choice("y", &json!({"parent": "x"})),
    ];
    let told = told(&[field("a", "one_choice", json!({"choices": choices}))]);
    assert_eq!(told[0].1.as_deref(), Some("y"));
    assert!(told[0].2.contains("the field has no `parent`"), "{told:?}");
}

#[test]
fn a_form_is_not_endless() {
    let many = |count: usize| -> Vec<Value> {
        (0..count)
            .map(|number| field(&format!("f{number}"), "text", json!({})))
            .collect()
    };
    assert!(raw("trial", &many(FIELDS_MAX)).check(&[]).is_ok());
    assert_eq!(
        told(&many(FIELDS_MAX + 1))[0].2,
        "a form has 1 to 400 fields"
    );
    assert_eq!(told(&[])[0].2, "a form has 1 to 400 fields");

    let lookups = [lookup(CHOICES_MAX)];
    let listed = |count: usize| -> Vec<Value> {
        let setting = || json!({"lookup": "long"});
        (0..count)
            .map(|number| field(&format!("f{number}"), "many_choices", setting()))
            .collect()
    };
    assert!(raw("trial", &listed(10)).check(&lookups).is_ok());
    let problems = raw("trial", &listed(11)).check(&lookups).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0]
            .reason
            .contains("more than 10000 choices together"),
        "{problems:?}"
    );
    let group = field(
        "g",
        "group",
        json!({"row_label": text(), "summary": ["f0"], "fields": listed(11)}),
    );
    assert!(raw("trial", &[group]).check(&lookups).is_err());
}

#[test]
fn a_lookup_that_is_missing_is_known_as_that() {
    let problems = raw(
        "trial",
        &[field("a", "one_choice", json!({"lookup": "long"}))],
    )
    .check(&[])
    .unwrap_err();
    assert!(problems[0].is_missing_lookup("long"));
    assert!(!problems[0].is_missing_lookup("lon"));
}

#[test]
fn every_fault_of_a_form_is_told_at_once_and_at_its_field() {
    let rows = [
        field("inner", "integer", json!({"min": 2, "max": 1})),
        field("deep", "group", json!({})),
    ];
    let group = field(
        "g",
        "group",
        json!({"row_label": text(), "summary": ["inner"], "fields": rows}),
    );
    let told = told(&[
        field("a", "text", json!({"max_length": 0, "min": 1})),
        group,
        field("a", "text", json!({})),
    ]);
    let fields: Vec<Option<&str>> = told.iter().map(|(field, ..)| field.as_deref()).collect();
    assert_eq!(
        fields,
        [Some("a"), Some("a"), Some("a"), Some("inner"), Some("deep")],
        "{told:?}"
    );
}
