use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{Problem, ProblemCode, access::FieldAccess};

fn text(words: &str) -> serde_json::Value {
    json!({"hu": words, "uk": words, "en": words})
}

fn raw(fields: &serde_json::Value) -> RawForm {
    serde_json::from_value(json!({
        "form": "trial", "version": 1, "order": 1, "title": text("Trial"), "fields": fields,
    }))
    .unwrap()
}

fn form(fields: &serde_json::Value) -> FormDefinition {
    raw(fields).check(&[]).unwrap()
}

fn reasons(fields: &serde_json::Value) -> String {
    let problems = raw(fields).check(&[]).unwrap_err();
    problems
        .into_iter()
        .map(|problem| problem.reason + "\n")
        .collect()
}

fn today() -> Setting {
    Setting::on(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap())
}

fn one_input(field: &str, value: &str) -> Inputs {
    [(field.to_owned(), vec![value.to_owned()])].into()
}

fn verdict(kind: &serde_json::Value, value: &str) -> Result<Option<Answer>, ProblemCode> {
    let mut field = json!({"field": "it", "label": text("It")});
    for (key, setting) in kind.as_object().unwrap() {
        field[key] = setting.clone();
    }
    let edited = foresee(&form(&json!([field])), &today(), &one_input("it", value));
    match edited.problems.into_iter().next() {
        Some(problem) => Err(problem.code),
        None => Ok(edited.answers.get("it").cloned()),
    }
}

#[test]
fn phones_are_stored_in_e164() {
    let phone = |value| verdict(&json!({"type": "phone"}), value);
    let stored = |text: &str| Ok(Some(Answer::Text(text.into())));
    assert_eq!(phone("+380 (67) 123-45-67"), stored("+380671234567"));
    assert_eq!(phone("06 30 123 4567"), stored("+36301234567"));
    assert_eq!(phone("0036/30.123.4567"), stored("+36301234567"));
    assert_eq!(
        phone("067 123 45 67"),
        Err(ProblemCode::PhoneWithoutCountry)
    );
    assert_eq!(phone("+12"), Err(ProblemCode::NotAPhone));
    assert_eq!(phone("call me"), Err(ProblemCode::NotAPhone));
    assert_eq!(phone("+٣٦٣٠١٢٣٤٥٦٧"), Err(ProblemCode::NotAPhone));
    assert_eq!(phone("  "), Ok(None));
}

#[test]
fn numbers_dates_and_addresses_say_what_is_wrong() {
    let integer = json!({"type": "integer", "min": 0, "max": 20});
    assert_eq!(
        verdict(&integer, "21"),
        Err(ProblemCode::TooLarge { max: 20 })
    );
    assert_eq!(
        verdict(&integer, "−1"),
        Err(ProblemCode::TooSmall { min: 0 })
    );
    assert_eq!(verdict(&integer, "2.5"), Err(ProblemCode::NotAnInteger));
    assert_eq!(
        verdict(&integer, "99999999999999999999"),
        Err(ProblemCode::NotAnInteger)
    );
    let past = json!({"type": "date", "earliest": "1900-01-01", "latest": "today"});
    assert_eq!(verdict(&past, "23.11.2026"), Err(ProblemCode::InTheFuture));
    assert_eq!(verdict(&past, "30.02.2020"), Err(ProblemCode::NotADate));
    assert!(matches!(
        verdict(&past, "1899-12-31"),
        Err(ProblemCode::TooEarly { .. })
    ));
    let email = json!({"type": "email"});
    assert!(verdict(&email, "olena@example.org").is_ok());
    for wrong in [
        "olena",
        "@example.org",
        "a@b",
        "a b@example.org",
        "a@@example.org",
        "a@.org",
    ] {
        assert_eq!(
            verdict(&email, wrong),
            Err(ProblemCode::NotAnEmail),
            "{wrong}"
        );
    }
}

#[test]
fn markup_stays_text_and_control_signs_are_no_text() {
    let long = json!({"type": "long_text"});
    let markup = "</textarea><script>alert(1)</script>";
    assert_eq!(
        verdict(&long, markup),
        Ok(Some(Answer::Text(markup.into())))
    );
    assert_eq!(
        verdict(&long, "one\r\ntwo"),
        Ok(Some(Answer::Text("one\ntwo".into())))
    );
    assert_eq!(verdict(&long, "a\0b"), Err(ProblemCode::NotText));
    assert_eq!(
        verdict(&json!({"type": "text"}), "a\nb"),
        Err(ProblemCode::NotText)
    );
    let letters = "ї".repeat(200);
    assert!(verdict(&json!({"type": "text"}), &letters).is_ok());
    assert_eq!(
        verdict(&json!({"type": "text"}), &(letters + "ї")),
        Err(ProblemCode::TooLong { max: 200 })
    );
}

fn chain() -> FormDefinition {
    form(&json!([
        {"field": "alone", "type": "yes_no", "label": text("a"), "required": true},
        {"field": "children", "type": "integer", "min": 0, "max": 20, "label": text("c"), "required": true,
         "shown_when": {"equal": {"field": "alone", "value": false}}},
        {"field": "names", "type": "text", "label": text("n"), "required": true,
         "shown_when": {"not": {"equal": {"field": "children", "value": 0}}}},
        {"field": "note", "type": "text", "label": text("t"), "sensitivity": "restricted"},
    ]))
}

#[test]
fn a_hidden_field_is_neither_required_nor_stored_and_hides_what_depends_on_it() {
    let typed: Inputs = [("alone", "yes"), ("children", "nonsense"), ("names", "x")]
        .into_iter()
        .map(|(field, value)| (field.to_owned(), vec![value.to_owned()]))
        .collect();
    let edited = foresee(&chain(), &today(), &typed);
    // `names` is shown: its condition asks a field that is not answered, and `not` holds.
    assert_eq!(edited.problems, vec![]);
    assert_eq!(edited.answers.get("children"), None);
    assert_eq!(edited.answers.get("names"), Some(&Answer::Text("x".into())));
}

#[test]
fn what_was_not_sent_stays_and_what_may_not_be_written_is_refused() {
    let definition = chain();
    let mut stored = Answers::default();
    stored.set("alone", Some(Answer::YesNo(true)));
    stored.set("names", Some(Answer::Text("kept".into())));
    stored.set("note", Some(Answer::Text("secret".into())));
    let access = |field: &Field| match field.id.as_str() {
        "note" => FieldAccess::Hidden,
        "alone" => FieldAccess::Read,
        _ => FieldAccess::Write,
    };
    let same = edit(&definition, &today(), &stored, &Inputs::new(), access);
    assert_eq!((same.answers, same.problems), (stored.clone(), vec![]));
    let problem = |field: &str| {
        edit(
            &definition,
            &today(),
            &stored,
            &one_input(field, "no"),
            access,
        )
        .problems[0]
            .code
            .clone()
    };
    assert_eq!(problem("alone"), ProblemCode::ReadOnly);
    assert_eq!(problem("note"), ProblemCode::UnknownField);
    assert_eq!(problem("no_such_field"), ProblemCode::UnknownField);
}

#[test]
fn answers_read_back_from_their_document() {
    let definition = form(&json!([
        {"field": "many", "type": "many_choices", "label": text("m"), "choices": [
            {"choice": "a", "label": text("A")}, {"choice": "b", "label": text("B")}]},
        {"field": "day", "type": "date", "label": text("d")},
        {"field": "count", "type": "integer", "label": text("c")},
    ]));
    let typed: Inputs = [
        (
            "many".to_owned(),
            vec!["b".to_owned(), String::new(), "a".to_owned()],
        ),
        ("day".to_owned(), vec!["27.04.1989".to_owned()]),
        ("count".to_owned(), vec!["3".to_owned()]),
    ]
    .into();
    let answers = foresee(&definition, &today(), &typed).answers;
    assert_eq!(
        answers.to_json(),
        json!({"many": ["a", "b"], "day": "1989-04-27", "count": 3})
    );
    assert_eq!(Answers::from_json(&definition, &answers.to_json()), answers);
    assert_eq!(
        foresee(&definition, &today(), &answers.to_inputs()).answers,
        answers
    );
}

#[test]
fn a_faulty_definition_is_refused_with_the_reason() {
    let cases = [
        (
            json!([{"field": "A b", "type": "text", "label": text("x")}]),
            "not a field id",
        ),
        (
            json!([{"field": "a", "type": "text", "label": text(" ")}]),
            "empty in every language",
        ),
        (
            json!([{"field": "a", "type": "text", "min": 1, "label": text("x")}]),
            "`min` does not belong",
        ),
        (
            json!([{"field": "a", "type": "one_choice", "label": text("x")}]),
            "`choices` or `lookup` is missing",
        ),
        (
            json!([{"field": "a", "type": "integer", "min": 2, "max": 1, "label": text("x")}]),
            "larger than",
        ),
        (
            json!([{"field": "a", "type": "phone", "feeds": "sex", "label": text("x")}]),
            "does not fit the attribute",
        ),
        (
            json!([{"field": "a", "type": "text", "label": text("x"), "shown_when": {"answered": {"field": "b"}}}]),
            "unknown field `b`",
        ),
        (
            json!([{"field": "a", "type": "text", "label": text("x"), "shown_when": {"answered": {"field": "a"}}}]),
            "depends on itself",
        ),
        (
            json!([
                {"field": "a", "type": "text", "label": text("x"), "shown_when": {"answered": {"field": "b"}}},
                {"field": "b", "type": "text", "label": text("x"), "shown_when": {"answered": {"field": "a"}}},
            ]),
            "depends on itself",
        ),
        (
            json!([
                {"field": "a", "type": "yes_no", "sensitivity": "restricted", "label": text("x")},
                {"field": "b", "type": "text", "label": text("x"), "shown_when": {"answered": {"field": "a"}}},
            ]),
            "more sensitive",
        ),
        (
            json!([
                {"field": "a", "type": "yes_no", "label": text("x")},
                {"field": "b", "type": "text", "label": text("x"), "shown_when": {"equal": {"field": "a", "value": "yes"}}},
            ]),
            "can never hold",
        ),
        (
            json!([{"field": "a", "type": "text", "label": text("x")}, {"field": "a", "type": "text", "label": text("x")}]),
            "stands twice",
        ),
        (
            json!([{"field": "a", "type": "text", "label": text("x"), "shown_when": {"all": []}}]),
            "at least one part",
        ),
        (
            json!([{"field": "a", "type": "long_text", "indexed": true, "label": text("x")}]),
            "cannot be indexed",
        ),
        (
            json!([{"field": "a", "type": "text", "feeds": "family_name", "label": text("x")}]),
            "at most 150 characters",
        ),
    ];
    for (fields, reason) in cases {
        let given = reasons(&fields);
        assert!(given.contains(reason), "{given} lacks {reason}");
    }
}

fn anything() -> impl Strategy<Value = Inputs> {
    let name = prop_oneof![
        Just("alone".to_owned()),
        Just("children".to_owned()),
        Just("names".to_owned()),
        Just("note".to_owned()),
        ".{0,12}",
    ];
    let value = prop_oneof![
        Just("yes".to_owned()),
        Just("no".to_owned()),
        Just("3".to_owned()),
        ".{0,30}"
    ];
    prop::collection::btree_map(name, prop::collection::vec(value, 0..4), 0..6)
}

proptest! {
    #[test]
    fn whatever_is_typed_is_judged_alike_twice(typed in anything()) {
        let definition = chain();
        let first = foresee(&definition, &today(), &typed);
        prop_assert_eq!(&first, &foresee(&definition, &today(), &typed));
        // What is accepted is stored, read back and accepted again without a change.
        if first.problems.is_empty() {
            let again = foresee(&definition, &today(), &first.answers.to_inputs());
            prop_assert_eq!(&again.answers, &first.answers);
        }
        let visible = visible_fields(&definition, &today(), &first.answers);
        prop_assert!(first.answers.iter().all(|(field, _)| visible.contains(field)));
    }

    #[test]
    fn no_one_writes_what_they_may_not(typed in anything(), locked in prop::sample::subsequence(vec!["alone", "children", "names", "note"], 0..4)) {
        let definition = chain();
        let mut stored = Answers::default();
        stored.set("alone", Some(Answer::YesNo(false)));
        stored.set("children", Some(Answer::Integer(2)));
        stored.set("names", Some(Answer::Text("A, B".into())));
        stored.set("note", Some(Answer::Text("n".into())));
        let access = |field: &Field| if locked.contains(&field.id.as_str()) { FieldAccess::Hidden } else { FieldAccess::Write };
        let edited = edit(&definition, &today(), &stored, &typed, access);
        if edited.problems.is_empty() {
            let visible = visible_fields(&definition, &today(), &edited.answers);
            for field in locked.iter().filter(|field| visible.contains(**field)) {
                prop_assert_eq!(edited.answers.get(field), stored.get(field));
            }
        }
    }
}

mod groups;
mod reading;
mod rules;
mod types;
