use domain::{
    access::{Actor, FieldAccess},
    cases::FormProgress,
    forms::{Answers, Field, FormDefinition, Setting, visible_fields},
};

use crate::catalog::form_access;

/// How much of a form is answered, counting only what the actor may see.
pub(crate) fn progress_of(
    actor: &Actor,
    form: &FormDefinition,
    setting: &Setting,
    answers: &Answers,
) -> FormProgress {
    let visible = visible_fields(form, setting, answers);
    let asked: Vec<&Field> = form
        .fields
        .iter()
        .filter(|field| field.is_asked() && visible.contains(&field.id))
        .filter(|field| actor.field_access(&form.form, field.sensitivity) > FieldAccess::Hidden)
        .collect();
    let answered = asked
        .iter()
        .filter(|field| answers.get(&field.id).is_some());
    let missing = asked
        .iter()
        .filter(|field| field.required && answers.get(&field.id).is_none());
    FormProgress {
        form: form.form.clone(),
        title: form.title.clone(),
        answered: count(answered.count()),
        asked: count(asked.len()),
        missing: count(missing.count()),
        writable: form_access(actor, form) == FieldAccess::Write,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
