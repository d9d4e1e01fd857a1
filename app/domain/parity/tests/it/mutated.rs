//! The city's own forms, damaged at random: whatever is accepted can be filled in.

use std::{collections::BTreeSet, fs, path::Path};

use domain::forms::{
    Answers, Filling, FormDefinition, Inputs, Lookup, RawForm, RawLookup, check_together,
};
use parity::{Random, Trial, lookups, observe, paths, random_inputs, random_step};
use serde_json::{Value, json};

/// How often each form is damaged.
const ROUNDS: usize = 200;

fn configuration() -> &'static Path {
    Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../server/config"
    ))
}

fn documents(folder: &str) -> Vec<Value> {
    let mut files: Vec<_> = fs::read_dir(configuration().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .collect();
    files.sort();
    let read = |path| serde_saphyr::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    files.iter().map(read).collect()
}

/// The lookups of the city, and those of the random forms.
fn every_lookup() -> Vec<Lookup> {
    let raw = documents("lookups").into_iter();
    let raw = raw.map(|document| serde_json::from_value::<RawLookup>(document).unwrap());
    let mut all: Vec<Lookup> = raw.map(|raw| raw.check().unwrap()).collect();
    all.extend(
        lookups()
            .into_iter()
            .filter(|own| all.iter().all(|one| one.lookup != own.lookup))
            .collect::<Vec<_>>(),
    );
    all
}

/// Every node of a document, as the way to it.
fn nodes(value: &Value, here: &str, all: &mut Vec<String>) {
    all.push(here.to_owned());
    match value {
        Value::Object(parts) => {
            for (key, part) in parts {
                nodes(part, &format!("{here}/{key}"), all);
            }
        }
        Value::Array(parts) => {
            for (place, part) in parts.iter().enumerate() {
                nodes(part, &format!("{here}/{place}"), all);
            }
        }
        _ => {}
    }
}

/// Deletes, replaces, doubles or swaps something somewhere.
fn damage(random: &mut Random, document: &mut Value, other: &Value) {
    let mut all = Vec::new();
    nodes(document, "", &mut all);
    let at = random.pick(&all).clone();
    let mut donors = Vec::new();
    nodes(other, "", &mut donors);
    let donor = other
        .pointer(random.pick::<String>(&donors))
        .cloned()
        .unwrap_or_default();
    let (parent, key) = at.rsplit_once('/').unwrap_or_default();
    match (random.below(5), document.pointer_mut(parent)) {
        (0, Some(Value::Object(parts))) => drop(parts.remove(key)),
        (0, Some(Value::Array(parts))) if !parts.is_empty() => {
            drop(parts.remove(random.below(parts.len())));
        }
        (1, Some(Value::Array(parts))) => {
            let part = parts
                .get(random.below(parts.len()))
                .cloned()
                .unwrap_or_default();
            parts.push(part);
        }
        (2, Some(Value::Array(parts))) if parts.len() > 1 => {
            let (one, other) = (random.below(parts.len()), random.below(parts.len()));
            parts.swap(one, other);
        }
        (3, _) => replace(document, &at, donor),
        _ => {
            let value = small_change(random, document.pointer(&at));
            replace(document, &at, value);
        }
    }
}

fn replace(document: &mut Value, at: &str, value: Value) {
    if let Some(place) = document.pointer_mut(at) {
        *place = value;
    }
}

/// Another value of the same kind, most often.
fn small_change(random: &mut Random, value: Option<&Value>) -> Value {
    let types = [
        "text",
        "integer",
        "decimal",
        "date",
        "yes_no",
        "one_choice",
        "many_choices",
        "group",
        "note",
        "calculated",
        "tally",
        "partial_date",
        "ordinary",
        "restricted",
        "today",
        "",
    ];
    let numbers = [i64::MIN, -1, 0, 1, 6, 100, 10_000_000_000_000, i64::MAX];
    match value {
        Some(Value::String(text)) if random.chance(50) => json!(format!("{text}x")),
        Some(Value::String(_)) => json!(*random.pick::<&str>(&types)),
        Some(Value::Number(_)) => json!(*random.pick(&numbers)),
        Some(Value::Bool(value)) => json!(!value),
        _ => random
            .pick(&[Value::Null, json!([]), json!({}), json!("x"), json!(1.5)])
            .clone(),
    }
}

fn fill_in(random: &mut Random, form: &FormDefinition) {
    let setting = Trial::of(random.number()).setting;
    let typed = random_inputs(random, form);
    let mut filling = Filling::new(form.clone(), setting, Answers::default(), typed);
    for _ in 0..4 {
        random_step(random, form).take(&mut filling);
    }
    let fresh = Filling::new(
        form.clone(),
        filling.setting().clone(),
        Answers::default(),
        filling.inputs().clone(),
    );
    let compared = paths(&fresh);
    assert_eq!(observe(&filling, &compared), observe(&fresh, &compared));
}

fn check(document: Value, lookups: &[Lookup]) -> Result<FormDefinition, usize> {
    let raw: RawForm = serde_json::from_value(document).map_err(|_| 0_usize)?;
    raw.check(lookups).map_err(|problems| {
        assert!(problems.iter().all(|problem| !problem.reason.is_empty()));
        problems.len()
    })
}

#[test]
fn what_is_accepted_of_damaged_forms_can_be_filled_in() {
    let (forms, lookups) = (documents("forms"), every_lookup());
    assert!(forms.len() >= 3);
    let (mut accepted, mut refused) = (0, 0);
    for (place, form) in forms.iter().enumerate() {
        let mut random = Random::new(u64::try_from(place).unwrap());
        for _ in 0..ROUNDS {
            let mut document = form.clone();
            for _ in 0..random.between(1, 3) {
                let other = random.pick(&forms).clone();
                damage(&mut random, &mut document, &other);
            }
            match check(document, &lookups) {
                Ok(form) => {
                    accepted += 1;
                    fill_in(&mut random, &form);
                }
                Err(problems) => refused += u32::from(problems > 0),
            }
        }
    }
    assert!(
        accepted > 100 && refused > 100,
        "{accepted} accepted, {refused} refused by checks"
    );
}

#[test]
fn forms_damaged_together_are_accepted_or_refused() {
    let (forms, lookups) = (documents("forms"), every_lookup());
    let whole: Vec<FormDefinition> = forms
        .iter()
        .map(|form| check(form.clone(), &lookups).unwrap())
        .collect();
    assert_eq!(check_together(&whole, &[]), Vec::new());
    let mut random = Random::new(1);
    let mut accepted = 0;
    for _ in 0..ROUNDS {
        let place = random.below(forms.len());
        let mut document = forms[place].clone();
        damage(
            &mut random,
            &mut document,
            &forms[(place + 1) % forms.len()],
        );
        let Ok(form) = check(document, &lookups) else {
            continue;
        };
        let mut together = whole.clone();
        together[place] = form;
        let problems = check_together(&together, &[]);
        for (form, problem) in &problems {
            assert!(together.iter().any(|one| one.form == *form), "{form}");
            assert!(!problem.reason.is_empty());
        }
        if problems.is_empty() {
            accepted += 1;
            fill_in(&mut random, &together[place]);
        }
    }
    assert!(accepted > 50, "{accepted}");
}

/// A field that other forms ask cannot go, or be called something else, without their being told.
#[test]
fn a_field_that_other_forms_ask_is_missed() {
    let (forms, lookups) = (documents("forms"), every_lookup());
    let whole: Vec<FormDefinition> = forms
        .iter()
        .map(|form| check(form.clone(), &lookups).unwrap())
        .collect();
    let asked: BTreeSet<&str> = whole
        .iter()
        .flat_map(FormDefinition::asked_elsewhere)
        .collect();
    assert!(asked.len() > 3, "{asked:?}");
    for asked in asked {
        let (form, field) = asked.split_once('/').unwrap();
        let place = whole.iter().position(|one| one.form == form).unwrap();
        let mut renamed = forms[place].clone();
        rename(&mut renamed, field);
        let mut together = whole.clone();
        together[place] = check(renamed, &lookups).unwrap();
        let problems = check_together(&together, &[]);
        let told = problems
            .iter()
            .any(|(_, problem)| problem.reason.contains(asked));
        assert!(told, "{asked}: {problems:?}");
    }
}

/// Calls a field something else wherever the form itself names it.
fn rename(value: &mut Value, old: &str) {
    match value {
        Value::Object(parts) => {
            for (key, part) in parts {
                if matches!(key.as_str(), "field" | "summary" | "group" | "parent") {
                    rename_here(part, old);
                }
                rename(part, old);
            }
        }
        Value::Array(parts) => parts.iter_mut().for_each(|part| rename(part, old)),
        _ => {}
    }
}

fn rename_here(value: &mut Value, old: &str) {
    match value {
        Value::String(name) if name == old => *name += "_x",
        Value::Array(names) => names.iter_mut().for_each(|name| rename_here(name, old)),
        _ => {}
    }
}

#[test]
fn the_citys_forms_can_be_filled_in() {
    let (forms, lookups) = (documents("forms"), every_lookup());
    for form in forms {
        let form = check(form, &lookups).unwrap();
        let mut random = Random::new(2);
        for _ in 0..50 {
            fill_in(&mut random, &form);
        }
        fill_in_nothing(&form);
    }
}

fn fill_in_nothing(form: &FormDefinition) {
    let setting = Trial::of(0).setting;
    let filling = Filling::new(form.clone(), setting, Answers::default(), Inputs::new());
    assert!(filling.answers().iter().all(|(id, _)| {
        let field = form.field(id).unwrap();
        field.calculation().is_some()
    }));
}
