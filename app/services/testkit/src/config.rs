use std::{path::Path, sync::OnceLock};

use domain::{
    access::Role,
    consents::ConsentField,
    forms::{FormDefinition, Lookup},
    shelters::ShelterFields,
    workflow::CaseType,
};
use services::{Catalog, configuration::Configuration, districts::DistrictConfig};

/// The default configuration, as the server reads it.
#[derive(Clone, Debug)]
pub struct Config {
    /// Every form, checked.
    pub forms: Vec<FormDefinition>,
    /// Earlier versions of forms.
    pub earlier: Vec<FormDefinition>,
    /// The lists that the forms share.
    pub lookups: Vec<Lookup>,
    /// Where people answer whether they consent.
    pub consents: Vec<ConsentField>,
    /// How cases go through their stages.
    pub case_type: CaseType,
    /// What shelters ask of the forms, and write into them.
    pub shelter_fields: ShelterFields,
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
            .with_earlier(self.earlier.clone())
            .with_lookups(self.lookups.clone())
            .with_consents(self.consents.clone())
            .with_case_type(self.case_type.clone())
            .with_shelter_fields(self.shelter_fields.clone())
    }
}

impl From<Configuration> for Config {
    fn from(configuration: Configuration) -> Self {
        Self {
            forms: configuration.catalog.forms().to_vec(),
            earlier: configuration.earlier,
            lookups: configuration.lookups,
            case_type: configuration.catalog.case_type().clone(),
            shelter_fields: configuration.catalog.shelter_fields().clone(),
            consents: configuration.catalog.consents().to_vec(),
            roles: configuration.catalog.roles().to_vec(),
            districts: configuration.districts,
        }
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
    CONFIG.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../server/config");
        match Configuration::read(&folder) {
            Ok(configuration) => configuration.into(),
            Err(faults) => {
                let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
                panic!("the default configuration: {}", told.join("\n"))
            }
        }
    })
}
