//! Repeating groups.

use serde_json::json;

use super::*;

fn children() -> FormDefinition {
    form(&json!([
        {"field": "adult", "type": "yes_no", "label": text("a")},
        {"field": "children", "type": "group", "label": text("c"), "row_label": text("Child"), "summary": ["name"],
         "max_rows": 3, "shown_when": {"equal": {"field": "adult", "value": true}}, "fields": [
            {"field": "name", "type": "text", "required": true, "label": text("n")},
            {"field": "born", "type": "date", "latest": "today", "label": text("b")},
            {"field": "school", "type": "yes_no", "required": true, "label": text("s"),
             "shown_when": {"age": {"field": "born", "from": 6}}}]},
        {"field": "count", "type": "calculated", "result": "integer", "label": text("n"),
         "calculation": {"rows": {"group": "children"}}},
    ]))
}

fn typed(inputs: &[(&str, &str)]) -> Inputs {
    inputs
        .iter()
        .map(|(path, value)| ((*path).to_owned(), vec![(*value).to_owned()]))
        .collect()
}

fn filling(inputs: &[(&str, &str)]) -> Filling {
    Filling::new(children(), today(), Answers::default(), typed(inputs))
}

#[test]
fn rows_are_stored_in_the_order_of_their_numbers_and_empty_ones_are_none() {
    let filling = filling(&[
        ("adult", "yes"),
        ("children.12.name", "Олена"),
        ("children.3.name", "Béla"),
        ("children.7.name", "  "),
    ]);
    assert_eq!(filling.problems(), vec![]);
    assert_eq!(
        filling.answers().to_json(),
        json!({
            "adult": true,
            "children": [{"name": "Béla", "~row": 3}, {"name": "Олена", "~row": 12}],
            "count": 2,
        })
    );
}

#[test]
fn each_row_has_its_own_conditions_and_problems() {
    let filling = filling(&[
        ("adult", "yes"),
        ("children.0.name", "Anna"),
        ("children.0.born", "2012-01-01"),
        ("children.1.born", "2025-01-01"),
    ]);
    assert!(filling.is_shown("children.0.school"));
    assert!(!filling.is_shown("children.1.school"));
    assert_eq!(
        filling.problems(),
        vec![
            Problem::new("children.0.school", ProblemCode::Required),
            Problem::new("children.1.name", ProblemCode::Required),
        ]
    );
}

#[test]
fn rows_come_and_go_and_what_depends_on_them_follows() {
    let mut filling = filling(&[("adult", "yes"), ("children.0.name", "Anna")]);
    let (row, _) = filling.add_row("children").unwrap();
    assert_eq!(
        (row, filling.answer("count")),
        (1, Some(&Answer::Integer(1)))
    );
    let changes = filling.set("children.1.name", vec!["Béla".to_owned()]);
    assert!(changes.fields.contains("count"));
    assert_eq!(filling.answer("count"), Some(&Answer::Integer(2)));
    filling.remove_row("children", 0);
    assert_eq!(filling.rows("children"), vec![1]);
    assert_eq!(filling.answer("count"), Some(&Answer::Integer(1)));
    filling.remove_row("children", 1);
    assert_eq!(
        filling.answers().to_json(),
        json!({"adult": true, "count": 0})
    );
    assert_eq!(filling.add_row("children").map(|(row, _)| row), Some(0));
    assert!(filling.add_row("children").is_some() && filling.add_row("children").is_some());
    assert!(filling.add_row("children").is_none(), "no more than three");
}

#[test]
fn a_hidden_group_keeps_its_rows_for_when_it_is_shown_again() {
    let mut filling = filling(&[("adult", "yes"), ("children.0.name", "Anna")]);
    filling.set("adult", vec!["no".to_owned()]);
    assert_eq!(
        filling.answers().to_json(),
        json!({"adult": false, "count": 0})
    );
    assert!(!filling.is_shown("children.0.name"));
    assert_eq!(filling.problems(), vec![]);
    filling.set("adult", vec!["yes".to_owned()]);
    assert_eq!(
        filling.answer("children.0.name"),
        Some(&Answer::Text("Anna".to_owned()))
    );
}

#[test]
fn a_group_that_was_not_sent_stays_and_one_that_was_sent_empty_is_cleared() {
    let definition = children();
    let stored = filling(&[("adult", "yes"), ("children.0.name", "Anna")]).answers();
    let write = |typed: &Inputs| {
        edit(&definition, &today(), &stored, typed, |_| {
            FieldAccess::Write
        })
    };
    assert_eq!(write(&Inputs::new()).answers, stored);
    let emptied = write(&[("children".to_owned(), vec![String::new()])].into());
    assert_eq!(emptied.answers.get("children"), None);
    // One who may not write the group changes nothing in it.
    let sneaky: Inputs = typed(&[("children.0.name", "Eve")]);
    let locked = edit(&definition, &today(), &stored, &sneaky, |field| {
        if field.id == "children" {
            FieldAccess::Read
        } else {
            FieldAccess::Write
        }
    });
    assert_eq!(locked.answers, stored);
    assert_eq!(
        locked.problems,
        vec![Problem::new("children.0.name", ProblemCode::ReadOnly)]
    );
}

#[test]
fn too_many_rows_and_strange_paths_are_told() {
    let many: Vec<(String, String)> = (0..5)
        .map(|row| (format!("children.{row}.name"), "x".to_owned()))
        .collect();
    let mut inputs: Inputs = many
        .into_iter()
        .map(|(path, value)| (path, vec![value]))
        .collect();
    inputs.insert("adult".to_owned(), vec!["yes".to_owned()]);
    let problems = foresee(&children(), &today(), &inputs).problems;
    assert_eq!(
        problems,
        vec![Problem::new(
            "children",
            ProblemCode::TooManyRows { max: 3 }
        )]
    );
    for path in [
        "children.007.name",
        "children.x.name",
        "children.0.nothing",
        "children.1000000000.name",
        "name",
        "children.0",
    ] {
        let problems = foresee(
            &children(),
            &today(),
            &typed(&[("adult", "yes"), (path, "x")]),
        )
        .problems;
        assert!(
            problems.contains(&Problem::new(path, ProblemCode::UnknownField)),
            "{path}: {problems:?}"
        );
    }
}
