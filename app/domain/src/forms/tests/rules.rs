//! Conditions and calculations, as a form uses them.

use serde_json::{Value, json};

use super::*;

fn typed(inputs: &[(&str, &str)]) -> Inputs {
    inputs
        .iter()
        .map(|(path, value)| ((*path).to_owned(), vec![(*value).to_owned()]))
        .collect()
}

/// Fields of every comparable kind, and one that is shown when the condition holds.
fn shown(condition: &Value, inputs: &[(&str, &str)]) -> bool {
    let definition = form(&json!([
        {"field": "yes", "type": "yes_no", "label": text("y")},
        {"field": "number", "type": "integer", "label": text("n")},
        {"field": "other", "type": "decimal", "label": text("o")},
        {"field": "words", "type": "text", "label": text("w")},
        {"field": "day", "type": "date", "label": text("d")},
        {"field": "later", "type": "date", "label": text("l")},
        {"field": "many", "type": "many_choices", "label": text("m"), "choices": [
            {"choice": "a", "label": text("A")}, {"choice": "b", "label": text("B")}]},
        {"field": "rows", "type": "group", "label": text("r"), "row_label": text("R"), "summary": ["age"],
         "fields": [{"field": "age", "type": "integer", "label": text("a")}]},
        {"field": "it", "type": "text", "label": text("it"), "shown_when": condition},
    ]));
    let filling = Filling::new(definition, today(), Answers::default(), typed(inputs));
    filling.is_shown("it")
}

#[test]
fn conditions_hold_as_they_say() {
    let cases = [
        (
            json!({"equal": {"field": "number", "value": 3}}),
            ("number", "3"),
            ("number", "4"),
        ),
        (
            json!({"equal": {"field": "other", "value": "1.5"}}),
            ("other", "1,50"),
            ("other", "1.51"),
        ),
        (
            json!({"equal": {"field": "words", "value": "x"}}),
            ("words", "x"),
            ("words", "X"),
        ),
        (
            json!({"less": {"field": "number", "than": 18}}),
            ("number", "17"),
            ("number", "18"),
        ),
        (
            json!({"more": {"field": "number", "than": 18}}),
            ("number", "19"),
            ("number", "18"),
        ),
        (
            json!({"less": {"field": "day", "than": "2024-01-01"}}),
            ("day", "2023-12-31"),
            ("day", "2024-01-01"),
        ),
        (
            json!({"less": {"field": "day", "than": "today"}}),
            ("day", "2026-11-21"),
            ("day", "2026-11-22"),
        ),
        (
            json!({"contains": {"field": "many", "choice": "a"}}),
            ("many", "a"),
            ("many", "b"),
        ),
        (
            json!({"contains_text": {"field": "words", "text": "ЇЖАК"}}),
            ("words", "мій їжак"),
            ("words", "іжак"),
        ),
        (
            json!({"before_today": {"field": "day"}}),
            ("day", "2026-11-21"),
            ("day", "2026-11-22"),
        ),
        (
            json!({"after_today": {"field": "day"}}),
            ("day", "2026-11-23"),
            ("day", "2026-11-22"),
        ),
        (
            json!({"age": {"field": "day", "from": 6, "below": 18}}),
            ("day", "2020-11-22"),
            ("day", "2020-11-23"),
        ),
        (
            json!({"age": {"field": "day", "below": 18}}),
            ("day", "2008-11-23"),
            ("day", "2008-11-22"),
        ),
        (
            json!({"any_row": {"group": "rows", "holds": {"less": {"field": "age", "than": 3}}}}),
            ("rows.4.age", "2"),
            ("rows.4.age", "3"),
        ),
        (
            json!({"answered": {"field": "rows"}}),
            ("rows.0.age", "2"),
            ("rows.0.age", ""),
        ),
        (
            json!({"not": {"empty": {"field": "words"}}}),
            ("words", "x"),
            ("words", " "),
        ),
    ];
    for (condition, holds, fails) in cases {
        assert!(shown(&condition, &[holds]), "{condition} with {holds:?}");
        assert!(!shown(&condition, &[fails]), "{condition} with {fails:?}");
        let negated = json!({"not": condition});
        assert!(
            !shown(&negated, &[holds]) && shown(&negated, &[fails]),
            "{negated}"
        );
    }
}

#[test]
fn what_is_not_answered_is_neither_equal_nor_less_nor_more() {
    for condition in [
        json!({"equal": {"field": "number", "value": 0}}),
        json!({"less": {"field": "number", "than": 1}}),
        json!({"more": {"field": "number", "than": {"field": "other"}}}),
        json!({"age": {"field": "day", "below": 100}}),
        json!({"any_row": {"group": "rows", "holds": {"empty": {"field": "age"}}}}),
    ] {
        assert!(!shown(&condition, &[]), "{condition}");
    }
    // Of no rows, every one is as it should be.
    assert!(shown(
        &json!({"every_row": {"group": "rows", "holds": {"equal": {"field": "age", "value": 1}}}}),
        &[]
    ));
}

#[test]
fn two_fields_are_compared_with_each_other() {
    let later = json!({"less": {"field": "day", "than": {"field": "later"}}});
    assert!(shown(
        &later,
        &[("day", "2024-01-01"), ("later", "2024-01-02")]
    ));
    assert!(!shown(
        &later,
        &[("day", "2024-01-02"), ("later", "2024-01-02")]
    ));
    let more = json!({"more": {"field": "number", "than": {"field": "other"}}});
    assert!(shown(&more, &[("number", "2"), ("other", "1.99")]));
}

/// The answer of a calculated field.
fn calculated(result: &Value, calculation: &Value, inputs: &[(&str, &str)]) -> Option<Value> {
    let mut it = json!({"field": "it", "type": "calculated", "label": text("it"), "calculation": calculation});
    for (key, setting) in result.as_object().unwrap() {
        it[key] = setting.clone();
    }
    let definition = form(&json!([
        {"field": "a", "type": "integer", "label": text("a")},
        {"field": "b", "type": "decimal", "label": text("b")},
        {"field": "paid", "type": "money", "currencies": ["HUF"], "label": text("p")},
        {"field": "from", "type": "date", "label": text("f")},
        {"field": "to", "type": "date", "label": text("t")},
        {"field": "one", "type": "one_choice", "label": text("o"), "choices": [
            {"choice": "x", "label": text("X")}, {"choice": "y", "label": text("Y")}]},
        {"field": "many", "type": "many_choices", "label": text("m"), "choices": [
            {"choice": "x", "label": text("X")}, {"choice": "y", "label": text("Y")}, {"choice": "z", "label": text("Z")}]},
        {"field": "rows", "type": "group", "label": text("r"), "row_label": text("R"), "summary": ["name"], "fields": [
            {"field": "name", "type": "text", "label": text("n")},
            {"field": "cost", "type": "money", "currencies": ["HUF"], "label": text("c")},
            {"field": "counts", "type": "yes_no", "label": text("c")}]},
        it,
    ]));
    let edited = foresee(&definition, &today(), &typed(inputs));
    assert_eq!(edited.problems, vec![]);
    edited.answers.to_json().get("it").cloned()
}

/// The calculation's result and rule, what is typed, and what comes out.
type Calculated<'a> = (Value, Value, &'a [(&'a str, &'a str)], Value);

#[test]
#[expect(clippy::too_many_lines, reason = "a table of examples")]
fn calculations_come_out_exactly() {
    let integer = json!({"result": "integer"});
    let decimal = json!({"result": "decimal", "decimals": 2});
    let ab = [("a", "7"), ("b", "0.35")];
    let cases: Vec<Calculated<'_>> = vec![
        (
            decimal.clone(),
            json!({"sum": [{"field": "a"}, {"field": "b"}]}),
            &ab,
            json!("7.35"),
        ),
        (
            decimal.clone(),
            json!({"product": [{"field": "a"}, {"field": "b"}]}),
            &ab,
            json!("2.45"),
        ),
        (
            decimal.clone(),
            json!({"difference": [{"field": "b"}, {"field": "a"}]}),
            &ab,
            json!("-6.65"),
        ),
        (
            decimal.clone(),
            json!({"average": [{"field": "a"}, {"field": "b"}, {"field": "paid"}]}),
            &ab,
            json!("3.68"),
        ),
        (
            integer.clone(),
            json!({"largest": [{"field": "a"}, {"value": 9}]}),
            &ab,
            json!(9),
        ),
        (
            integer.clone(),
            json!({"smallest": [{"field": "a"}, {"value": 9}]}),
            &ab,
            json!(7),
        ),
        (
            integer.clone(),
            json!({"count": [{"answered": {"field": "a"}}, {"answered": {"field": "from"}}]}),
            &ab,
            json!(1),
        ),
        (
            integer.clone(),
            json!({"chosen": {"field": "many"}}),
            &[("many", "x")],
            json!(1),
        ),
        (
            integer.clone(),
            json!({"days_between": {"from": {"field": "from"}, "to": "today"}}),
            &[("from", "2026-11-20")],
            json!(2),
        ),
        (
            integer.clone(),
            json!({"months_between": {"from": {"field": "from"}, "to": {"field": "to"}}}),
            &[("from", "2024-01-31"), ("to", "2024-02-29")],
            json!(0),
        ),
        (
            integer.clone(),
            json!({"years_between": {"from": {"field": "from"}, "to": {"field": "to"}}}),
            &[("from", "2024-06-01"), ("to", "2020-06-02")],
            json!(-3),
        ),
        (
            integer.clone(),
            json!({"age": {"field": "from"}}),
            &[("from", "1989-11-23")],
            json!(36),
        ),
        (
            integer.clone(),
            json!({"score": {"field": "one", "points": {"x": 5}, "otherwise": 1}}),
            &[("one", "y")],
            json!(1),
        ),
        (
            integer.clone(),
            json!({"score": {"field": "many", "points": {"x": 5, "y": 2}}}),
            &[("many", "x")],
            json!(5),
        ),
        (
            json!({"result": "text"}),
            json!({"join": {"parts": [{"field": "one"}, {"field": "a"}], "separator": "-"}}),
            &[("a", "7")],
            json!("7"),
        ),
        (
            json!({"result": "yes_no"}),
            json!({"if": {"when": {"more": {"field": "a", "than": 5}}, "then": {"value": true}, "otherwise": {"value": false}}}),
            &ab,
            json!(true),
        ),
        (
            json!({"result": "one_choice", "choices": [{"choice": "low", "label": text("l")}, {"choice": "high", "label": text("h")}]}),
            json!({"if": {"when": {"more": {"field": "a", "than": 5}}, "then": {"value": "high"}, "otherwise": {"value": "low"}}}),
            &ab,
            json!("high"),
        ),
        (
            json!({"result": "money", "currencies": ["HUF"]}),
            json!({"sum_of_rows": {"group": "rows", "of": {"field": "cost"}, "where": {"equal": {"field": "counts", "value": true}}}}),
            &[
                ("rows.0.cost.amount", "100"),
                ("rows.0.counts", "yes"),
                ("rows.3.cost.amount", "50"),
                ("rows.3.counts", "yes"),
                ("rows.5.cost.amount", "9"),
                ("rows.5.counts", "no"),
            ],
            json!({"amount": 150, "currency": "HUF"}),
        ),
        (
            integer.clone(),
            json!({"rows": {"group": "rows"}}),
            &[("rows.0.name", "x"), ("rows.1.name", " ")],
            json!(1),
        ),
        (
            integer.clone(),
            json!({"rows": {"group": "rows"}}),
            &[],
            json!(0),
        ),
    ];
    for (result, calculation, inputs, value) in cases {
        assert_eq!(
            calculated(&result, &calculation, inputs),
            Some(value),
            "{calculation}"
        );
    }
}

#[test]
fn what_is_missing_leaves_a_hole_and_not_a_zero() {
    let decimal = json!({"result": "decimal", "decimals": 1});
    for calculation in [
        json!({"sum": [{"field": "a"}, {"field": "b"}]}),
        json!({"product": [{"field": "a"}, {"value": 0}]}),
        json!({"difference": [{"value": 1}, {"field": "a"}]}),
        json!({"average_of_rows": {"group": "rows", "of": {"field": "cost"}}}),
        json!({"score": {"field": "one", "points": {"x": 1}}}),
    ] {
        assert_eq!(
            calculated(&decimal, &calculation, &[]),
            None,
            "{calculation}"
        );
    }
    // Numbers that grow out of all bounds are no value either.
    let product = json!({"product": [{"field": "a"}, {"field": "a"}]});
    assert_eq!(
        calculated(&decimal, &product, &[("a", "9000000000000")]),
        None
    );
}

fn session() -> Filling {
    let definition = form(&json!([
        {"field": "open", "type": "yes_no", "label": text("o")},
        {"field": "points", "type": "integer", "required": true, "label": text("p"),
         "shown_when": {"equal": {"field": "open", "value": true}}},
        {"field": "total", "type": "calculated", "result": "integer", "label": text("t"),
         "calculation": {"sum": [{"field": "points"}, {"value": 1}]}},
        {"field": "reason", "type": "text", "label": text("r"),
         "required_when": {"more": {"field": "total", "than": 10}}},
    ]));
    Filling::new(
        definition,
        today(),
        Answers::default(),
        typed(&[("open", "yes"), ("points", "20")]),
    )
}

#[test]
fn a_hidden_answer_counts_nowhere_and_comes_back_when_it_is_shown_again() {
    let mut filling = session();
    assert_eq!(filling.answer("total"), Some(&Answer::Integer(21)));
    assert_eq!(
        filling.problems(),
        vec![Problem::new("reason", ProblemCode::Required)]
    );
    let changes = filling.set("open", vec!["no".to_owned()]);
    assert_eq!(
        changes.fields.into_iter().collect::<Vec<_>>(),
        ["open", "points", "reason", "total"]
    );
    assert_eq!(filling.answer("total"), Some(&Answer::Integer(1)));
    assert_eq!(filling.answers().get("points"), None);
    assert_eq!(filling.problems(), vec![]);
    filling.set("open", vec!["yes".to_owned()]);
    assert_eq!(filling.answers().get("points"), Some(&Answer::Integer(20)));
}

#[test]
fn a_change_touches_only_what_follows_from_it() {
    let mut filling = session();
    let changes = filling.set("reason", vec!["because".to_owned()]);
    assert_eq!(changes.fields.into_iter().collect::<Vec<_>>(), ["reason"]);
    assert_eq!(
        filling.set("reason", vec!["because".to_owned()]),
        Changes::default()
    );
}

#[test]
fn a_check_brings_its_own_words() {
    let message =
        json!({"hu": "Később kell lennie.", "uk": "Має бути пізніше.", "en": "It must be later."});
    let definition = form(&json!([
        {"field": "from", "type": "date", "label": text("f")},
        {"field": "to", "type": "date", "label": text("t"), "checks": [
            {"holds": {"not": {"less": {"field": "to", "than": {"field": "from"}}}}, "message": message}]},
    ]));
    let edited = |to: &str| {
        foresee(
            &definition,
            &today(),
            &typed(&[("from", "2024-05-01"), ("to", to)]),
        )
    };
    let wrong = edited("2024-04-30").problems;
    assert!(
        matches!(&wrong[..], [Problem { field, code: ProblemCode::OwnRule { message } }]
        if field == "to" && message.en == "It must be later.")
    );
    assert_eq!(edited("2024-05-01").problems, vec![]);
}

#[test]
fn choices_depend_on_the_day_on_another_answer_and_on_conditions() {
    let definition = form(&json!([
        {"field": "area", "type": "one_choice", "label": text("a"), "choices": [
            {"choice": "north", "label": text("N")}, {"choice": "south", "label": text("S")}]},
        {"field": "place", "type": "one_choice", "label": text("p"), "parent": "area", "choices": [
            {"choice": "n1", "parent": "north", "label": text("N1")},
            {"choice": "s1", "parent": "south", "label": text("S1")},
            {"choice": "s2", "parent": "south", "until": "2026-11-22", "label": text("S2")},
            {"choice": "s3", "parent": "south", "from": "2026-11-23", "label": text("S3")}]},
    ]));
    let mut filling = Filling::new(
        definition.clone(),
        today(),
        Answers::default(),
        typed(&[("place", "s1")]),
    );
    assert_eq!(filling.offered("place"), Vec::<usize>::new());
    assert_eq!(
        filling.problems(),
        vec![Problem::new("place", ProblemCode::NotOffered)]
    );
    filling.set("area", vec!["south".to_owned()]);
    assert_eq!(filling.offered("place"), vec![1]);
    assert_eq!(filling.problems(), vec![]);
    // What was stored while it was offered stays accepted.
    let stored: Answers = [("area", "south"), ("place", "s2")]
        .map(|(field, choice)| (field.to_owned(), Answer::Choice(choice.to_owned())))
        .into_iter()
        .collect();
    let kept = edit(&definition, &today(), &stored, &stored.to_inputs(), |_| {
        FieldAccess::Write
    });
    assert_eq!((kept.answers, kept.problems), (stored, vec![]));
}

#[test]
fn another_forms_answers_are_asked_by_its_name() {
    let raw = raw(&json!([
        {"field": "school", "type": "text", "label": text("s"), "shown_when": {"age": {"field": "identity/birth_date", "below": 18}}},
    ]));
    let definition = raw.check(&[]).unwrap();
    assert_eq!(
        definition.asked_elsewhere().into_iter().collect::<Vec<_>>(),
        ["identity/birth_date"]
    );
    let shown = |birth: Option<&str>| {
        let mut setting = today();
        if let Some(birth) = birth {
            let day = Answer::Date(birth.parse().unwrap());
            setting.others.insert("identity/birth_date".to_owned(), day);
        }
        Filling::new(
            definition.clone(),
            setting,
            Answers::default(),
            Inputs::new(),
        )
        .is_shown("school")
    };
    assert!(shown(Some("2015-01-01")));
    assert!(!shown(Some("1989-01-01")));
    assert!(!shown(None));
}
