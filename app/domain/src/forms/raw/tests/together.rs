use serde_json::{Value, json};

use super::*;
use crate::access::Role;

fn together(forms: &[FormDefinition], roles: &[Role]) -> Vec<(String, String, String)> {
    let problems = check_together(forms, roles).into_iter();
    problems
        .map(|(form, problem)| (form, problem.field.unwrap_or_default(), problem.reason))
        .collect()
}

#[test]
fn what_can_never_hold_is_told() {
    let asked = || {
        let choices = [choice("x", &json!({})), choice("y", &json!({}))];
        [
            field("number", "integer", json!({"min": 0, "max": 9})),
            field("yes", "yes_no", json!({})),
            field("one", "one_choice", json!({"choices": choices})),
        ]
    };
    let equal = |field: &str, value: Value| json!({"equal": {"field": field, "value": value}});
    let never = [
        json!({"all": [equal("yes", json!(true)), equal("yes", json!(false))]}),
        json!({"all": [equal("one", json!("x")), {"all": [equal("one", json!("y"))]}]}),
        json!({"all": [equal("yes", json!(true)), {"not": equal("yes", json!(true))}]}),
        json!({"all": [{"empty": {"field": "one"}}, equal("one", json!("x"))]}),
        json!({"less": {"field": "number", "than": 0}}),
        json!({"any": [{"more": {"field": "number", "than": 9}}]}),
    ];
    for condition in never {
        let mut fields = asked().to_vec();
        fields.push(field("ruled", "text", json!({"shown_when": condition})));
        let told = together(&[form("trial", &fields)], &[]);
        assert_eq!(told.len(), 1, "{condition}: {told:?}");
        assert_eq!(told[0].1, "ruled");
        assert!(told[0].2.contains("can never hold"), "{told:?}");
    }
    let mut fields = asked().to_vec();
    let holds = json!({"any": [equal("one", json!("x")), {"all": [equal("one", json!("y")), equal("yes", json!(true))]}]});
    fields.push(field("ruled", "text", json!({"shown_when": holds})));
    assert_eq!(together(&[form("trial", &fields)], &[]), []);
}

#[test]
fn two_forms_feed_an_attribute_only_once() {
    let feeding = |id: &str| {
        form(
            id,
            &[field(
                "name",
                "text",
                json!({"feeds": "family_name", "max_length": 100}),
            )],
        )
    };
    let told = together(&[feeding("one"), feeding("two")], &[]);
    assert_eq!(
        told,
        [(
            "two".to_owned(),
            "name".to_owned(),
            "the form `one` feeds the same attribute".to_owned()
        )]
    );
}

#[test]
fn forms_ask_each_others_fields_and_not_their_groups() {
    let group = field(
        "g",
        "group",
        json!({"row_label": text(), "summary": ["inner"], "fields": [field("inner", "text", json!({}))]}),
    );
    let one = form(
        "one",
        &[
            field("a", "text", json!({})),
            field("note", "note", json!({})),
            group,
        ],
    );
    let cases = [
        ("one/a", None),
        ("one/note", Some("has no answer")),
        ("one/g", Some("groups of other forms cannot be asked")),
        ("one/inner", Some("unknown field `one/inner`")),
        ("two/own", Some("leave `two/` out")),
        ("three/a", Some("unknown field `three/a`")),
    ];
    for (asked, reason) in cases {
        let rule = json!({"shown_when": {"answered": {"field": asked}}});
        let two = form(
            "two",
            &[
                field("own", "text", json!({})),
                field("ruled", "text", rule),
            ],
        );
        let told = together(&[one.clone(), two], &[]);
        match reason {
            None => assert_eq!(told, []),
            Some(reason) => assert!(
                told.len() == 1 && told[0].2.contains(reason),
                "{asked}: {told:?}"
            ),
        }
    }
}

#[test]
fn a_circle_is_told_once_with_its_way() {
    let asking = |id: &str, other: &str| {
        field(
            id,
            "text",
            json!({"required_when": {"answered": {"field": other}}}),
        )
    };
    let one = form("one", &[asking("a", "two/b")]);
    let two = form("two", &[asking("b", "three/c")]);
    let three = form("three", &[asking("c", "one/a")]);
    let told = together(&[one, two, three], &[]);
    assert_eq!(told.len(), 1, "{told:?}");
    for field in ["one/a", "two/b", "three/c"] {
        assert!(told[0].2.contains(field), "{told:?}");
    }
}

#[test]
fn a_rule_tells_no_role_about_what_is_hidden_from_it() {
    let role = |one: &str, two: &str| -> Role {
        let rule = |form: &str, access: &str| json!({"form": form, "ordinary": access, "sensitive": "hidden", "restricted": "hidden"});
        serde_json::from_value(json!({
            "role": "clerk", "label": text(), "scope": "team", "permissions": [],
            "fields": [rule("one", one), rule("two", two)],
        }))
        .unwrap()
    };
    let forms = [
        form("one", &[field("a", "text", json!({}))]),
        form(
            "two",
            &[field(
                "b",
                "text",
                json!({"shown_when": {"answered": {"field": "one/a"}}}),
            )],
        ),
    ];
    assert_eq!(
        together(
            &forms,
            &[
                role("read", "write"),
                role("hidden", "hidden"),
                role("read", "hidden")
            ]
        ),
        []
    );
    let told = together(&forms, &[role("hidden", "read")]);
    assert_eq!((told[0].0.as_str(), told[0].1.as_str()), ("two", "b"));
    assert!(
        told[0]
            .2
            .contains("the role `clerk` something about `one/a`"),
        "{told:?}"
    );
}
