use std::path::Path;

use domain::forms::{FormProblem, Lookup, RawLookup};

use super::{
    Fault, Report,
    outline::{Outline, lacking},
    source::{Source, stem, yaml_files},
};

/// The lookups that could be read, and the names of the files that do not give one.
#[derive(Debug, Default)]
pub(super) struct Lookups {
    list: Vec<Lookup>,
    broken: Vec<String>,
}

impl Lookups {
    pub(super) fn all(&self) -> &[Lookup] {
        &self.list
    }

    pub(super) fn into_list(self) -> Vec<Lookup> {
        self.list
    }

    /// Whether a problem is only that of a lookup, which is told already.
    pub(super) fn explain(&self, problem: &FormProblem) -> bool {
        self.broken.iter().any(|id| problem.is_missing_lookup(id))
    }
}

/// Reads every lookup; a city may have none.
pub(super) fn read(folder: &Path, report: &mut Report) -> Lookups {
    let mut lookups = Lookups::default();
    if !folder.exists() {
        return lookups;
    }
    for path in yaml_files(folder, &mut report.faults) {
        let lookup = match Source::read(&path) {
            Ok(source) => read_one(&source, report),
            Err(fault) => {
                report.faults.push(fault);
                None
            }
        };
        let stem = stem(&path);
        if lookup.as_ref().is_none_or(|lookup| lookup.lookup != stem) {
            lookups.broken.push(stem.to_owned());
        }
        lookups.list.extend(lookup);
    }
    lookups
}

pub(super) fn read_one(source: &Source, report: &mut Report) -> Option<Lookup> {
    let raw: RawLookup = match source.parse() {
        Ok(raw) => raw,
        Err(fault) => {
            report.faults.push(fault);
            return None;
        }
    };
    let outline = Outline::of_lookup(source);
    if raw.id() != source.stem() {
        let reason = format!(
            "the lookup's id is `{}`, but the file is named `{}`",
            raw.id(),
            source.stem()
        );
        report.faults.push(source.fault(outline.head(), &reason));
    }
    let lacking = lacking(source, &outline, |item| format!("item `{item}`: "));
    report.warnings.extend(lacking);
    match raw.check() {
        Ok(lookup) => Some(lookup),
        Err(problems) => {
            let faults = problems.into_iter().map(|problem| match problem.item {
                Some(item) => {
                    let reason = format!("item `{item}`: {}", problem.reason);
                    source.fault(outline.line_of(&item), &reason)
                }
                None => source.fault(outline.head(), &problem.reason),
            });
            report.faults.extend::<Vec<Fault>>(faults.collect());
            None
        }
    }
}
