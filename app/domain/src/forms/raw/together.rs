//! What can only be checked over all forms and roles.

use super::{FormProblem, rules};
use crate::{
    access::{FieldAccess, Role},
    forms::{FormDefinition, plan::circle},
};

/// What is wrong with forms that are right each by itself: what they ask of one another, circles of
/// questions, and what a rule would tell to a role that may not see it. Each problem with its form.
pub fn check_together(forms: &[FormDefinition], roles: &[Role]) -> Vec<(String, FormProblem)> {
    let mut problems = Vec::new();
    for form in forms {
        let of_form = |problem| (form.form.clone(), problem);
        problems.extend(rules::problems(form, Some(forms)).into_iter().map(of_form));
    }
    if problems.is_empty() {
        problems.extend(circle_problem(&forms.iter().collect::<Vec<_>>()));
    }
    if problems.is_empty() {
        for form in forms {
            problems.extend(revealed(forms, form, roles));
        }
    }
    problems
}

/// Fields that stand in a circle of questions can never be worked out.
pub(super) fn circle_problem(forms: &[&FormDefinition]) -> Option<(String, FormProblem)> {
    let way = circle(forms);
    let (form, field) = way.first()?.split_once('/')?;
    let reason = if way.len() == 1 {
        "the field depends on itself".to_owned()
    } else {
        format!("the field depends on itself: {}", way.join(" asks "))
    };
    Some((form.to_owned(), FormProblem::of(field, reason)))
}

/// Rules that would tell a role something about a field that is hidden from it.
fn revealed(
    forms: &[FormDefinition],
    form: &FormDefinition,
    roles: &[Role],
) -> Vec<(String, FormProblem)> {
    let mut problems = Vec::new();
    for top in &form.fields {
        let fields = core::iter::once(top).chain(top.sub_fields());
        let asked =
            fields.flat_map(|field| field.asked().into_iter().map(move |asked| (field, asked)));
        for (field, asked) in asked {
            let Some((other, asked_field)) = asked.split_once('/') else {
                continue;
            };
            let found = forms.iter().find(|form| form.form == other);
            let Some(found) = found.and_then(|form| form.field(asked_field)) else {
                continue;
            };
            let told = roles.iter().find(|role| {
                role.field_access(&form.form, top.sensitivity) > FieldAccess::Hidden
                    && role.field_access(other, found.sensitivity) == FieldAccess::Hidden
            });
            if let Some(role) = told {
                let reason = format!(
                    "the rule would tell the role `{}` something about `{asked}`, which is hidden from it",
                    role.role
                );
                problems.push((form.form.clone(), FormProblem::of(&field.id, reason)));
            }
        }
    }
    problems
}
