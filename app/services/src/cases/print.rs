use domain::{
    access::Permission,
    cases::{CaseNumber, CaseView},
    districts::Letterhead,
};

use super::read::read_case;
use crate::{Failure, Outcome, Unit, districts, grants::find_readable};

/// A case as it is printed: all of it, or one of its forms. It is a read like any other, and
/// recorded as one.
///
/// # Errors
/// `NotFound` when the case is out of reach, or the actor may see nothing of the form.
pub async fn print_case(
    unit: &Unit,
    number: &CaseNumber,
    form: Option<&str>,
) -> Outcome<(Letterhead, CaseView)> {
    let mut case = Box::pin(read_case(unit, number)).await?;
    if let Some(form) = form {
        case.forms.retain(|view| view.definition.form == form);
        if case.forms.is_empty() {
            return Err(Failure::not_found());
        }
    }
    let readable = find_readable(unit, Permission::CASES_READ, number).await?;
    // Whoever prints what a grant opens prints it on paper of their own.
    let district = match readable.shared {
        Some(_) => readable.actor.district,
        None => readable.found.district(),
    };
    Ok((districts::letterhead(unit, district).await?, case))
}
