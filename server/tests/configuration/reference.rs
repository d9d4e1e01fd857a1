//! The form reference, `docs/forms.md`.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use crate::{
    city,
    town::{Town, field},
};

#[test]
fn the_form_reference_describes_the_forms_in_force() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/forms.md");
    let written = fs::read_to_string(file).unwrap_or_default();
    let now = city::configuration().reference();
    let differs = now
        .lines()
        .zip(written.lines())
        .find(|(now, written)| now != written);
    assert!(
        now == written,
        "docs/forms.md does not describe the forms in force; write it anew in the project's folder:\n\
         target/debug/server config reference docs/forms.md\n\
         The first line that differs: {differs:#?}"
    );
}

fn reference(town: &Town, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_server"))
        .args(["config", "reference"])
        .args(arguments)
        .env("LANCHID_CONFIG_DIR", town.folder())
        .current_dir(town.folder())
        .output()
        .unwrap()
}

#[test]
fn it_is_printed_written_and_compared() {
    let town = Town::asking(&field("one", "type: text"));
    let printed = reference(&town, &[]);
    assert!(printed.status.success(), "{printed:?}");
    let page = String::from_utf8(printed.stdout).unwrap();
    assert_eq!(page, town.configuration().reference());

    let missing = reference(&town, &["--check", "forms.md"]);
    assert!(!missing.status.success(), "{missing:?}");
    assert!(reference(&town, &["forms.md"]).status.success());
    assert_eq!(
        fs::read_to_string(town.folder().join("forms.md")).unwrap(),
        page
    );
    assert!(reference(&town, &["--check", "forms.md"]).status.success());

    town.replace("forms/trial.yaml", "type: text", "type: email");
    let stale = reference(&town, &["--check", "forms.md"]);
    assert!(!stale.status.success(), "{stale:?}");
    let told = String::from_utf8(stale.stderr).unwrap();
    assert!(told.contains("server config reference forms.md"), "{told}");
}

#[test]
fn it_names_the_texts_that_a_language_lacks() {
    let town = Town::asking(
        "  - {field: one, type: one_choice, lookup: colours, label: {hu: a, en: a}}\n",
    );
    town.replace(
        "lookups/colours.yaml",
        "dark_red, label: {hu: a, uk: a, en: a}",
        "dark_red, label: {hu: a}",
    );
    let page = town.configuration().reference();
    let lines: Vec<&str> = page
        .lines()
        .filter(|line| line.contains("missing: "))
        .collect();
    assert_eq!(
        lines,
        [
            "Translations missing: none",
            "Translations missing: `one` in Ukrainian"
        ]
    );
    assert!(
        page.contains("`dark_red` in Ukrainian, `dark_red` in English |"),
        "{page}"
    );
}
