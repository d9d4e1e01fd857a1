use std::{fs, path::PathBuf, sync::OnceLock};

use domain::{
    access::Role,
    forms::{FormDefinition, Lookup, RawForm, RawLookup},
};
use serde::{Deserialize, de::DeserializeOwned};
use services::{Catalog, districts::DistrictConfig};

/// The default configuration, as the server reads it.
#[derive(Clone, Debug)]
pub struct Config {
    /// Every form, checked.
    pub forms: Vec<FormDefinition>,
    /// Every role.
    pub roles: Vec<Role>,
    /// Every district.
    pub districts: Vec<DistrictConfig>,
}

impl Config {
    /// Its forms and roles, and some more roles.
    pub fn catalog(&self, more: &[Role]) -> Catalog {
        let roles = self.roles.iter().chain(more).cloned();
        Catalog::new(self.forms.clone(), roles.collect())
    }
}

/// The city's name in every test.
pub(crate) const CITY: &str = "Budapest Főváros";

/// The default configuration, read once.
///
/// # Panics
/// When a file is missing or wrong.
pub fn config() -> &'static Config {
    static CONFIG: OnceLock<Config> = OnceLock::new();
    CONFIG.get_or_init(|| Config {
        forms: forms(),
        roles: read::<Roles>("roles.yaml").roles,
        districts: read::<Districts>("districts.yaml").districts,
    })
}

#[derive(Deserialize)]
struct Roles {
    roles: Vec<Role>,
}

#[derive(Deserialize)]
struct Districts {
    districts: Vec<DistrictConfig>,
}

fn forms() -> Vec<FormDefinition> {
    let lookups: Vec<Lookup> = files("lookups")
        .iter()
        .map(|name| read::<RawLookup>(name).check().expect("a lookup that fits"))
        .collect();
    files("forms")
        .iter()
        .map(|name| {
            let raw: RawForm = read(name);
            raw.check(&lookups).expect("a form that fits")
        })
        .collect()
}

/// The files of a folder of the configuration, in order.
fn files(folder_name: &str) -> Vec<String> {
    let entries = fs::read_dir(folder().join(folder_name)).expect(folder_name);
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("a file").file_name())
        .map(|name| format!("{folder_name}/{}", name.to_string_lossy()))
        .filter(|name| name.ends_with(".yaml"))
        .collect();
    names.sort();
    names
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../server/config")
}

fn read<T: DeserializeOwned>(name: &str) -> T {
    let text = fs::read_to_string(folder().join(name)).expect(name);
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}
