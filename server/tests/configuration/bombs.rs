//! Files that are made to take long, or to take everything.

use std::time::{Duration, Instant};

use crate::town::{Town, field, form};

/// What is told of a form's file, and quickly.
fn told(source: &str) -> String {
    let town = Town::new();
    town.write("forms/trial.yaml", source);
    let begun = Instant::now();
    let told = town.faults();
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].chars().count() < 700, "{told:?}");
    told[0].clone()
}

const TOO_MUCH: &str = "this is nested deeper than 64, or repeats too much";

#[test]
fn deep_nesting_is_refused_at_its_line() {
    for depth in [100, 20_000, 400_000] {
        let open = told(&format!("form: trial\nfields: {}", "[".repeat(depth)));
        assert_eq!(open, format!("forms/trial.yaml:2: {TOO_MUCH}"));
    }
    let closed = format!(
        "form: trial\nfields: {}{}",
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    assert_eq!(told(&closed), format!("forms/trial.yaml:2: {TOO_MUCH}"));
    let rule = format!(
        "{}{}{}",
        "{not: ".repeat(100),
        "{empty: {field: one}}",
        "}".repeat(100)
    );
    let rule = field("one", &format!("type: text, shown_when: {rule}"));
    assert_eq!(
        told(&form("trial", 2, &rule)),
        format!("forms/trial.yaml:6: field `one`: {TOO_MUCH}")
    );
    let groups = |depth: usize| {
        let open = (0..depth)
            .map(|number| format!("{{field: g{number}, type: group, label: {{hu: a}}, fields: ["));
        form(
            "trial",
            2,
            &format!("  - {}{}\n", open.collect::<String>(), "]}".repeat(depth)),
        )
    };
    let told_of_groups = told(&groups(30));
    assert!(
        told_of_groups.ends_with("a group cannot stand in a group"),
        "{told_of_groups}"
    );
    let told_of_groups = told(&groups(300));
    assert!(told_of_groups.ends_with(TOO_MUCH), "{told_of_groups}");
    let block: Vec<String> = (1..500)
        .map(|column| format!("{}-", " ".repeat(column)))
        .collect();
    let block = block.join("\n");
    assert!(told(&format!("form: trial\nfields:\n{block}")).starts_with("forms/trial.yaml:"));
}

#[test]
fn repeated_aliases_are_refused_at_their_line() {
    let steps = (1..12).map(|step| {
        let nine = vec![format!("*a{}", step - 1); 9].join(", ");
        format!("  - &a{step} {{field: a, type: group, label: {{hu: a}}, fields: [{nine}]}}")
    });
    let first = "  - &a0 {field: a, type: text, label: {hu: a}}".to_owned();
    let fields: Vec<String> = core::iter::once(first).chain(steps).collect();
    let bomb = form("trial", 2, &fields.join("\n"));
    let told_of_bomb = told(&bomb);
    assert!(
        told_of_bomb.starts_with("forms/trial.yaml:") && told_of_bomb.ends_with(TOO_MUCH),
        "{told_of_bomb}"
    );
    assert!(told("form: &a [*a]").starts_with("forms/trial.yaml:1: "));
    assert!(told("form: *nobody").starts_with("forms/trial.yaml:1: "));
}

#[test]
fn huge_files_are_refused_and_large_ones_are_read() {
    let huge = format!("form: trial\n# {}", "x".repeat(1_000_000));
    assert_eq!(
        told(&huge),
        "forms/trial.yaml:1: the file is larger than 1000000 bytes"
    );
    let many = (0..12_000).map(|number| field(&format!("f{number}"), "type: text"));
    let many = form("trial", 2, &many.collect::<String>());
    assert!(told(&many).contains("form"), "{}", told(&many));
    let long = form(&"x".repeat(900_000), 2, &field("one", "type: text"));
    let town = Town::new();
    town.write("forms/trial.yaml", &long);
    for told in town.faults() {
        assert!(
            told.starts_with("forms/trial.yaml:1: ") && told.chars().count() < 700,
            "{told}"
        );
    }
    let keys: Vec<String> = (0..90_000).map(|number| format!("k{number}: 1")).collect();
    let keys = keys.join("\n");
    assert!(told(&keys).starts_with("forms/trial.yaml:1: unknown field `k0`"));
    let town = Town::asking(&(field("one", "type: text") + "# " + &"x".repeat(900_000)));
    town.configuration();
}
