//! The command as an administrator runs it.

use std::process::Command;

use crate::town::{Town, field};

#[test]
fn it_fails_and_tells_each_fault_in_a_line_of_its_own() {
    let town = Town::asking(&field("one", "type: text, max_length: 0"));
    town.replace("forms/person.yaml", "version: 3", "version: 0");
    let output = town.check();
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 3, "{told}");
    assert!(lines[0].ends_with("forms/person.yaml:1: the version must be at least 1"));
    assert!(lines[1].ends_with("forms/trial.yaml:6: field `one`: `max_length` must be 1 to 500"));
    assert_eq!(lines[2], "server: 2 fault(s) in the configuration");
}

#[test]
fn it_tells_warnings_and_succeeds() {
    let town = Town::asking("  - {field: one, type: text, label: {hu: a, en: a}}\n");
    let output = town.check();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    let expected = "forms/trial.yaml:6: field `one`: no Ukrainian text (warning)\n";
    assert!(
        told.ends_with(expected) && told.lines().count() == 1,
        "{told}"
    );
    assert!(String::from_utf8_lossy(&output.stdout).contains("no fault"));
}

#[test]
fn what_a_file_says_cannot_forge_a_line() {
    let id = "\"x\\nserver: all is well\\e[2J\\u202e\"";
    let town = Town::asking(&field(id, "type: text"));
    let told = town.faults();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("forms/trial.yaml:6: field `x"),
        "{told:?}"
    );
    assert!(
        told[0]
            .chars()
            .all(|sign| !sign.is_control() && sign != '\u{202e}'),
        "{told:?}"
    );
}

#[test]
fn unknown_settings_are_refused_in_one_line() {
    let output = Command::new(env!("CARGO_BIN_EXE_server"))
        .args(["serve", "--print-config"])
        .env("LANCHID_DATABSE_URL", "sqlite:x")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.to_lowercase().contains("databse_url"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
}
