//! What can only be checked over all forms and roles.

use super::{FormProblem, dead_ends, rules};
use crate::{
    access::{FieldAccess, Role},
    forms::{Field, FormDefinition, plan::circle},
};

/// What is wrong with forms that are right each by itself: what they ask of one another, what two
/// of them feed, rules that can never hold, circles of questions, and what a rule would tell to a
/// role that may not see it. Each problem with its form.
pub fn check_together(forms: &[FormDefinition], roles: &[Role]) -> Vec<(String, FormProblem)> {
    let mut problems = Vec::new();
    for form in forms {
        let of_form = |problem| (form.form.clone(), problem);
        problems.extend(rules::problems(form, Some(forms)).into_iter().map(of_form));
    }
    problems.extend(fed_twice(forms));
    for form in forms {
        let found = dead_ends::problems(form).into_iter();
        problems.extend(found.map(|problem| (form.form.clone(), problem)));
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

/// An attribute of the person that two forms feed would be the one or the other.
fn fed_twice(forms: &[FormDefinition]) -> Vec<(String, FormProblem)> {
    let mut problems = Vec::new();
    for (place, form) in forms.iter().enumerate() {
        let fed_once = |field: &&Field| field.feeds.is_some_and(|fed| !fed.is_only_searched());
        for field in form.fields.iter().filter(fed_once) {
            let feeds = |other: &Field| other.feeds == field.feeds;
            let first = forms[..place]
                .iter()
                .find(|other| other.fields.iter().any(feeds));
            if let Some(first) = first {
                let reason = format!("the form `{}` feeds the same attribute", first.form);
                problems.push((form.form.clone(), FormProblem::of(&field.id, reason)));
            }
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
