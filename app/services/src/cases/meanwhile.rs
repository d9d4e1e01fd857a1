//! What others have saved of a form while somebody fills it in.

use std::collections::BTreeSet;

use domain::{
    access::{FieldAccess, Permission},
    audit::AuditAction,
    cases::{Meanwhile, ParallelEdit, SaveEdit, SavedForm},
    forms::{Answers, Field, Inputs, edit_planned, field_of, in_places, lies_in},
};
use serde_json::json;

use super::{
    began_from::began_from,
    open::writable_form,
    query::{answers_of, find_case, user_names},
    read::stored_answers,
    setting::setting_of,
};
use crate::{
    Failure, Outcome, Unit,
    audit::{self, Event},
    forms::answers_row,
    wall_clock::wall_time,
};

/// What others have saved since an edit began, merged with what was typed until now; `None` when
/// nobody has saved, or when it cannot be told any more what the edit began from.
///
/// Nothing is stored: a save of the edit decides again.
///
/// # Errors
/// As opening the form.
pub async fn saved_meanwhile(unit: &Unit, typed: &SaveEdit) -> Outcome<Option<Meanwhile>> {
    let scope = unit.scope(Permission::CASES_EDIT)?;
    let found = find_case(unit, &scope, &typed.case, false).await?;
    let form = writable_form(unit, &typed.form)?;
    let actor = unit.actor()?;
    let access = |field: &Field| actor.field_access(&form.form, field.sensitivity);
    let rows = answers_of(unit, &found).await?;
    let Some(row) = rows
        .get(&form.form)
        .filter(|row| row.version > typed.version)
    else {
        return Ok(None);
    };
    let Some(began) = began_from(unit, &found, form, row, typed.version).await? else {
        return Ok(None);
    };
    let setting = setting_of(unit, form, &rows);
    let stored = stored_answers(unit, form, Some(row));
    let planned = unit.catalog().planned(&form.form);
    let planned = planned.ok_or(Failure::not_found())?;
    let sides = (&began.answers, &stored);
    let edit = ParallelEdit::of(planned, &setting, sides, &typed.answers, access);
    let edited = edit_planned(planned, &setting, &stored, &edit.merged, access);
    let seen = |id: &str| {
        let field = form.field(id);
        field.is_some_and(|field| access(field) > FieldAccess::Hidden)
    };
    let places = edit.conflicts(form, &edited);
    let both = places
        .iter()
        .chain(&edit.begun)
        .map(|place| field_of(place));
    let both: BTreeSet<String> = both.filter(|id| seen(id)).map(str::to_owned).collect();
    let taken = edit.theirs.iter().map(String::as_str);
    let taken: Vec<&str> = taken.filter(|id| seen(id) && !both.contains(*id)).collect();
    let event = Event::new(found.district(), AuditAction::FormOpened)
        .on_case(found.id())
        .with(json!({"form": form.form, "version": row.version}));
    audit::record(unit, event).await?;
    Ok(Some(Meanwhile {
        saved: last_save(unit, row).await?,
        version: if both.is_empty() {
            row.version
        } else {
            typed.version
        },
        taken: taken_over(&edit, &typed.answers, &stored, &taken),
        theirs: stored.only(|field| both.contains(field)),
        both,
    }))
}

async fn last_save(unit: &Unit, row: &answers_row::Model) -> Outcome<SavedForm> {
    let people = user_names(unit, row.district_id.into(), [row.saved_by]).await?;
    Ok(SavedForm {
        form: row.form.clone(),
        version: row.version,
        by: people.get(&row.saved_by).cloned().unwrap_or_default(),
        at: wall_time(row.saved_at),
    })
}

/// What stands in these fields from now on; where they were not on the page, what is stored.
fn taken_over(edit: &ParallelEdit, typed: &Inputs, stored: &Answers, fields: &[&str]) -> Inputs {
    let mut inputs = in_places(&edit.merged, fields);
    for field in fields {
        if typed.keys().any(|path| lies_in(path, field)) {
            continue;
        }
        match stored.get(field) {
            Some(answer) => answer.write_inputs(field, &mut inputs),
            None => {
                inputs.insert((*field).to_owned(), Vec::new());
            }
        }
    }
    inputs
}
