use std::path::Path;

use domain::{
    access::Role,
    forms::{FormDefinition, FormProblem, PersonAttribute, RawForm},
};

use super::{
    Fault, Report,
    lookups::Lookups,
    outline::{Outline, no_text},
    source::{Source, yaml_files},
};

/// A file with a form, and the form if there is nothing wrong with it by itself.
#[derive(Clone, Debug)]
pub(super) struct FormFile {
    pub(super) source: Source,
    pub(super) form: Option<FormDefinition>,
}

/// Reads every form, and checks each by itself.
pub(super) fn read(folder: &Path, lookups: &Lookups, report: &mut Report) -> Vec<FormFile> {
    let before = report.faults.len();
    let paths = yaml_files(folder, &mut report.faults);
    let files: Vec<FormFile> = paths
        .iter()
        .map(|path| match Source::read(path) {
            Ok(source) => read_one(source, lookups, report),
            Err(fault) => {
                report.faults.push(fault);
                let source = Source::unread(path);
                FormFile { source, form: None }
            }
        })
        .collect();
    if files.is_empty() && report.faults.len() == before {
        report
            .faults
            .push(Fault::of_file(folder, "there is no form"));
    }
    check_order(&files, report);
    files
}

/// Reads one form, whose file must be named like it.
pub(super) fn read_one(source: Source, lookups: &Lookups, report: &mut Report) -> FormFile {
    let form = read_form(&source, lookups, report, |raw| {
        (raw.id() != source.stem()).then(|| {
            format!(
                "the form's id is `{}`, but the file is named `{}`",
                raw.id(),
                source.stem()
            )
        })
    });
    FormFile { source, form }
}

/// Reads a form; `misnamed` tells why the file's name does not fit.
pub(super) fn read_form(
    source: &Source,
    lookups: &Lookups,
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
        report.faults.push(source.fault(outline.head(), &reason));
    }
    let lacking = outline.missing_texts().map(|(field, line, language)| {
        let warning = source.fault(line, &no_text(language));
        warning.about(field)
    });
    report.warnings.extend(lacking);
    match raw.check(lookups.all()) {
        Ok(form) => Some(form),
        Err(problems) => {
            let faults = problems
                .iter()
                .filter(|problem| !lookups.explain(problem))
                .map(|problem| fault(source, &outline, problem));
            report.faults.extend(faults);
            None
        }
    }
}

/// A problem with the line at which it stands.
pub(super) fn fault(source: &Source, outline: &Outline, problem: &FormProblem) -> Fault {
    let line = match (&problem.field, &problem.choice) {
        (Some(field), Some(choice)) => outline.line_of_choice(field, choice),
        (Some(field), None) => outline.line_of(field),
        (None, _) => outline.head(),
    };
    let fault = source.fault(line, &problem.reason);
    fault.about(problem.field.as_deref())
}

/// What is wrong with forms that are right each by itself.
pub(super) fn check_together(files: &[FormFile], roles: &[Role], report: &mut Report) {
    let forms: Vec<FormDefinition> = files.iter().filter_map(|file| file.form.clone()).collect();
    let problems = domain::forms::check_together(&forms, roles);
    let faults = problems.into_iter().filter_map(|(form, problem)| {
        let own = |file: &&FormFile| file.form.as_ref().is_some_and(|own| own.form == form);
        let source = &files.iter().find(own)?.source;
        Some(fault(source, &Outline::of_form(source), &problem))
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
            report.faults.push(file.source.fault(line, &reason));
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
            report.faults.push(file.source.fault(line, &reason));
        }
    }
}
