//! The smallest configuration that is one, for tests that break it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::atomic::{AtomicU32, Ordering},
};

use server::configuration::{Configuration, Fault};

const ROLES: &str = "\
roles:
  - role: caseworker
    label: {hu: a, uk: a, en: a}
    scope: team
    permissions: [cases.read]
    fields:
      - {form: \"*\", ordinary: write, sensitive: write, restricted: write}
";

const PERSON: &str = "\
form: person
version: 3
order: 1
title: {hu: a, uk: a, en: a}
fields:
  - {field: family_name, type: text, label: {hu: a, uk: a, en: a}, feeds: family_name, max_length: 100}
  - {field: given_name, type: text, label: {hu: a, uk: a, en: a}, feeds: given_name, max_length: 100}
  - {field: born, type: date, label: {hu: a, uk: a, en: a}}
  - {field: secret, type: yes_no, label: {hu: a, uk: a, en: a}, sensitivity: restricted}
";

const COLOURS: &str = "\
lookup: colours
title: {hu: a, uk: a, en: a}
items:
  - {item: red, label: {hu: a, uk: a, en: a}}
  - {item: dark_red, label: {hu: a, uk: a, en: a}, parent: red}
";

/// A folder with a configuration, gone at the end.
pub(crate) struct Town(PathBuf);

impl Town {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("lanchid-config-{}-{number}", std::process::id());
        let town = Self(std::env::temp_dir().join(name));
        town.write("roles.yaml", ROLES);
        town.write(
            "districts.yaml",
            "districts:\n  - {number: 1, roman: I, name: a}\n",
        );
        town.write("forms/person.yaml", PERSON);
        town.write("lookups/colours.yaml", COLOURS);
        town
    }

    /// The same with one more form, whose fields begin at line 6.
    pub(crate) fn asking(fields: &str) -> Self {
        let town = Self::new();
        town.write("forms/trial.yaml", &form("trial", 2, fields));
        town
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        self.write_bytes(file, text.as_bytes());
    }

    pub(crate) fn write_bytes(&self, file: &str, bytes: &[u8]) {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Replaces a text that stands there once.
    pub(crate) fn replace(&self, file: &str, from: &str, to: &str) {
        let source = fs::read_to_string(self.0.join(file)).unwrap();
        assert_eq!(source.matches(from).count(), 1, "{from} in {file}");
        self.write(file, &source.replace(from, to));
    }

    /// The configuration, which must be right.
    pub(crate) fn configuration(&self) -> Configuration {
        Configuration::read(&self.0).unwrap_or_else(|faults| panic!("{:#?}", self.told(&faults)))
    }

    /// Every fault, as it is told, with its file below the folder.
    pub(crate) fn faults(&self) -> Vec<String> {
        let faults = Configuration::read(&self.0).expect_err("a faulty configuration was accepted");
        self.told(&faults)
    }

    /// Every warning of a configuration that is right.
    pub(crate) fn warnings(&self) -> Vec<String> {
        self.told(&self.configuration().warnings)
    }

    fn told(&self, faults: &[Fault]) -> Vec<String> {
        let folder = format!("{}/", self.0.display());
        let told = faults.iter().map(ToString::to_string);
        told.map(|told| told.replace(&folder, "")).collect()
    }

    pub(crate) fn check(&self) -> Output {
        check(&self.0)
    }
}

/// A form whose fields begin at line 6.
pub(crate) fn form(id: &str, order: i32, fields: &str) -> String {
    format!(
        "form: {id}\nversion: 2\norder: {order}\ntitle: {{hu: a, uk: a, en: a}}\nfields:\n{fields}"
    )
}

/// A field in one line, with these further settings.
pub(crate) fn field(id: &str, settings: &str) -> String {
    format!("  - {{field: {id}, label: {{hu: a, uk: a, en: a}}, {settings}}}\n")
}

pub(crate) fn check(folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_server"))
        .args(["config", "check"])
        .arg(folder)
        .output()
        .unwrap()
}

impl Drop for Town {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
