use domain::{
    access::{Actor, FieldAccess},
    cases::FormProgress,
    forms::{Field, FieldType, Filling, FormDefinition},
};

use crate::{Unit, catalog::form_access};

/// How much of a form is answered, counting only what is shown and what the actor may see.
pub(crate) fn progress_of(unit: &Unit, actor: &Actor, filling: &Filling) -> FormProgress {
    let form = filling.form();
    let asked: Vec<&Field> = form
        .fields
        .iter()
        .filter(|field| field.is_asked() && filling.is_shown(&field.id))
        .filter(|field| unit.catalog().field_access(actor, form, field) > FieldAccess::Hidden)
        .collect();
    let answered = asked.iter().filter(|field| is_answered(filling, field));
    let missing = asked
        .iter()
        .filter(|field| filling.is_required(&field.id) && !is_answered(filling, field));
    FormProgress {
        form: form.form.clone(),
        title: form.title.clone(),
        answered: count(answered.count()),
        asked: count(asked.len()),
        missing: count(missing.count()),
        writable: is_in_force(unit, form) && form_access(actor, form) == FieldAccess::Write,
    }
}

/// Only the version in force is filled in.
fn is_in_force(unit: &Unit, form: &FormDefinition) -> bool {
    let current = unit.catalog().form(&form.form);
    current.is_some_and(|current| current.version == form.version)
}

/// A group is answered with its first row; everything else, with its answer.
fn is_answered(filling: &Filling, field: &Field) -> bool {
    match field.kind {
        FieldType::Group(_) => !filling.rows(&field.id).is_empty(),
        _ => filling.answer(&field.id).is_some(),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
