//! The city's own configuration.

use std::path::{Path, PathBuf};

use server::configuration::Configuration;

use crate::town::check;

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("config")
}

pub(crate) fn configuration() -> Configuration {
    Configuration::read(&folder()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[test]
fn it_has_neither_fault_nor_warning() {
    let output = check(&folder());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert_eq!(told, "");
    assert!(String::from_utf8_lossy(&output.stdout).contains("no fault"));
}

#[test]
fn every_form_lookup_and_earlier_version_is_read() {
    let configuration = configuration();
    let files = |folder: &str| {
        let entries = std::fs::read_dir(self::folder().join(folder)).unwrap();
        entries
            .filter(|entry| entry.as_ref().unwrap().path().is_file())
            .count()
    };
    assert_eq!(configuration.catalog.forms().len(), files("forms"));
    assert_eq!(configuration.earlier.len(), files("forms/earlier"));
    assert_eq!(configuration.lookups.len(), files("lookups"));
    assert_eq!(configuration.districts.len(), 23);
}
