//! Rules that can never come true, as far as that is certain.

use super::FormProblem;
use crate::forms::{Condition, Field, FieldType, FormDefinition, Operand};

/// Conditions that can never hold, and choices that are never offered.
pub(super) fn problems(form: &FormDefinition) -> Vec<FormProblem> {
    let mut problems = Vec::new();
    for field in form.every_field() {
        let rules = [
            ("shown_when", field.shown_when.as_ref()),
            ("required_when", field.required_when.as_ref()),
        ];
        let checks = field
            .checks
            .iter()
            .map(|check| ("checks", Some(&check.holds)));
        for (name, condition) in rules.into_iter().chain(checks) {
            if condition.is_some_and(|condition| never(form, condition)) {
                let reason = format!("`{name}` can never hold: it contradicts itself");
                problems.push(FormProblem::of(&field.id, reason));
            }
        }
        for choice in field.kind.choices() {
            let condition = choice.shown_when.as_ref();
            if condition.is_some_and(|condition| never(form, condition)) {
                let reason = "`shown_when` can never hold: it contradicts itself";
                problems.push(FormProblem::of_choice(&field.id, &choice.choice, reason));
            }
        }
        problems.extend(lost_choices(form, field));
    }
    problems
}

/// Choices that belong to a choice that the parent field does not have.
fn lost_choices(form: &FormDefinition, field: &Field) -> Vec<FormProblem> {
    let parent = field.parent.as_deref();
    let Some(parent) = parent.and_then(|id| form.every_field().find(|field| field.id == id)) else {
        return Vec::new();
    };
    let choices = field.kind.choices().iter();
    choices
        .filter_map(|choice| {
            let belongs = choice.parent.as_deref()?;
            let known = [&parent.kind, &field.kind]
                .into_iter()
                .any(|kind| kind.choice(belongs).is_some());
            let reason = format!(
                "it is never offered: `{}` has no choice `{belongs}`",
                parent.id
            );
            (!known).then(|| FormProblem::of_choice(&field.id, &choice.choice, &reason))
        })
        .collect()
}

/// Whether it is certain that this never holds.
fn never(form: &FormDefinition, condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) => {
            parts.iter().any(|part| never(form, part)) || contradicts_itself(form, parts)
        }
        Condition::Any(parts) => parts.iter().all(|part| never(form, part)),
        Condition::AnyRow { holds, .. } => never(form, holds),
        Condition::Less {
            field,
            than: Operand::Integer(than),
        } => limits(form, field).is_some_and(|(min, _)| *than <= min),
        Condition::More {
            field,
            than: Operand::Integer(than),
        } => limits(form, field).is_some_and(|(_, max)| *than >= max),
        _ => false,
    }
}

/// The smallest and the largest answer to a field of numbers.
fn limits(form: &FormDefinition, id: &str) -> Option<(i64, i64)> {
    match &field(form, id)?.kind {
        FieldType::Integer { min, max } | FieldType::Money { min, max, .. } => Some((*min, *max)),
        _ => None,
    }
}

fn field<'a>(form: &'a FormDefinition, id: &str) -> Option<&'a Field> {
    form.every_field().find(|field| field.id == id)
}

fn contradicts_itself(form: &FormDefinition, parts: &[Condition]) -> bool {
    let parts = flat(parts);
    parts.iter().enumerate().any(|(place, one)| {
        let mut others = parts[place + 1..].iter();
        others.any(|other| contradict(form, one, other) || contradict(form, other, one))
    })
}

/// Parts of parts, where all must hold.
fn flat(parts: &[Condition]) -> Vec<&Condition> {
    let parts = parts.iter();
    parts
        .flat_map(|part| match part {
            Condition::All(inner) => flat(inner),
            other => vec![other],
        })
        .collect()
}

fn contradict(form: &FormDefinition, one: &Condition, other: &Condition) -> bool {
    match (one, other) {
        (one, Condition::Not(other)) => *one == **other,
        (
            Condition::Answered { field } | Condition::Equal { field, .. },
            Condition::Empty { field: empty },
        ) => field == empty,
        (
            Condition::Equal { field: one, value },
            Condition::Equal {
                field: other,
                value: wanted,
            },
        ) => one == other && differ(form, one, value, wanted),
        _ => false,
    }
}

/// Whether no answer can be both.
fn differ(form: &FormDefinition, id: &str, one: &Operand, other: &Operand) -> bool {
    match (one, other) {
        (Operand::YesNo(_), Operand::YesNo(_)) | (Operand::Integer(_), Operand::Integer(_)) => {
            one != other
        }
        (Operand::Text(_), Operand::Text(_)) => {
            let choices = field(form, id).is_some_and(|field| !field.kind.choices().is_empty());
            choices && one != other
        }
        _ => false,
    }
}
