//! Far too much, and nothing breaks: it ends soon, with problems, on a small stack.

use std::time::{Duration, Instant};

use domain::{
    ProblemCode,
    access::FieldAccess,
    forms::{Answers, Filling, FormDefinition, Inputs, RawForm, edit},
};
use parity::{Random, Trial, lookups, paths, random_inputs};
use serde_json::json;

/// Generous: the tests may run without optimisation beside others.
const SOON: Duration = Duration::from_secs(20);

fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new()
        .stack_size(256 * 1024)
        .spawn(move || {
            let begin = Instant::now();
            work();
            assert!(begin.elapsed() < SOON, "{:?}", begin.elapsed());
        });
    thread.unwrap().join().unwrap();
}

fn form() -> FormDefinition {
    let text = json!({"en": "x"});
    let raw: RawForm = serde_json::from_value(json!({
        "form": "trial", "version": 1, "order": 1, "title": text,
        "fields": [
            {"field": "name", "type": "text", "label": text},
            {"field": "story", "type": "long_text", "label": text},
            {"field": "many", "type": "many_choices", "label": text, "lookup": "countries"},
            {"field": "place", "type": "location", "label": text, "lookup": "places"},
            {"field": "paid", "type": "money", "label": text, "currencies": ["EUR"]},
            {"field": "children", "type": "group", "label": text, "row_label": text,
             "summary": ["child"], "max_rows": 100, "fields": [
                {"field": "child", "type": "text", "label": text, "required": true},
                {"field": "old", "type": "integer", "label": text,
                 "shown_when": {"answered": {"field": "child"}}}]},
            {"field": "ages", "type": "calculated", "result": "integer", "label": text,
             "calculation": {"sum_of_rows": {"group": "children", "of": {"field": "old"}}}},
        ],
    }))
    .unwrap();
    raw.check(&lookups()).unwrap()
}

fn edited(typed: &Inputs) -> domain::forms::Edited {
    edit(
        &form(),
        &Trial::of(0).setting,
        &Answers::default(),
        typed,
        |_| FieldAccess::Write,
    )
}

fn one(path: &str, values: Vec<String>) -> Inputs {
    [(path.to_owned(), values)].into()
}

#[test]
fn two_megabytes_end_with_problems() {
    on_a_small_stack(|| {
        let large = "é".repeat(1_000_000);
        for path in [
            "name",
            "story",
            "many",
            "place",
            "paid.amount",
            "paid",
            "name.x",
            "children.0.child",
        ] {
            let edited = edited(&one(path, vec![large.clone()]));
            assert!(!edited.problems.is_empty(), "{path}");
            let told = serde_json::to_string(&edited.problems).unwrap();
            assert!(told.len() < 1000, "{path}: {}", told.len());
        }
        for path in [
            large.clone(),
            format!("name.{large}"),
            format!("paid.{large}"),
            format!("children.{large}"),
        ] {
            let edited = edited(&one(&path, vec!["x".to_owned()]));
            let told = serde_json::to_string(&edited.problems).unwrap();
            assert!(
                !edited.problems.is_empty() && told.len() < 1000,
                "{}",
                told.len()
            );
        }
    });
}

/// Nothing that was sent comes back at full length, not even to who may not write.
#[test]
fn long_names_are_not_repeated_to_those_who_may_not_write() {
    on_a_small_stack(|| {
        let path = format!("name.{}", "é\u{7}".repeat(500_000));
        for access in [FieldAccess::Read, FieldAccess::Hidden] {
            let (form, setting) = (form(), Trial::of(0).setting);
            let typed = one(&path, vec!["x".to_owned()]);
            let edited = edit(&form, &setting, &Answers::default(), &typed, |_| access);
            let told = serde_json::to_string(&edited.problems).unwrap();
            assert!(
                !edited.problems.is_empty() && told.len() < 1000,
                "{}",
                told.len()
            );
        }
    });
}

#[test]
fn many_values_and_many_names_end_with_problems() {
    on_a_small_stack(|| {
        let edited_many = edited(&one("many", vec!["hu".to_owned(); 200_000]));
        assert!(!edited_many.problems.is_empty());
        for name in ["name.{}", "paid.{}", "{}", "children.{}"] {
            let typed: Inputs = (0..100_000)
                .map(|number| (name.replace("{}", &format!("p{number}")), Vec::new()))
                .collect();
            let edited = edited(&typed);
            assert!(
                (1..=20).contains(&edited.problems.len()),
                "{name}: {}",
                edited.problems.len()
            );
        }
    });
}

#[test]
fn many_rows_end_with_a_problem() {
    for rows in [101, 1000, 100_000] {
        on_a_small_stack(move || {
            let typed: Inputs = (0..rows)
                .map(|row| (format!("children.{row}.child"), vec!["Olena".to_owned()]))
                .collect();
            let edited = edited(&typed);
            let too_many = ProblemCode::TooManyRows { max: 100 };
            assert!(
                edited
                    .problems
                    .iter()
                    .any(|problem| problem.code == too_many),
                "{rows}"
            );
            assert!(edited.problems.len() < 50, "{}", edited.problems.len());
        });
    }
}

/// As a page would do it: one after the other. A filling stays what a new one would be.
#[test]
fn rows_typed_one_by_one_stay_within_the_limit() {
    on_a_small_stack(|| {
        let mut filling = Filling::new(
            form(),
            Trial::of(0).setting,
            Answers::default(),
            Inputs::new(),
        );
        for row in (0..400).rev() {
            filling.set(&format!("children.{row}.child"), vec!["Olena".to_owned()]);
            filling.set(&format!("children.{row}.old"), vec!["3".to_owned()]);
        }
        let fresh = |filling: &Filling| {
            let (form, setting) = (filling.form().clone(), filling.setting().clone());
            Filling::new(form, setting, Answers::default(), filling.inputs().clone())
        };
        let same = |one: &Filling, other: &Filling| {
            assert_eq!(one.rows("children"), other.rows("children"));
            assert_eq!(
                parity::observe(one, &paths(one)),
                parity::observe(other, &paths(other))
            );
        };
        same(&filling, &fresh(&filling));
        for row in 0..320 {
            filling.remove_row("children", row);
            same(&filling, &fresh(&filling));
        }
        assert_eq!(filling.rows("children").len(), 80);
        assert!(filling.problems().is_empty());
    });
}

#[test]
fn random_forms_end_soon_on_a_small_stack() {
    on_a_small_stack(|| {
        for seed in 0..300 {
            let trial = Trial::of(seed);
            let mut filling = trial.begin();
            for step in &trial.steps {
                step.take(&mut filling);
                filling.problems();
            }
        }
    });
}

/// Whoever sends the answers to one form to another one.
#[test]
fn inputs_of_one_form_do_no_harm_to_another() {
    for seed in 0..1000 {
        let (trial, other) = (Trial::of(seed), Trial::of(seed + 1));
        let typed = random_inputs(&mut Random::new(seed), &other.form);
        let stored = edit(
            &other.form,
            &other.setting,
            &other.stored,
            &other.typed,
            |_| FieldAccess::Write,
        );
        let mut filling = Filling::new(
            trial.form.clone(),
            trial.setting.clone(),
            stored.answers,
            typed,
        );
        for step in &other.steps {
            step.take(&mut filling);
            filling.problems();
            filling.answers();
        }
    }
}
