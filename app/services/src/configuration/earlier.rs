use std::path::Path;

use domain::forms::FormDefinition;

use super::{
    Report,
    forms::{FormFile, read_form},
    lookups::Lookups,
    outline::Outline,
    source::{Source, yaml_files},
};

/// Reads the earlier versions of forms, `identity.1.yaml`; there may be none.
pub(super) fn read(
    folder: &Path,
    current: &[FormFile],
    lookups: &Lookups,
    report: &mut Report,
) -> Vec<FormDefinition> {
    if !folder.exists() {
        return Vec::new();
    }
    let files = yaml_files(folder, &mut report.faults);
    files
        .iter()
        .filter_map(|path| read_one(path, current, lookups, report))
        .collect()
}

fn read_one(
    path: &Path,
    current: &[FormFile],
    lookups: &Lookups,
    report: &mut Report,
) -> Option<FormDefinition> {
    let source = match Source::read(path) {
        Ok(source) => source,
        Err(fault) => {
            report.faults.push(fault);
            return None;
        }
    };
    let form = read_form(&source, lookups, report, |raw| {
        let name = format!("{}.{}", raw.id(), raw.version());
        (name != source.stem()).then(|| {
            format!(
                "this is version {} of `{}`: the file must be named `{name}.yaml`",
                raw.version(),
                raw.id()
            )
        })
    })?;
    if let Some(reason) = out_of_place(&form, current) {
        let line = Outline::of_form(&source).head();
        report.faults.push(source.fault(line, &reason));
    }
    Some(form)
}

/// Why this cannot be an earlier version of a form.
fn out_of_place(form: &FormDefinition, current: &[FormFile]) -> Option<String> {
    let file = current.iter().find(|file| file.source.stem() == form.form);
    let Some(file) = file else {
        return Some(format!("there is no form `{}` any more", form.form));
    };
    let now = file.form.as_ref()?;
    (form.version >= now.version).then(|| {
        format!(
            "version {} is not earlier than the current version {}",
            form.version, now.version
        )
    })
}
