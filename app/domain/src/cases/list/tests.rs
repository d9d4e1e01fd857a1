use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{
    ProblemCode,
    forms::{FormDefinition, RawForm},
};

fn read(address: &str) -> ListQuery {
    ListQuery::parse(address).expect(address)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn form() -> FormDefinition {
    let text = |text: &str| json!({"hu": text, "uk": text, "en": text});
    let choice = |id: &str, parent: Option<&str>| match parent {
        Some(parent) => json!({"choice": id, "label": text(id), "parent": parent}),
        None => json!({"choice": id, "label": text(id)}),
    };
    let form = json!({"form": "housing", "version": 1, "order": 1, "title": text("x"), "fields": [
        {"field": "kind", "type": "one_choice", "indexed": true, "label": text("x"),
         "choices": [choice("shelter", None), choice("private", None)]},
        {"field": "needs", "type": "many_choices", "indexed": true, "label": text("x"),
         "choices": [choice("cot", None), choice("pets", None)]},
        {"field": "people", "type": "integer", "min": 0, "max": 99, "indexed": true, "label": text("x")},
        {"field": "rent", "type": "money", "currencies": ["EUR", "HUF"], "min": 0, "max": 9_999_999, "indexed": true, "label": text("x")},
        {"field": "since", "type": "date", "indexed": true, "label": text("x")},
        {"field": "safe", "type": "yes_no", "indexed": true, "label": text("x")},
        {"field": "phone", "type": "phone", "indexed": true, "label": text("x")},
        {"field": "secret", "type": "text", "label": text("x")},
        {"field": "rooms", "type": "group", "row_label": text("x"), "summary": ["beds"], "label": text("x"), "max_rows": 5, "fields": [
            {"field": "beds", "type": "integer", "min": 0, "max": 9, "indexed": true, "label": text("x")}
        ]}
    ]});
    let raw: RawForm = serde_json::from_value(form).expect("a form");
    raw.check(&[]).expect("a sound form")
}

/// What a filter typed like this accepts.
fn filtered(address: &str) -> Result<Accepted, ProblemCode> {
    let query = read(address);
    let (subject, wanted) = query.filters.first_key_value().expect("a filter");
    let Subject::Answer(path) = subject else {
        return accepted_days(wanted);
    };
    let form = form();
    let (_, field) = indexed_field(&form, path).ok_or(ProblemCode::UnknownField)?;
    accepted(field, wanted)
}

#[test]
fn an_address_says_everything() {
    let query = read(
        "?whose=all&stage=plan&stage=new&housing/kind=shelter&housing%2Fkind=private\
         &housing/since:from=2026-01-01&housing/since:to=2026.02.01.&housing/people:none=1\
         &opened:from=2025-12-01&sort=-housing/since&column=team&column=housing/kind&count=all",
    );
    assert_eq!(query.whose, Whose::All);
    assert!(
        query
            .stages
            .iter()
            .eq(&[Stage::NEW, Stage::from_code("plan").unwrap()])
    );
    assert_eq!(query.filters.len(), 4);
    assert!(query.sort.descending && query.count_all);
    assert_eq!(query.columns.len(), 2);
    assert_eq!(read(&query.to_address()), query);
}

#[test]
fn what_is_left_open_or_means_nothing_to_a_list_is_passed_over() {
    assert_eq!(
        read("housing/since:from=&stage=&x=1&utm_source=mail&="),
        ListQuery::default()
    );
    assert_eq!(ListQuery::default().to_address(), "whose=mine");
}

#[test]
fn values_without_meaning_are_told() {
    for (address, field) in [
        ("whose=yours", "whose"),
        ("stage=plan&stage=no stage", "stage"),
        ("sort=down", "sort"),
        ("sort=--changed", "sort"),
        ("column=name", "column"),
        ("after=1", "after"),
        ("count=some", "count"),
        ("housing/=x", "housing/"),
        ("housing/a b=x", "housing/a b"),
        ("housing/a.b.c=x", "housing/a.b.c"),
    ] {
        let problems = ListQuery::parse(address).expect_err(address);
        assert_eq!(problems[0].field, field, "{address}");
    }
}

#[test]
fn too_much_is_refused_in_few_words() {
    let filters: Vec<String> = (0..10_000).map(|id| format!("f/x{id}=1")).collect();
    let values: Vec<String> = (0..10_000).map(|id| format!("f/x={id}")).collect();
    let broken: Vec<String> = (0..10_000).map(|id| format!("f/ {id}=1")).collect();
    for pairs in [filters, values, broken] {
        let problems = ListQuery::parse(&pairs.join("&")).expect_err("too much");
        assert!(problems.len() <= 20);
    }
    let long = format!("f/x={}", "x".repeat(300));
    assert!(ListQuery::parse(&long).is_err());
}

#[test]
fn typed_values_are_read_as_their_field_reads_them() {
    let texts = |address| filtered(address).map(|accepted| accepted.texts);
    assert_eq!(texts("housing/kind=shelter"), Ok(vec!["shelter".into()]));
    assert_eq!(
        texts("housing/needs=cot&housing/needs=pets"),
        Ok(vec!["cot".into(), "pets".into()])
    );
    assert_eq!(
        texts("housing/phone=%2B36 20 123 4567"),
        Ok(vec!["+36201234567".into()])
    );
    let numbers = |address| filtered(address).map(|accepted| accepted.numbers);
    assert_eq!(numbers("housing/people:from=3"), Ok(vec![(Some(3), None)]));
    assert_eq!(numbers("housing/people=3"), Ok(vec![(Some(3), Some(3))]));
    assert_eq!(
        numbers("housing/rent:to=12,50"),
        Ok(vec![(None, Some(1250))])
    );
    assert_eq!(numbers("housing/safe=no"), Ok(vec![(Some(0), Some(0))]));
    assert_eq!(
        numbers("housing/rooms.beds:from=2"),
        Ok(vec![(Some(2), None)])
    );
    let days = |address| filtered(address).map(|accepted| accepted.days);
    let span = (Some(day("2026-01-31")), Some(day("2026-02-01")));
    assert_eq!(
        days("housing/since:from=31.01.2026&housing/since:to=2026-02-01"),
        Ok(vec![span])
    );
    assert_eq!(
        days("changed:from=2026-01-31"),
        Ok(vec![(Some(day("2026-01-31")), None)])
    );
}

#[test]
fn values_that_their_field_cannot_have_are_refused() {
    for (address, code) in [
        ("housing/kind=castle", ProblemCode::NotAChoice),
        ("housing/kind:from=a", ProblemCode::NotAChoice),
        ("housing/people=many", ProblemCode::NotAnInteger),
        ("housing/since=2026-02-30", ProblemCode::NotADate),
        ("housing/safe=perhaps", ProblemCode::NotYesOrNo),
        ("housing/phone=12", ProblemCode::NotAPhone),
        ("housing/secret=x", ProblemCode::UnknownField),
        ("housing/rooms=x", ProblemCode::UnknownField),
        ("opened:none=1", ProblemCode::NotAChoice),
    ] {
        assert_eq!(filtered(address), Err(code), "{address}");
    }
}

proptest! {
    #[test]
    fn whatever_is_read_is_written_alike(text in "[a-z/:=&.%+0-9-]{0,60}") {
        if let Ok(query) = ListQuery::parse(&text) {
            let query = ListQuery { panel: None, ..query };
            prop_assert_eq!(ListQuery::parse(&query.to_address()), Ok(query));
        }
    }

    #[test]
    fn values_of_any_signs_come_back(value in "\\PC{1,40}") {
        let value = value.trim();
        prop_assume!(!value.is_empty());
        let mut query = ListQuery::default();
        let path = AnswerPath::new("form", "field").expect("a path");
        let wanted = Wanted { any_of: vec![value.to_owned()], ..Wanted::default() };
        query.filters.insert(Subject::Answer(path), wanted);
        prop_assert_eq!(ListQuery::parse(&query.to_address()), Ok(query));
    }
}
