use std::path::Path;

use domain::access::Role;
use serde::Deserialize;

use super::{
    Report,
    forms::FormFile,
    outline::{Outline, lacking},
    source::Source,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RolesFile {
    roles: Vec<Role>,
}

/// Reads the roles.
pub(super) fn read(path: &Path, forms: &[FormFile], report: &mut Report) -> Vec<Role> {
    match Source::read(path) {
        Ok(source) => read_source(&source, forms, report),
        Err(fault) => {
            report.faults.push(fault);
            Vec::new()
        }
    }
}

pub(super) fn read_source(source: &Source, forms: &[FormFile], report: &mut Report) -> Vec<Role> {
    let roles = match source.parse() {
        Ok(RolesFile { roles }) => roles,
        Err(fault) => {
            report.faults.push(fault);
            return Vec::new();
        }
    };
    if roles.is_empty() {
        report.faults.push(source.fault(1, "there is no role"));
    }
    let outline = Outline::of_roles(source);
    // A form that is wrong is told by itself; here it counts as there.
    let forms: Vec<&str> = forms.iter().map(|file| file.source.stem()).collect();
    for (place, role) in roles.iter().enumerate() {
        let reasons = reasons(role, &roles[..place], &forms).into_iter();
        report.faults.extend(reasons.map(|reason| {
            let reason = format!("role `{}`: {reason}", role.role);
            source.fault(outline.line_of(&role.role), &reason)
        }));
    }
    let lacking = lacking(source, &outline, |role| format!("role `{role}`: "));
    report.warnings.extend(lacking);
    roles
}

fn reasons(role: &Role, before: &[Role], forms: &[&str]) -> Vec<String> {
    let problems = role.check(forms).into_iter();
    let mut reasons: Vec<String> = problems.map(|problem| problem.reason).collect();
    if before.iter().any(|other| other.role == role.role) {
        reasons.push("the role stands twice".to_owned());
    }
    if role.role.trim().is_empty() {
        reasons.push("the role has no id".to_owned());
    }
    if role.label.is_blank() {
        reasons.push("the label is empty in every language".to_owned());
    }
    reasons
}
