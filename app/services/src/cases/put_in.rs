use domain::{
    access::FieldAccess,
    audit::AuditAction,
    forms::{Inputs, edit_planned},
    integration::EventKind,
};
use serde_json::json;

use super::{
    query::{Found, answers_of},
    read::stored_answers,
    save::{Place, changes, write_answers},
    setting::setting_of,
};
use crate::{
    Outcome, Together, Unit,
    audit::{self, Event},
    integration::{about_case, publish_with},
};

/// Puts answers into a form of a locked case that follow from what happened elsewhere in Lánchíd:
/// whoever did that need not be allowed to write the form. The rest of the form stays as it is,
/// finished or not; what does not fit the form is left out.
pub(crate) async fn put_in_by_us(
    unit: &Unit,
    found: &Found,
    form: &str,
    typed: &Inputs,
    because: &str,
) -> Outcome<()> {
    let Some(planned) = unit.catalog().planned(form) else {
        return Ok(());
    };
    let form = planned.form();
    let mut others = answers_of(unit, found).await?;
    let setting = setting_of(unit, form, &others);
    let row = others.remove(&form.form);
    let stored = stored_answers(unit, form, row.as_ref());
    let edited = edit_planned(planned, &setting, &stored, typed, |_| FieldAccess::Write);
    let wrong = |field: &str| edited.problems.iter().any(|problem| problem.field == field);
    let mut after = edited.answers.clone();
    for field in typed.keys().filter(|field| wrong(field)) {
        after.set(field, stored.get(field).cloned());
    }
    if stored.differences(&after).is_empty() {
        return Ok(());
    }
    let mut writes = Together::default();
    let place = Place {
        case: found.id(),
        district: found.district(),
        form,
    };
    write_answers(&mut writes, unit, &place, row.as_ref(), &stored, &after)?;
    let version = row.as_ref().map_or(0, |row| row.version) + 1;
    let event = Event::new(found.district(), AuditAction::AnswersSaved)
        .on_case(found.id())
        .with(json!({
            "form": form.form,
            "form_version": form.version,
            "version": version,
            "changed": changes(&stored, &after),
            "because": because,
        }));
    audit::record_with(&mut writes, unit, event);
    let saved = json!({"form": form.form, "version": version});
    let number = &found.case.number;
    let happening = about_case(EventKind::CaseChanged, found.district(), number, saved);
    publish_with(&mut writes, unit, &happening)?;
    writes.run(unit).await
}
