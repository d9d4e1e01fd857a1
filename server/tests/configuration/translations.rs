//! A text that a language lacks is a warning, with file and line; one that all lack is a fault.

use crate::town::{Town, field};

#[test]
fn every_text_that_a_language_lacks_is_told_with_its_line() {
    let town = Town::new();
    town.write(
        "forms/trial.yaml",
        "\
form: trial
version: 2
order: 2
title: {uk: a, en: a}
help: {hu: a, uk: \" \", en: a}
fields:
  - field: one
    type: one_choice
    label: {hu: a, uk: a}
    help:
      hu: a
      uk: a
    why: {hu: a, en: a}
    checks:
      - holds: {answered: {field: one}}
        message: {en: a}
    choices:
      - {choice: a, label: {hu: a, en: a}}
      - {choice: b, label: {hu: a, uk: a, en: \"\"}}
  - field: many
    type: group
    label: {hu: a, uk: a, en: a}
    row_label: {hu: a, en: a}
    summary: [inner]
    fields:
      - {field: inner, type: text, label: {en: a, uk: a}}
",
    );
    town.replace(
        "lookups/colours.yaml",
        "title: {hu: a, uk: a, en: a}",
        "title: {hu: a, uk: a}",
    );
    town.replace(
        "lookups/colours.yaml",
        "dark_red, label: {hu: a, uk: a, en: a}",
        "dark_red, label: {hu: a}",
    );
    town.replace(
        "roles.yaml",
        "label: {hu: a, uk: a, en: a}",
        "label: {hu: a, en: a}",
    );
    assert_eq!(
        town.warnings(),
        [
            "lookups/colours.yaml:2: no English text",
            "lookups/colours.yaml:5: item `dark_red`: no Ukrainian text",
            "lookups/colours.yaml:5: item `dark_red`: no English text",
            "forms/trial.yaml:4: no Hungarian text",
            "forms/trial.yaml:5: no Ukrainian text",
            "forms/trial.yaml:9: field `one`: no English text",
            "forms/trial.yaml:11: field `one`: no English text",
            "forms/trial.yaml:13: field `one`: no Ukrainian text",
            "forms/trial.yaml:16: field `one`: no Hungarian text",
            "forms/trial.yaml:16: field `one`: no Ukrainian text",
            "forms/trial.yaml:18: field `one`: no Ukrainian text",
            "forms/trial.yaml:19: field `one`: no English text",
            "forms/trial.yaml:23: field `many`: no Ukrainian text",
            "forms/trial.yaml:26: field `inner`: no Hungarian text",
            "roles.yaml:3: role `caseworker`: no Ukrainian text",
        ]
    );
}

#[test]
fn a_text_in_no_language_and_a_language_that_is_not_there_are_faults() {
    let told = Town::asking("  - {field: one, type: text, label: {}}\n").faults();
    assert_eq!(
        told,
        [
            "forms/trial.yaml:6: field `one`: a label, help, why or message is empty in every language"
        ]
    );
    let told =
        Town::asking("  - {field: one, type: text, label: {hu: a, ua: a, en: a}}\n").faults();
    assert_eq!(
        told,
        ["forms/trial.yaml:6: field `one`: unknown field `ua`, expected one of hu, uk, en"]
    );
    let told = Town::asking("  - {field: one, type: text, label: {hu: a, uk: , en: a}}\n").faults();
    assert_eq!(
        told,
        [
            "forms/trial.yaml:6: field `one`: nothing stands here: write a value, or leave the line out"
        ]
    );
}

#[test]
fn earlier_versions_are_warned_about_too() {
    let town = Town::asking(&field("one", "type: text"));
    town.write(
        "forms/earlier/trial.1.yaml",
        "form: trial\nversion: 1\norder: 2\ntitle: {hu: a, uk: a, en: a}\nfields:\n  - {field: one, type: text, label: {hu: a}}\n",
    );
    assert_eq!(
        town.warnings(),
        [
            "forms/earlier/trial.1.yaml:6: field `one`: no Ukrainian text",
            "forms/earlier/trial.1.yaml:6: field `one`: no English text",
        ]
    );
}
