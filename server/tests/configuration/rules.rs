//! Rules that cannot work, go round in a circle, or tell too much.

use crate::town::{Town, field, form};

/// Two questions, and one with this rule at line 8.
fn told(rule: &str) -> Vec<String> {
    let fields =
        field("name", "type: text") + &field("hidden", "type: yes_no, sensitivity: sensitive");
    Town::asking(&(fields + &field("ruled", &format!("type: text, {rule}")))).faults()
}

#[test]
fn a_rule_asks_what_is_there_and_can_hold() {
    let cases = [
        (
            "shown_when: {answered: {field: nobody}}",
            "the rule asks an unknown field `nobody`",
        ),
        (
            "required_when: {answered: {field: nobody}}",
            "the rule asks an unknown field `nobody`",
        ),
        (
            "shown_when: {answered: {field: nowhere/name}}",
            "the rule asks an unknown field `nowhere/name`",
        ),
        (
            "shown_when: {answered: {field: person/nobody}}",
            "the rule asks an unknown field `person/nobody`",
        ),
        (
            "shown_when: {answered: {field: trial/name}}",
            "`trial/name` is a field of this form: leave `trial/` out",
        ),
        (
            "shown_when: {equal: {field: name, value: 3}}",
            "the condition can never hold for `name`",
        ),
        (
            "shown_when: {more: {field: name, than: 3}}",
            "`name` is neither a number nor a day",
        ),
        (
            "shown_when: {all: []}",
            "`all` and `any` need at least one part",
        ),
        (
            "shown_when: {age: {field: person/born}}",
            "`age` needs `from` or `below`",
        ),
        (
            "shown_when: {any_row: {group: name, holds: {answered: {field: name}}}}",
            "`name` is not a group",
        ),
        (
            "shown_when: {all: [{answered: {field: name}}, {empty: {field: name}}]}",
            "`shown_when` can never hold: it contradicts itself",
        ),
        (
            "checks: [{holds: {answered: {field: nobody}}, message: {hu: a, uk: a, en: a}}]",
            "the rule asks an unknown field `nobody`",
        ),
        (
            "shown_when: {answerd: {field: name}}",
            "unknown variant `answerd`",
        ),
        (
            "shown_when: {answered: {feld: name}}",
            "unknown field `feld`",
        ),
        (
            "shown_when: {answered: {field: name}, empty: {field: name}}",
            "only one rule can stand here",
        ),
    ];
    for (rule, reason) in cases {
        let told = told(rule);
        assert_eq!(told.len(), 1, "{rule}: {told:?}");
        assert!(
            told[0].starts_with("forms/trial.yaml:8: field `ruled`: "),
            "{told:?}"
        );
        assert!(told[0].contains(reason), "{rule}: {told:?}");
    }
}

#[test]
fn a_rule_asks_nothing_more_sensitive_than_its_own_field() {
    for rule in [
        "shown_when: {equal: {field: hidden, value: true}}",
        "required_when: {not: {answered: {field: hidden}}}",
        "checks: [{holds: {answered: {field: hidden}}, message: {hu: a, uk: a, en: a}}]",
    ] {
        assert_eq!(
            told(rule),
            [
                "forms/trial.yaml:8: field `ruled`: the rule would reveal `hidden`, which is more sensitive"
            ]
        );
    }
    let told = told("shown_when: {answered: {field: person/secret}}, sensitivity: sensitive");
    assert_eq!(
        told,
        [
            "forms/trial.yaml:8: field `ruled`: the rule would reveal `person/secret`, which is more sensitive"
        ]
    );
}

#[test]
fn no_role_is_told_by_a_rule_what_is_hidden_from_it() {
    let asking = field(
        "ruled",
        "type: text, shown_when: {answered: {field: person/born}}",
    );
    let town = Town::asking(&asking);
    town.replace(
        "roles.yaml",
        "      - {form: \"*\"",
        "      - {form: person, ordinary: hidden, sensitive: hidden, restricted: hidden}\n      - {form: \"*\"",
    );
    assert_eq!(
        town.faults(),
        [
            "forms/trial.yaml:6: field `ruled`: the rule would tell the role `caseworker` something about `person/born`, which is hidden from it"
        ]
    );
}

#[test]
fn a_circle_in_one_form_is_refused() {
    let shown = |id: &str, asks: &str| {
        field(
            id,
            &format!("type: text, shown_when: {{answered: {{field: {asks}}}}}"),
        )
    };
    let itself = Town::asking(&shown("one", "one")).faults();
    assert_eq!(
        itself,
        ["forms/trial.yaml:6: field `one`: the field depends on itself"]
    );
    let three = shown("one", "two") + &shown("two", "three") + &shown("three", "one");
    let told = Town::asking(&three).faults();
    assert_eq!(told.len(), 1, "{told:?}");
    for field in ["trial/one", "trial/two", "trial/three"] {
        assert!(told[0].contains(field), "{told:?}");
    }
}

#[test]
fn a_circle_across_two_forms_is_refused() {
    let asks = |id: &str, other: &str| {
        field(
            id,
            &format!(
                "type: calculated, result: text, calculation: {{join: {{parts: [{{field: {other}}}]}}}}"
            ),
        )
    };
    let town = Town::asking(&asks("one", "second/two"));
    town.write(
        "forms/second.yaml",
        &form("second", 3, &asks("two", "trial/one")),
    );
    let told = town.faults();
    assert_eq!(
        told,
        [
            "forms/second.yaml:6: field `two`: the field depends on itself: second/two asks trial/one"
        ]
    );
}

#[test]
fn a_circle_through_the_rows_of_a_group_is_refused() {
    let rows = "  - field: rows\n    type: group\n    label: {hu: a, uk: a, en: a}\n    row_label: {hu: a, uk: a, en: a}\n    summary: [inner]\n    fields:\n      \
                - {field: inner, type: integer, label: {hu: a, uk: a, en: a}, shown_when: {more: {field: total, than: 3}}}\n";
    let total = field(
        "total",
        "type: calculated, result: integer, calculation: {sum_of_rows: {group: rows, of: {field: inner}}}",
    );
    let told = Town::asking(&(rows.to_owned() + &total)).faults();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("the field depends on itself"), "{told:?}");
    assert!(
        told[0].contains("trial/inner") && told[0].contains("trial/total"),
        "{told:?}"
    );
    let count = field(
        "total",
        "type: calculated, result: integer, calculation: {rows: {group: rows}}",
    );
    let told = Town::asking(&(rows.to_owned() + &count)).faults();
    assert!(told[0].contains("the field depends on itself"), "{told:?}");
}

#[test]
fn checks_may_look_at_each_other() {
    let check = |id: &str, sign: &str, other: &str| {
        field(
            id,
            &format!(
                "type: date, checks: [{{holds: {{{sign}: {{field: {id}, than: {{field: {other}}}}}}}, message: {{hu: a, uk: a, en: a}}}}]"
            ),
        )
    };
    Town::asking(&(check("begins", "less", "ends") + &check("ends", "more", "begins")))
        .configuration();
}

#[test]
fn deep_and_endless_rules_are_refused() {
    let deep = format!(
        "shown_when: {}{{answered: {{field: name}}}}{}",
        "{not: ".repeat(12),
        "}".repeat(12)
    );
    assert_eq!(
        told(&deep),
        ["forms/trial.yaml:8: field `ruled`: a rule is nested deeper than 12"]
    );
    let part = "{answered: {field: name}},".repeat(300);
    let told = told(&format!("shown_when: {{any: [{part}]}}"));
    assert_eq!(
        told,
        ["forms/trial.yaml:8: field `ruled`: the rules have more than 300 parts"]
    );
}
