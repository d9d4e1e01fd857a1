//! The guide to writing forms tells the truth: its example is accepted, and can be filled in.

use domain::forms::{Answers, Filling, Setting};

use crate::town::Town;

/// The example of the guide.
fn example() -> &'static str {
    let guide = include_str!("../../../docs/writing-forms.md");
    let (_, rest) = guide.split_once("```yaml\n").expect("an example");
    rest.split_once("```").expect("its end").0
}

#[test]
fn the_example_of_the_guide_is_accepted_and_works_as_it_says() {
    let town = Town::new();
    town.write("forms/visit.yaml", example());
    assert_eq!(town.warnings(), [""; 0]);
    let configuration = town.configuration();
    let form = configuration.catalog.form("visit").unwrap().clone();
    let day = "2026-11-24".parse().unwrap();
    let typed = [
        ("visit_day", "2026-11-20"),
        ("met", "yes"),
        ("children.0.child_name", "Марія"),
        ("children.0.child_born.date", "2016"),
        ("children.0.child_school", "no"),
        ("next_visit", "2026-11-01"),
    ];
    let typed = typed.map(|(path, value)| (path.to_owned(), vec![value.to_owned()]));
    let mut filling = Filling::new(form, Setting::on(day), Answers::default(), typed.into());
    assert!(!filling.is_shown("why_not") && filling.is_required("next_visit"));
    let count = filling.answers().to_json()["out_of_school"].clone();
    assert_eq!(count, 1);
    let wrong: Vec<String> = filling
        .problems()
        .into_iter()
        .map(|problem| problem.field)
        .collect();
    assert_eq!(wrong, ["next_visit"]);
    filling.set("next_visit", vec!["2026-12-01".to_owned()]);
    assert_eq!(filling.problems(), []);
}
