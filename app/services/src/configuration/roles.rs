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

/// Reads the roles. Their names must be there in every language.
pub(super) fn read(path: &Path, forms: &[FormFile], report: &mut Report) -> Vec<Role> {
    let read = Source::read(path).and_then(|source| Ok((source.parse::<RolesFile>()?, source)));
    let (roles, source) = match read {
        Ok((RolesFile { roles }, source)) => (roles, source),
        Err(fault) => {
            report.faults.push(fault);
            return Vec::new();
        }
    };
    if roles.is_empty() {
        report.faults.push(source.fault(1, "there is no role"));
    }
    let outline = Outline::of_roles(&source);
    // A form that is wrong is told by itself; here it counts as there.
    let forms: Vec<&str> = forms.iter().map(|file| file.source.stem()).collect();
    for (place, role) in roles.iter().enumerate() {
        let problems = role.check(&forms).into_iter();
        let mut reasons: Vec<String> = problems.map(|problem| problem.reason).collect();
        if roles[..place].iter().any(|other| other.role == role.role) {
            reasons.push("the role stands twice".to_owned());
        }
        report.faults.extend(reasons.into_iter().map(|reason| {
            let reason = format!("role `{}`: {reason}", role.role);
            source.fault(outline.line_of(&role.role), reason)
        }));
    }
    let lacking = lacking(&source, &outline, |role| format!("role `{role}`: "));
    report.faults.extend(lacking);
    roles
}
