//! The configuration check: what is wrong is told with file, line and reason.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::atomic::{AtomicU32, Ordering},
};

use server::configuration::{Configuration, Fault};

/// A copy of the default configuration, gone at the end.
struct Copied(PathBuf);

impl Copied {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("lanchid-config-{}-{number}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        fs::create_dir_all(directory.join("forms")).unwrap();
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
        for folder in ["", "forms"] {
            for entry in fs::read_dir(original.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    let name = path.file_name().unwrap();
                    fs::copy(&path, directory.join(folder).join(name)).unwrap();
                }
            }
        }
        Self(directory)
    }

    /// Replaces the first occurrence of a text; answers the line on which it stood.
    fn replace(&self, file: &str, from: &str, to: &str) -> u64 {
        let path = self.0.join(file);
        let source = fs::read_to_string(&path).unwrap();
        let at = source
            .find(from)
            .unwrap_or_else(|| panic!("{from} in {file}"));
        fs::write(&path, source.replacen(from, to, 1)).unwrap();
        u64::try_from(source[..at].lines().count().max(1)).unwrap()
    }

    fn faults(&self) -> Vec<Fault> {
        Configuration::read(&self.0).expect_err("a faulty configuration was accepted")
    }

    fn check(&self) -> Output {
        Command::new(env!("CARGO_BIN_EXE_server"))
            .args(["config", "check"])
            .arg(&self.0)
            .output()
            .unwrap()
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_default_configuration_has_no_fault() {
    let output = Copied::new().check();
    assert!(output.status.success(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("no fault"));
}

#[test]
fn a_faulty_field_is_named_with_file_line_and_reason() {
    let cases = [
        ("field: family_name", "field: Family", "not a field id"),
        ("type: phone", "type: telephone", "telephone"),
        ("feeds: sex", "feeds: phone", "does not fit"),
        ("max_length: 100", "max_length: 0", "max_length"),
        (
            "field: other_citizenship",
            "field: citizenship",
            "stands twice",
        ),
    ];
    for (from, to, reason) in cases {
        let copied = Copied::new();
        let file = if from == "type: phone" {
            "forms/contact.yaml"
        } else {
            "forms/identity.yaml"
        };
        copied.replace(file, from, to);
        let faults = copied.faults();
        let fault = faults
            .iter()
            .find(|fault| fault.reason.contains(reason))
            .unwrap_or_else(|| panic!("{to}: {faults:?}"));
        assert!(fault.file.ends_with(file), "{fault}");
        assert!(fault.line.is_some(), "{fault}");
    }
}

#[test]
fn a_missing_translation_is_a_fault_with_its_line() {
    let copied = Copied::new();
    let line = copied.replace("forms/arrival.yaml", "uk: ", "ua: ");
    let faults = copied.faults();
    assert_eq!(faults.len(), 1, "{faults:?}");
    let told = faults[0].line.unwrap();
    assert!(
        told.abs_diff(line) <= 2,
        "line {told}, not {line}: {faults:?}"
    );
}

#[test]
fn a_condition_on_a_field_that_does_not_exist_is_a_fault_at_its_field() {
    let copied = Copied::new();
    copied.replace(
        "forms/arrival.yaml",
        "field: travelled_alone, value",
        "field: nobody, value",
    );
    let faults = copied.faults();
    assert!(
        faults.iter().all(|fault| fault.line.is_some()),
        "{faults:?}"
    );
    assert!(
        faults[0].reason.contains("unknown field `nobody`"),
        "{faults:?}"
    );
}

#[test]
fn a_role_that_names_an_unknown_permission_or_form_is_a_fault() {
    for (from, to) in [
        ("cases.read", "cases.everything"),
        ("form: identity", "form: nothing"),
    ] {
        let copied = Copied::new();
        copied.replace("roles.yaml", from, to);
        let faults = copied.faults();
        assert!(faults[0].file.ends_with("roles.yaml"), "{faults:?}");
        assert!(faults[0].line.is_some(), "{faults:?}");
    }
}

#[test]
fn the_command_fails_and_tells_each_fault_in_a_line_of_its_own() {
    let copied = Copied::new();
    copied.replace(
        "forms/identity.yaml",
        "max_length: 100",
        "max_length: 100000",
    );
    copied.replace("forms/contact.yaml", "version: 1", "version: 0");
    let output = copied.check();
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr);
    for file in ["identity.yaml:", "contact.yaml:"] {
        assert_eq!(
            told.lines().filter(|line| line.contains(file)).count(),
            1,
            "{told}"
        );
    }
}

#[test]
fn nothing_that_is_not_yaml_brings_it_down() {
    for source in [
        "",
        "\u{0}",
        "fields: [",
        "form: identity\nfields: {}",
        "- - - -",
        "&a [*a]",
    ] {
        let copied = Copied::new();
        fs::write(copied.0.join("forms/identity.yaml"), source).unwrap();
        assert!(!copied.faults().is_empty(), "{source:?}");
    }
}

#[test]
fn unknown_settings_are_refused_in_one_line() {
    let output = Command::new(env!("CARGO_BIN_EXE_server"))
        .args(["serve", "--print-config"])
        .env("LANCHID_DATABSE_URL", "sqlite:x")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.to_lowercase().contains("databse_url"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
}
