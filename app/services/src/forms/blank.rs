//! Forms without anybody's answers: to list them, and to print them empty.

use domain::{access::FieldAccess, districts::Letterhead, forms::FormDefinition};

use crate::{Failure, Outcome, Unit, catalog::form_access, districts};

/// The forms that the actor may see anything of, in order, without their fields.
///
/// # Errors
/// `SignInNeeded` when nobody is signed in.
pub async fn list_forms(unit: &Unit) -> Outcome<Vec<FormDefinition>> {
    let actor = unit.actor()?;
    let forms = unit.catalog().forms().iter();
    let seen = forms.filter(|form| form_access(actor, form) > FieldAccess::Hidden);
    Ok(seen.map(|form| form.only(|_| false)).collect())
}

/// A form with the fields that the actor may see, and the head of the page that it is printed on.
///
/// It tells of no person, so nothing is recorded.
///
/// # Errors
/// `NotFound` when there is no such form, or the actor may see nothing of it.
pub async fn blank_form(unit: &Unit, form: &str) -> Outcome<(Letterhead, FormDefinition)> {
    let actor = unit.actor()?;
    let form = unit
        .catalog()
        .form(form)
        .filter(|form| form_access(actor, form) > FieldAccess::Hidden)
        .ok_or(Failure::not_found())?;
    let seen =
        form.only(|field| actor.field_access(&form.form, field.sensitivity) > FieldAccess::Hidden);
    Ok((districts::letterhead(unit, actor.district).await?, seen))
}
