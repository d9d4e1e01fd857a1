//! Files that are missing, misnamed, out of place or no YAML.

use crate::town::{Town, field, form};

#[test]
fn nothing_that_is_not_a_form_brings_it_down() {
    for source in [
        "",
        "\u{0}",
        "fields: [",
        "form: trial\nfields: {}",
        "- - - -",
        "&a [*a]",
        "\u{feff}",
        "form: *x",
        "%YAML 3.0\n---",
        "{",
        "'",
        "? ? ?",
    ] {
        let town = Town::new();
        town.write("forms/trial.yaml", source);
        let told = town.faults();
        assert_eq!(told.len(), 1, "{source:?}: {told:?}");
        assert!(
            told[0].starts_with("forms/trial.yaml:"),
            "{source:?}: {told:?}"
        );
        let line = told[0]
            .split(':')
            .nth(1)
            .and_then(|line| line.parse::<usize>().ok());
        assert!(
            line.is_some_and(|line| (1..=2).contains(&line)),
            "{source:?}: {told:?}"
        );
    }
    let town = Town::new();
    town.write_bytes("forms/trial.yaml", b"form: trial\ntitle: \xff");
    assert_eq!(town.faults(), ["forms/trial.yaml:2: the text is not UTF-8"]);
}

#[test]
fn a_file_is_named_like_what_is_in_it() {
    let town = Town::new();
    town.write(
        "forms/other.yaml",
        &form("trial", 2, &field("one", "type: text")),
    );
    assert_eq!(
        town.faults(),
        ["forms/other.yaml:1: the form's id is `trial`, but the file is named `other`"]
    );
    let town = Town::new();
    town.write("forms/trial.yml", "");
    assert_eq!(
        town.faults(),
        ["forms/trial.yml: the file's name must end in .yaml"]
    );
    let town = Town::new();
    std::fs::create_dir(town.folder().join("forms/trial.yaml")).unwrap();
    assert_eq!(town.faults(), ["forms/trial.yaml: this is not a file"]);
}

#[test]
fn each_form_has_a_place_of_its_own() {
    let town = Town::new();
    town.write(
        "forms/trial.yaml",
        &form("trial", 1, &field("one", "type: text")),
    );
    assert_eq!(
        town.faults(),
        ["forms/trial.yaml:1: the form `person` has the same `order`"]
    );
}

#[test]
fn the_first_form_asks_for_the_name() {
    let town = Town::new();
    town.write(
        "forms/trial.yaml",
        &form("trial", 0, &field("one", "type: text")),
    );
    assert_eq!(
        town.faults(),
        [
            "forms/trial.yaml:1: the first form must feed the person's family name",
            "forms/trial.yaml:1: the first form must feed the person's given name",
        ]
    );
}

#[test]
fn what_is_missing_is_told() {
    for (file, told) in [
        ("roles.yaml", "roles.yaml: the file or folder is missing"),
        (
            "districts.yaml",
            "districts.yaml: the file or folder is missing",
        ),
        ("forms/person.yaml", "forms: there is no form"),
    ] {
        let town = Town::new();
        std::fs::remove_file(town.folder().join(file)).unwrap();
        assert_eq!(town.faults(), [told]);
    }
    let town = Town::new();
    std::fs::remove_dir_all(town.folder().join("lookups")).unwrap();
    assert_eq!(town.configuration().lookups.len(), 0);
}

#[test]
fn an_earlier_version_is_earlier_and_of_a_form_that_is_there() {
    let earlier = |version: i32| {
        form("trial", 2, &field("old", "type: text"))
            .replace("version: 2", &format!("version: {version}"))
    };
    let cases = [
        (
            "trial.2.yaml",
            2,
            "version 2 is not earlier than the current version 2",
        ),
        (
            "trial.3.yaml",
            3,
            "version 3 is not earlier than the current version 2",
        ),
        (
            "trial.yaml",
            1,
            "this is version 1 of `trial`: the file must be named `trial.1.yaml`",
        ),
        (
            "trial.1.yaml",
            0,
            "this is version 0 of `trial`: the file must be named `trial.0.yaml`",
        ),
    ];
    for (file, version, reason) in cases {
        let town = Town::asking(&field("one", "type: text"));
        town.write(&format!("forms/earlier/{file}"), &earlier(version));
        assert_eq!(
            town.faults()[0],
            format!("forms/earlier/{file}:1: {reason}")
        );
    }
    let town = Town::new();
    town.write("forms/earlier/trial.1.yaml", &earlier(1));
    assert_eq!(
        town.faults(),
        ["forms/earlier/trial.1.yaml:1: there is no form `trial` any more"]
    );
    let town = Town::asking(&field("one", "type: text"));
    town.write("forms/earlier/trial.1.yaml", &earlier(1));
    assert_eq!(town.configuration().earlier.len(), 1);
}

#[test]
fn a_form_that_cannot_be_read_is_told_once() {
    let town = Town::new();
    town.replace("roles.yaml", "\"*\"", "trial");
    town.write("forms/trial.yaml", &"#".repeat(1_000_001));
    town.write(
        "forms/earlier/trial.1.yaml",
        &form("trial", 2, &field("one", "type: text")).replace("version: 2", "version: 1"),
    );
    assert_eq!(
        town.faults(),
        ["forms/trial.yaml:1: the file is larger than 1000000 bytes"]
    );
}

#[test]
fn a_faulty_role_or_district_is_told_at_its_line() {
    let cases = [
        (
            "cases.read",
            "cases.everything",
            "roles.yaml:5: there is no permission `cases.everything`",
        ),
        (
            "\"*\"",
            "nothing",
            "roles.yaml:2: role `caseworker`: there is no form `nothing`",
        ),
        (
            "ordinary: write",
            "ordinary: read",
            "roles.yaml:2: role `caseworker`: access to form `*` rises with sensitivity",
        ),
        (
            "label: {hu: a, uk: a, en: a}",
            "label: {}",
            "roles.yaml:2: role `caseworker`: the label is empty in every language",
        ),
        (
            "scope: team",
            "scope: world",
            "roles.yaml:4: unknown variant `world`",
        ),
    ];
    for (from, to, expected) in cases {
        let town = Town::new();
        town.replace("roles.yaml", from, to);
        let told = town.faults();
        assert!(told.len() == 1 && told[0].starts_with(expected), "{told:?}");
    }
    let town = Town::new();
    town.write(
        "districts.yaml",
        "districts:\n  - {number: 1, roman: I, name: a}\n  - {number: 1, roman: II, name: b}\n",
    );
    assert_eq!(
        town.faults(),
        ["districts.yaml:3: district 1: the number stands twice"]
    );
}
