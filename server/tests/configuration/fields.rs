//! Fields that are wrong by themselves.

use crate::town::{Town, field};

/// The only fault of a form with this one field.
fn fault_of(settings: &str) -> String {
    let told = Town::asking(&field("one", settings)).faults();
    assert_eq!(told.len(), 1, "{settings}: {told:#?}");
    told[0].clone()
}

#[test]
fn a_faulty_field_is_named_with_file_line_and_reason() {
    let cases = [
        ("type: telephone", "unknown variant `telephone`"),
        ("type: text, max_length: 0", "`max_length` must be 1 to 500"),
        ("type: text, max_length: many", "this is not a whole number"),
        ("type: text, max_lenth: 3", "unknown field `max_lenth`"),
        ("type: yes_no, min: 3", "`min` does not belong to this type"),
        (
            "type: integer, min: 3, max: 2",
            "`min` is larger than `max`",
        ),
        ("type: decimal, min: 0.5", "a limit is a whole number"),
        (
            "type: decimal, decimals: 1, min: \"0.25\"",
            "more places than `decimals`",
        ),
        ("type: money", "`currencies` needs at least one currency"),
        ("type: money, currencies: [XXX]", "unknown variant `XXX`"),
        (
            "type: date, earliest: tomorrow",
            "neither `today` nor a date",
        ),
        (
            "type: date, earliest: 2026-01-02, latest: 2026-01-01",
            "`earliest` is later",
        ),
        ("type: one_choice", "`choices` or `lookup` is missing"),
        (
            "type: one_choice, choices: []",
            "this type needs 2 to 1000 choices",
        ),
        (
            "type: one_choice, lookup: colours, choices: []",
            "stand both",
        ),
        (
            "type: text, sensitivity: secret",
            "unknown variant `secret`",
        ),
        ("type: text, sensitivity:", "nothing stands here"),
        (
            "type: text, max_length: 100, feeds: phone",
            "the type does not fit the attribute",
        ),
        ("type: long_text, indexed: true", "cannot be indexed"),
        ("type: note, required: true", "nobody can answer"),
        (
            "type: text, parent: one",
            "`parent` does not belong to this type",
        ),
        (
            "type: calculated, result: integer",
            "`calculation` is missing",
        ),
        ("type: group", "a group needs at least one question"),
        (
            "type: tally, ages: [], sexes: []",
            "this type needs 1 to 20 choices",
        ),
    ];
    for (settings, reason) in cases {
        let told = fault_of(settings);
        assert!(
            told.starts_with("forms/trial.yaml:6: field `one`: "),
            "{told}"
        );
        assert!(told.contains(reason), "{settings}: {told}");
    }
}

#[test]
fn ids_are_ids_and_stand_once() {
    let told = Town::asking(&field("One", "type: text")).faults();
    assert!(
        told[0].starts_with("forms/trial.yaml:6: field `One`: `One` is not a field id"),
        "{told:?}"
    );
    let twice =
        field("one", "type: text") + &field("two", "type: text") + &field("one", "type: text");
    let told = Town::asking(&twice).faults();
    assert_eq!(
        told,
        ["forms/trial.yaml:8: field `one`: the field id stands twice"]
    );
}

#[test]
fn a_faulty_choice_is_told_at_its_own_line() {
    let choices = |second: &str| {
        format!(
            "  - field: one\n    type: one_choice\n    label: {{hu: a, uk: a, en: a}}\n    choices:\n      \
             - {{choice: a, label: {{hu: a, uk: a, en: a}}}}\n      - {{{second}}}\n"
        )
    };
    let cases = [
        (
            "choice: a, label: {hu: a, uk: a, en: a}",
            "choice `a`: it stands twice",
        ),
        (
            "choice: B, label: {hu: a, uk: a, en: a}",
            "choice `B`: this is not a choice id",
        ),
        (
            "choice: b, label: {}",
            "choice `b`: the label is empty in every language",
        ),
        (
            "choice: b, label: {hu: a, uk: a, en: a}, from: 2026-02-01, until: 2026-01-01",
            "choice `b`: it is never offered",
        ),
        (
            "choice: b, label: {hu: a, uk: a, en: a}, from: 2026-13-01",
            "this is not a day such as 2026-11-24",
        ),
        (
            "choice: b, label: {hu: a, uk: a, en: a}, shown_when: {answered: {field: nobody}}",
            "choice `b`: the rule asks an unknown field `nobody`",
        ),
        ("label: {hu: a, uk: a, en: a}", "missing field `choice`"),
    ];
    for (second, reason) in cases {
        let told = Town::asking(&choices(second)).faults();
        let told = told
            .iter()
            .find(|told| told.contains(reason))
            .unwrap_or_else(|| panic!("{told:?}"));
        assert!(
            told.starts_with("forms/trial.yaml:11: field `one`: "),
            "{told}"
        );
    }
}

#[test]
fn what_stands_in_a_group_is_told_at_its_own_line() {
    let group = |inner: &str| {
        format!(
            "  - field: many\n    type: group\n    label: {{hu: a, uk: a, en: a}}\n    row_label: {{hu: a, uk: a, en: a}}\n    \
             summary: [inner]\n    fields:\n      - field: inner\n        label: {{hu: a, uk: a, en: a}}\n        {inner}\n"
        )
    };
    let cases = [
        ("type: texts", 14, "inner", "unknown variant `texts`"),
        (
            "type: text\n        sensitivity: ordinary",
            12,
            "inner",
            "`sensitivity` cannot stand in a group",
        ),
        (
            "type: text\n        feeds: sex",
            12,
            "inner",
            "`feeds` cannot stand in a group",
        ),
        (
            "type: group\n        fields: []",
            12,
            "inner",
            "a group cannot stand in a group",
        ),
        (
            "type: note",
            6,
            "many",
            "a group needs at least one question",
        ),
    ];
    for (inner, line, field, reason) in cases {
        let told = Town::asking(&group(inner)).faults();
        let told = told
            .iter()
            .find(|told| told.contains(reason))
            .unwrap_or_else(|| panic!("{told:?}"));
        assert!(
            told.starts_with(&format!("forms/trial.yaml:{line}: field `{field}`: ")),
            "{told}"
        );
    }
}
