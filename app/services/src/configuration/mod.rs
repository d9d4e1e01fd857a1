//! The configuration as data: lookups, forms and their earlier versions, roles and districts, from
//! YAML, checked as a whole.

mod around;
mod consents;
mod districts;
mod earlier;
mod fault;
mod forms;
mod lookups;
mod outline;
mod reason;
mod reference;
mod roles;
mod shelters;
mod source;
#[cfg(test)]
mod tests;
mod transitions;
mod workflows;

use std::path::Path;

use domain::forms::{FormDefinition, Lookup};

use crate::{Catalog, districts::DistrictConfig};
pub use fault::Fault;
pub use source::{FILE_BYTES_MAX, NESTING_MAX};

/// A checked configuration.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Forms, their earlier versions, and roles.
    pub catalog: Catalog,
    /// The earlier versions of the forms.
    pub earlier: Vec<FormDefinition>,
    /// The lists that the forms share.
    pub lookups: Vec<Lookup>,
    /// The districts.
    pub districts: Vec<DistrictConfig>,
    /// The city's name.
    pub city: String,
    /// What is not wrong, but not complete: texts that a language lacks.
    pub warnings: Vec<Fault>,
}

impl Configuration {
    /// Reads and checks the configuration in this directory.
    ///
    /// # Errors
    /// Everything that is wrong, each with file, line and reason.
    pub fn read(directory: &Path) -> Result<Self, Vec<Fault>> {
        let mut report = Report::default();
        let lookups = lookups::read(&directory.join("lookups"), &mut report);
        let files = forms::read(&directory.join("forms"), &lookups, &mut report);
        let earlier = earlier::read(
            &directory.join("forms/earlier"),
            &files,
            &lookups,
            &mut report,
        );
        let roles = roles::read(&directory.join("roles.yaml"), &files, &mut report);
        if report.faults.is_empty() {
            forms::check_together(&files, &roles, &mut report);
        }
        let consents = consents::read(&directory.join("consents.yaml"), &files, &mut report);
        let districts = districts::read(&directory.join("districts.yaml"), &mut report);
        let case_type = workflows::read(
            &directory.join("workflows.yaml"),
            &files,
            &districts,
            &mut report,
        );
        let offer_time = transitions::read(&directory.join("transitions.yaml"), &mut report);
        let shelter_fields = shelters::read(&directory.join("shelters.yaml"), &files, &mut report);
        if !report.faults.is_empty() {
            return Err(report.faults);
        }
        let forms = files.into_iter().filter_map(|file| file.form).collect();
        let lookups = lookups.into_list();
        Ok(Self {
            catalog: Catalog::new(forms, roles)
                .with_earlier(earlier.clone())
                .with_lookups(lookups.clone())
                .with_consents(consents)
                .with_case_type(case_type)
                .with_offer_time(offer_time)
                .with_shelter_fields(shelter_fields),
            earlier,
            lookups,
            districts,
            city: "Budapest".to_owned(),
            warnings: report.warnings,
        })
    }
}

/// What is found while reading.
#[derive(Debug, Default)]
struct Report {
    faults: Vec<Fault>,
    warnings: Vec<Fault>,
}
