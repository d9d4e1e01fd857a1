//! What others have saved of a form while somebody fills it in.

use std::collections::BTreeSet;

use domain::{
    access::Permission,
    audit::AuditAction,
    cases::{Meanwhile, ParallelEdit, SaveEdit, SavedForm},
    forms::{Answers, Inputs, field_of, in_places, lies_in, put_answer},
};
use serde_json::json;

use super::{
    merged_edit::MergedEdit,
    query::{find_case, user_names},
};
use crate::{
    Outcome, Unit,
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
    let edit = MergedEdit::of(unit, &found, typed).await?;
    let (Some(row), Some(parallel)) = (&edit.row, &edit.parallel) else {
        return Ok(None);
    };
    let (form, actor) = (edit.form, unit.actor()?);
    let seen = |id: &str| edit.is_seen_by(actor, id);
    let places = parallel.conflicts(form, &edit.edited);
    let both = places
        .iter()
        .chain(&parallel.begun)
        .map(|place| field_of(place));
    let both: BTreeSet<String> = both.filter(|id| seen(id)).map(str::to_owned).collect();
    let taken = parallel.theirs.iter().map(String::as_str);
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
        taken: taken_over(parallel, &typed.answers, &edit.stored, &taken),
        theirs: edit.stored.only(|field| both.contains(field)),
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
        put_answer(&mut inputs, field, stored.get(field));
    }
    inputs
}
