use std::path::Path;

use domain::forms::{Lookup, RawLookup};

use super::{
    Fault, Report,
    outline::{Outline, lacking},
    source::{Source, yaml_files},
};

/// Reads every lookup; a city may have none.
pub(super) fn read(folder: &Path, report: &mut Report) -> Vec<Lookup> {
    if !folder.exists() {
        return Vec::new();
    }
    let files = yaml_files(folder, &mut report.faults);
    files
        .iter()
        .filter_map(|path| read_one(path, report))
        .collect()
}

fn read_one(path: &Path, report: &mut Report) -> Option<Lookup> {
    let read = Source::read(path).and_then(|source| Ok((source.parse::<RawLookup>()?, source)));
    let (raw, source) = match read {
        Ok(read) => read,
        Err(fault) => {
            report.faults.push(fault);
            return None;
        }
    };
    let outline = Outline::of_lookup(&source);
    if raw.id() != source.stem() {
        let reason = format!(
            "the lookup's id is `{}`, but the file is named `{}`",
            raw.id(),
            source.stem()
        );
        report.faults.push(source.fault(outline.head(), reason));
    }
    let lacking = lacking(&source, &outline, |item| format!("item `{item}`: "));
    report.warnings.extend(lacking);
    match raw.check() {
        Ok(lookup) => Some(lookup),
        Err(problems) => {
            let faults = problems.into_iter().map(|problem| match problem.item {
                Some(item) => {
                    let reason = format!("item `{item}`: {}", problem.reason);
                    source.fault(outline.line_of(&item), reason)
                }
                None => source.fault(outline.head(), problem.reason),
            });
            report.faults.extend::<Vec<Fault>>(faults.collect());
            None
        }
    }
}
