//! Deeply nested rules are refused with a reason, and never exhaust the stack.

use domain::forms::{Answers, Filling, Inputs, RULE_DEPTH_MAX, RawForm};
use parity::{Random, Trial, lookups};
use serde_json::json;

/// As small as the stack of a WASM module, and smaller than that of any thread of the server.
const STACK: usize = 1024 * 1024;

/// Runs in a thread with a small stack: a stack overflow would end the whole test run.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work);
    thread.unwrap().join().unwrap();
}

/// A form whose second field is shown under a condition nested so deep.
fn form_with(condition: &str) -> String {
    let text = json!({"en": "x"});
    format!(
        r#"{{"form": "trial", "version": 1, "order": 1, "title": {text}, "fields": [
            {{"field": "a", "type": "integer", "label": {text}}},
            {{"field": "b", "type": "integer", "label": {text}, "shown_when": {condition}}}
        ]}}"#
    )
}

fn condition(depth: usize) -> String {
    let (open, close) = ("{\"not\": ".repeat(depth - 1), "}".repeat(depth - 1));
    format!(r#"{open}{{"answered": {{"field": "a"}}}}{close}"#)
}

fn calculation(depth: usize) -> String {
    let (open, close) = ("{\"sum\": [".repeat(depth - 1), "]}".repeat(depth - 1));
    let text = json!({"en": "x"});
    format!(
        r#"{{"form": "trial", "version": 1, "order": 1, "title": {text}, "fields": [
            {{"field": "b", "type": "calculated", "result": "integer", "label": {text},
              "calculation": {open}{{"value": 1}}{close}}}
        ]}}"#
    )
}

/// Checks and fills in the form, if it can be read at all; the reasons otherwise.
fn accepted(read: Result<RawForm, String>) -> Result<(), String> {
    let form = read?.check(&lookups()).map_err(|problems| {
        problems
            .into_iter()
            .map(|problem| problem.reason)
            .collect::<Vec<_>>()
            .join("\n")
    })?;
    let mut typed = Inputs::new();
    if form.field("a").is_some() {
        typed.insert("a".to_owned(), vec!["1".to_owned()]);
    }
    let filling = Filling::new(form, Trial::of(0).setting, Answers::default(), typed);
    assert_eq!(filling.problems(), Vec::new());
    Ok(())
}

fn from_json(text: &str) -> Result<(), String> {
    accepted(serde_json::from_str(text).map_err(|error| error.to_string()))
}

fn from_yaml(text: &str) -> Result<(), String> {
    accepted(serde_saphyr::from_str(text).map_err(|error| error.to_string()))
}

#[test]
fn rules_are_accepted_up_to_the_limit_and_refused_beyond() {
    on_a_small_stack(|| {
        for write in [|depth| form_with(&condition(depth)), calculation] {
            for read in [from_json, from_yaml] {
                for depth in [1, 10, RULE_DEPTH_MAX] {
                    assert_eq!(read(&write(depth)), Ok(()), "{depth} deep");
                }
                for depth in [RULE_DEPTH_MAX + 1, 20, 100, 1000, 100_000] {
                    let reason = read(&write(depth)).unwrap_err();
                    assert!(!reason.is_empty(), "{depth} deep");
                }
                let just_beyond = read(&write(RULE_DEPTH_MAX + 1)).unwrap_err();
                assert!(just_beyond.contains("nested deeper than"), "{just_beyond}");
            }
        }
    });
}

#[test]
fn yaml_that_nests_by_indentation_is_refused_alike() {
    on_a_small_stack(|| {
        for depth in [13, 100, 2000] {
            let mut text = String::from(
                "form: trial\nversion: 1\norder: 1\ntitle: {en: x}\nfields:\n  - field: a\n    type: integer\n    label: {en: x}\n    shown_when:\n",
            );
            for level in 0..depth {
                text += &" ".repeat(6 + level);
                text += "not:\n";
            }
            text += &" ".repeat(6 + depth);
            text += "answered: {field: a}\n";
            assert!(from_yaml(&text).is_err(), "{depth} deep");
        }
    });
}

#[test]
fn groups_nested_in_groups_are_refused() {
    on_a_small_stack(|| {
        for depth in [2, 30, 10_000] {
            let open = r#"{"field": "g", "type": "group", "label": {"en": "x"}, "fields": ["#
                .repeat(depth);
            let close = "]}".repeat(depth);
            let text = format!(
                r#"{{"form": "trial", "version": 1, "order": 1, "title": {{"en": "x"}}, "fields": [{open}{close}]}}"#
            );
            assert!(from_json(&text).is_err(), "{depth} deep");
            assert!(from_yaml(&text).is_err(), "{depth} deep");
        }
    });
}

/// Aliases can make a small file large.
#[test]
fn yaml_that_multiplies_itself_is_refused() {
    on_a_small_stack(|| {
        let mut text = String::from("form: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let alias = format!("*a{}", level - 1);
            let many = [alias.as_str(); 9].join(", ");
            text.extend([
                "k",
                &level.to_string(),
                ": &a",
                &level.to_string(),
                " [",
                &many,
                "]\n",
            ]);
        }
        assert!(from_yaml(&text).is_err());
    });
}

/// What a text decides about depth, it decides before anything else is built on it.
#[test]
fn random_brackets_never_exhaust_the_stack() {
    on_a_small_stack(|| {
        let mut random = Random::new(7);
        for _ in 0..200 {
            let signs = [
                "{\"all\": [",
                "{\"not\": ",
                "[",
                "{",
                "{\"any_row\": {\"group\": \"a\", \"holds\": ",
            ];
            let text: String = (0..random.below(3000))
                .map(|_| *random.pick::<&str>(&signs))
                .collect();
            assert!(from_json(&form_with(&text)).is_err());
            assert!(from_yaml(&form_with(&text)).is_err());
        }
    });
}
