use std::path::Path;

use domain::{
    access::Role,
    forms::{FormDefinition, FormProblem, Lookup, PersonAttribute, RawForm},
};

use super::{
    Fault, Report,
    outline::{Outline, no_text},
    source::{Source, yaml_files},
};

/// A file with a form, and the form if there is nothing wrong with it by itself.
pub(super) struct FormFile {
    pub(super) source: Source,
    pub(super) form: Option<FormDefinition>,
}

/// Reads every form, and checks each by itself.
pub(super) fn read(folder: &Path, lookups: &[Lookup], report: &mut Report) -> Vec<FormFile> {
    let before = report.faults.len();
    let paths = yaml_files(folder, &mut report.faults);
    let files: Vec<FormFile> = paths
        .iter()
        .filter_map(|path| read_one(path, lookups, report))
        .collect();
    if files.is_empty() && report.faults.len() == before {
        report
            .faults
            .push(Fault::of_file(folder, "there is no form"));
    }
    check_order(&files, report);
    files
}

fn read_one(path: &Path, lookups: &[Lookup], report: &mut Report) -> Option<FormFile> {
    let source = match Source::read(path) {
        Ok(source) => source,
        Err(fault) => {
            report.faults.push(fault);
            return None;
        }
    };
    let form = read_form(&source, lookups, report, |raw| {
        (raw.id() != source.stem()).then(|| {
            format!(
                "the form's id is `{}`, but the file is named `{}`",
                raw.id(),
                source.stem()
            )
        })
    });
    Some(FormFile { source, form })
}

/// Reads a form; `misnamed` tells why the file's name does not fit.
pub(super) fn read_form(
    source: &Source,
    lookups: &[Lookup],
    report: &mut Report,
    misnamed: impl Fn(&RawForm) -> Option<String>,
) -> Option<FormDefinition> {
    let raw: RawForm = match source.parse() {
        Ok(raw) => raw,
        Err(fault) => {
            report.faults.push(fault);
            return None;
        }
    };
    let outline = Outline::of_form(source);
    if let Some(reason) = misnamed(&raw) {
        report.faults.push(source.fault(outline.head(), reason));
    }
    let lacking = outline
        .missing_texts()
        .map(|(field, line, language)| Fault {
            field: field.map(str::to_owned),
            ..source.fault(line, no_text(language))
        });
    report.warnings.extend(lacking);
    match raw.check(lookups) {
        Ok(form) => Some(form),
        Err(problems) => {
            let faults = problems
                .into_iter()
                .map(|problem| fault(source, &outline, problem));
            report.faults.extend(faults);
            None
        }
    }
}

/// A problem with the line at which it stands.
pub(super) fn fault(source: &Source, outline: &Outline, problem: FormProblem) -> Fault {
    let line = match (&problem.field, &problem.choice) {
        (Some(field), Some(choice)) => outline.line_of_choice(field, choice),
        (Some(field), None) => outline.line_of(field),
        (None, _) => outline.head(),
    };
    Fault {
        field: problem.field,
        ..source.fault(line, problem.reason)
    }
}

/// What is wrong with forms that are right each by itself.
pub(super) fn check_together(files: &[FormFile], roles: &[Role], report: &mut Report) {
    let forms: Vec<FormDefinition> = files.iter().filter_map(|file| file.form.clone()).collect();
    let problems = domain::forms::check_together(&forms, roles);
    let faults = problems.into_iter().filter_map(|(form, problem)| {
        let own = |file: &&FormFile| file.form.as_ref().is_some_and(|own| own.form == form);
        let source = &files.iter().find(own)?.source;
        Some(fault(source, &Outline::of_form(source), problem))
    });
    report.faults.extend(faults);
    check_registration(files, report);
}

/// Every form has a place of its own in the task list.
fn check_order(files: &[FormFile], report: &mut Report) {
    for (place, file) in files.iter().enumerate() {
        let Some(form) = &file.form else { continue };
        let earlier = files[..place].iter().filter_map(|file| file.form.as_ref());
        for other in earlier.filter(|other| other.order == form.order) {
            let reason = format!("the form `{}` has the same `order`", other.form);
            let line = Outline::of_form(&file.source).head();
            report.faults.push(file.source.fault(line, reason));
        }
    }
}

/// A person is registered with the first form: it has to ask for the name.
fn check_registration(files: &[FormFile], report: &mut Report) {
    let forms = files
        .iter()
        .filter_map(|file| Some((file, file.form.as_ref()?)));
    let Some((file, first)) = forms.min_by_key(|(_, form)| (form.order, form.form.clone())) else {
        return;
    };
    for (attribute, name) in [
        (PersonAttribute::FamilyName, "family name"),
        (PersonAttribute::GivenName, "given name"),
    ] {
        let feeds = |field: &domain::forms::Field| field.feeds == Some(attribute);
        if !first.fields.iter().any(feeds) {
            let line = Outline::of_form(&file.source).head();
            let reason = format!("the first form must feed the person's {name}");
            report.faults.push(file.source.fault(line, reason));
        }
    }
}
