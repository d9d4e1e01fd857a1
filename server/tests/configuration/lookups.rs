//! Lists that fields share.

use crate::town::{Town, field};

#[test]
fn a_lookup_that_is_not_there_is_told_at_the_field() {
    for settings in [
        "type: one_choice, lookup: colors",
        "type: many_choices, lookup: colors",
        "type: location, lookup: colors",
        "type: address, countries: colors",
        "type: identity_document, document_types: colors, countries: colours",
        "type: identity_document, document_types: colours, countries: colors",
        "type: calculated, result: one_choice, lookup: colors, calculation: {value: red}",
    ] {
        let town = Town::asking(&field("one", settings));
        assert_eq!(
            town.faults(),
            ["forms/trial.yaml:6: field `one`: there is no lookup `colors`"]
        );
    }
}

#[test]
fn a_faulty_item_is_told_at_its_line_and_nowhere_else() {
    let cases = [
        (
            "item: dark_red, label: {hu: a, uk: a, en: a}, parent: red",
            "item: red, label: {hu: a, uk: a, en: a}",
            "lookups/colours.yaml:5: item `red`: the item stands twice",
        ),
        (
            "item: dark_red",
            "item: Dark",
            "lookups/colours.yaml:5: item `Dark`: `Dark` is not an item id",
        ),
        (
            "parent: red",
            "parent: dark_red",
            "lookups/colours.yaml:5: item `dark_red`: the item lies within itself",
        ),
        (
            "parent: red",
            "from: 2026-02-01, until: 2026-02-01",
            "lookups/colours.yaml:5: item `dark_red`: it is never offered: `until` is not after `from`",
        ),
        (
            "parent: red",
            "until: soon",
            "lookups/colours.yaml:5: this is not a day such as 2026-11-24",
        ),
        (
            "parent: red",
            "perent: red",
            "lookups/colours.yaml:5: unknown field `perent`",
        ),
        (
            "lookup: colours",
            "lookup: colors",
            "lookups/colours.yaml:1: the lookup's id is `colors`, but the file is named `colours`",
        ),
        (
            "  - {item: red, label: {hu: a, uk: a, en: a}}\n",
            "",
            "lookups/colours.yaml:1: a lookup has 2 to 1000 items",
        ),
    ];
    for (from, to, expected) in cases {
        let town = Town::asking(&field("one", "type: one_choice, lookup: colours"));
        town.replace("lookups/colours.yaml", from, to);
        let told = town.faults();
        assert!(told.len() == 1 && told[0].starts_with(expected), "{told:?}");
    }
}

#[test]
fn a_place_lies_in_a_place_that_is_there() {
    let town = Town::asking(&field("one", "type: location, lookup: colours"));
    town.replace("lookups/colours.yaml", "parent: red", "parent: blue");
    assert_eq!(
        town.faults(),
        ["forms/trial.yaml:6: field `one`: the place `dark_red` lies in a place that is not there"]
    );
}

#[test]
fn choices_that_hang_on_another_field_belong_to_one_of_its_choices() {
    let shades = |parent: &str| {
        field("one", "type: one_choice, lookup: colours")
            + &field(
                "two",
                &format!("type: one_choice, parent: {parent}, lookup: colours"),
            )
    };
    Town::asking(&shades("one")).configuration();
    let told = Town::asking(&shades("three")).faults();
    assert_eq!(
        told,
        ["forms/trial.yaml:7: field `two`: the rule asks an unknown field `three`"]
    );
    let told = Town::asking(&shades("two")).faults();
    assert_eq!(
        told,
        ["forms/trial.yaml:7: field `two`: the field depends on itself"]
    );
    let town = Town::asking(&shades("one"));
    town.replace("lookups/colours.yaml", "parent: red", "parent: blue");
    assert_eq!(
        town.faults(),
        ["forms/trial.yaml:7: field `two`: no choice belongs to a choice of `one`"]
    );
}

#[test]
fn order_and_time_come_along() {
    let town = Town::asking(&field("one", "type: one_choice, lookup: colours"));
    town.replace(
        "lookups/colours.yaml",
        "parent: red",
        "from: 2026-01-01, until: 2027-01-01",
    );
    let configuration = town.configuration();
    let field = configuration
        .catalog
        .form("trial")
        .unwrap()
        .field("one")
        .unwrap();
    let items = field.kind.choices();
    assert_eq!(items, configuration.lookups[0].items);
    assert_eq!(items[0].choice, "red");
    let valid = |day: &str| items[1].is_valid_on(day.parse().unwrap());
    assert_eq!(
        ["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"].map(valid),
        [false, true, true, false]
    );
}
