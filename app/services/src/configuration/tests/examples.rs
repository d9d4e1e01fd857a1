//! Single faults, and exactly what is told of them.

use super::{super::around::field_around, city::city, read_form};

/// A form of a few lines.
fn told(fields: &str) -> Vec<String> {
    let text = format!(
        "form: trial\nversion: 1\norder: 50\ntitle: {{hu: a, uk: a, en: a}}\nfields:\n{fields}"
    );
    match read_form(city(), "trial", &text) {
        Ok((_, report)) => report
            .warnings
            .iter()
            .map(|warning| format!("{warning} (warning)"))
            .collect(),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

fn told_of(lines: &str) -> String {
    let fields = format!("  - field: one\n    label: {{hu: a, uk: a, en: a}}\n{lines}");
    told(&fields).join("\n")
}

#[test]
fn each_fault_is_told_in_words() {
    let cases = [
        (
            "    type: telephone\n",
            "forms/trial.yaml:8: field `one`: unknown variant `telephone`",
        ),
        (
            "    type: text\n    max_lenth: 3\n",
            "forms/trial.yaml:9: field `one`: unknown field `max_lenth`",
        ),
        (
            "    type: text\n    sensitivity:\n",
            "forms/trial.yaml:9: field `one`: nothing stands here",
        ),
        (
            "    type: text\n    shown_when: ~\n",
            "forms/trial.yaml:9: field `one`: nothing stands here",
        ),
        (
            "    type: text\n    parent:\n",
            "forms/trial.yaml:9: field `one`: nothing stands here",
        ),
        (
            "    type: text\n    required: perhaps\n",
            "forms/trial.yaml:9: field `one`: this is neither `true` nor `false`",
        ),
        (
            "    type: text\n    type: text\n",
            "forms/trial.yaml:9: field `one`: `type` stands twice",
        ),
        (
            "    type: text\n    help: Words\n",
            "forms/trial.yaml:9: field `one`: `key: value` pairs are needed here",
        ),
        (
            "    type: integer\n    min: 0.5\n",
            "forms/trial.yaml:9: field `one`: a limit is a whole number",
        ),
        (
            "    type: text\n    shown_when: {equal: {field: one, value: 0.5}}\n",
            "forms/trial.yaml:9: field `one`: a value is true, false",
        ),
        (
            "    type: text\n    shown_when: {}\n",
            "forms/trial.yaml:9: field `one`: a rule is needed here",
        ),
        (
            "    type: text\n    shown_when: {empty: {field: one}, answered: {field: one}}\n",
            "forms/trial.yaml:9: field `one`: only one rule can stand here",
        ),
        (
            "    type: text\n    help: {hu: , uk: x}\n",
            "forms/trial.yaml:9: field `one`: nothing stands here",
        ),
        (
            "    type: text\n    max_length: -1\n",
            "forms/trial.yaml:9: field `one`: this is not a whole number that fits here",
        ),
        (
            "    type: one_choice\n    choices: {}\n",
            "forms/trial.yaml:9: field `one`: a list is needed here",
        ),
        (
            "    type: calculated\n    result: integer\n    calculation: {value: 1.5}\n",
            "forms/trial.yaml:10: field `one`: a value is true, false",
        ),
    ];
    for (lines, expected) in cases {
        let told = told_of(lines);
        assert!(told.starts_with(expected), "{told}");
        assert!(!told.contains('\n'), "{told}");
    }
}

#[test]
fn a_text_that_a_language_lacks_is_a_warning_at_its_line() {
    let fields = "  - field: one\n    type: text\n    label: {hu: a, en: a}\n    help:\n      hu: a\n      uk: \"\"\n      en: a\n";
    assert_eq!(
        told(fields),
        [
            "forms/trial.yaml:8: field `one`: no Ukrainian text (warning)",
            "forms/trial.yaml:10: field `one`: no Ukrainian text (warning)",
        ]
    );
}

#[test]
fn the_block_around_a_line_is_found_by_its_indentation() {
    let text = "\
title: x
fields:
  - type: text
    field: one
    label: x

  # about two
  - field: two # the second
    fields:
    - {field: inner, type: text}
    - label: x
      field: \"other\"
    calculation:
      sum:
        - field: one
  - label: no id
order: 1
";
    let expected = [
        None,
        None,
        Some("one"),
        Some("one"),
        Some("one"),
        Some("one"),
        Some("one"),
        Some("two"),
        Some("two"),
        Some("inner"),
        Some("other"),
        Some("other"),
        Some("two"),
        Some("two"),
        Some("two"),
        None,
        None,
    ];
    for (line, owner) in (1..).zip(expected) {
        assert_eq!(field_around(text, line).as_deref(), owner, "line {line}");
    }
    for beyond in [0, 99, u64::MAX] {
        assert_eq!(field_around(text, beyond), None);
    }
}
