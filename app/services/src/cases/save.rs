use domain::{
    Conflict, Error, RequestKey,
    access::{FieldAccess, Permission},
    audit::AuditAction,
    cases::{SaveEdit, Saved},
    forms::{Answers, DOCUMENT_BYTES_MAX, FormDefinition, field_of, in_places, lies_in},
    ids::{AnswersId, CaseId, DistrictId},
    integration::EventKind,
};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryTrait};
use serde_json::{Value, json};

use super::{
    merged_edit::MergedEdit,
    person::{Change, feed_person},
    query::{Found, find_case, user_names},
};
use crate::{
    Failure, Outcome, Together, Unit,
    audit::{self, Event},
    catalog::form_access,
    consents,
    forms::{DraftOf, answers_row, discard_draft, discard_draft_with, index},
    integration::{about_case, publish_with},
    repeats::{Once, key_with_print, once, print_of},
    wall_clock::wall_time,
};

/// As [`save_answers`], once for each key: whoever asks again, because the answer was lost on the
/// way, gets the same answer. What was typed anew since is another save.
///
/// # Errors
/// As those of [`save_answers`].
pub async fn save_answers_once(unit: &Unit, key: &RequestKey, typed: &SaveEdit) -> Outcome<Saved> {
    let print = print_of(typed)?;
    let key = key_with_print(key, &print);
    let work = Box::pin(save_answers(unit, typed));
    match once(unit, &key, &print, work).await? {
        Once::Now(saved) => Ok(saved),
        Once::Before { kept, .. } => {
            discard_draft(unit, &DraftOf::form(&typed.case, &typed.form)).await?;
            Ok(serde_json::from_value(kept)?)
        }
    }
}

/// Saves what was typed into one form of a case.
///
/// Where others have saved since the edit began, the two merge field by field, and groups row by
/// row; saving what is stored already changes nothing, and is no conflict.
///
/// # Errors
/// `Invalid` with a problem for each field; `TooLarge` when the answers are more than a form may
/// hold; `Conflict` when somebody else gave other answers in the same places since the edit began;
/// `NotFound` when the case is out of reach.
pub async fn save_answers(unit: &Unit, typed: &SaveEdit) -> Outcome<Saved> {
    let draft = DraftOf::form(&typed.case, &typed.form);
    save_ending(unit, typed, Some(&draft)).await
}

/// As [`save_answers`], for a program that acts for a user: what they are typing themselves at that
/// moment stays their draft.
///
/// # Errors
/// As those of [`save_answers`].
pub async fn save_answers_for(unit: &Unit, sent: &SaveEdit) -> Outcome<Saved> {
    save_ending(unit, sent, None).await
}

/// Saves, and ends the draft that it was typed in.
async fn save_ending(unit: &Unit, typed: &SaveEdit, draft: Option<&DraftOf>) -> Outcome<Saved> {
    let scope = unit.scope(Permission::CASES_EDIT)?;
    let found = find_case(unit, &scope, &typed.case, true).await?;
    let edit = MergedEdit::of(unit, &found, typed).await?;
    let (form, stored) = (edit.form, &edit.stored);
    let answers = edit
        .edited
        .answers
        .with_rows_numbered(stored, edit.version() + 1);
    let differing = stored.differences(&answers);
    let places = contradicted(&edit, typed, &differing);
    if !places.is_empty() {
        let conflict = Box::new(conflict(unit, &found, &edit, places).await?);
        let event = Event::new(found.district(), AuditAction::FormOpened)
            .on_case(found.id())
            .with(json!({
                "form": form.form,
                "version": conflict.version,
                "conflict": conflict.places,
            }));
        audit::record_shown(unit, event);
        return Err(Failure::Answer(Error::Conflict { conflict }));
    }
    if !edit.edited.problems.is_empty() {
        return Err(Failure::Answer(Error::Invalid {
            problems: edit.edited.problems,
        }));
    }
    let mut writes = Together::default();
    if !differing.is_empty() {
        let writes = &mut writes;
        store(
            writes,
            unit,
            &found,
            form,
            edit.row.as_ref(),
            stored,
            &answers,
        )?;
        let change = Change {
            form,
            before: stored,
            after: &answers,
            others: &edit.others,
        };
        feed_person(writes, unit, &found, &change)?;
    }
    if let Some(draft) = draft {
        discard_draft_with(&mut writes, unit, draft)?;
    }
    writes.run(unit).await?;
    consents::after_save(unit, &found, form, stored, &answers).await?;
    Ok(Saved {
        version: edit.version() + i32::from(!differing.is_empty()),
        next_form: next_form(unit, &form.form)?,
    })
}

/// Where the edit and what others have saved since it began contradict each other.
fn contradicted(edit: &MergedEdit<'_>, typed: &SaveEdit, differing: &[&str]) -> Vec<String> {
    match (&edit.row, &edit.parallel) {
        (_, Some(parallel)) => parallel.conflicts(edit.form, &edit.edited),
        // Where it cannot be told what the edit began from, all in which it differs.
        (Some(row), None) if row.version != typed.version => {
            differing.iter().map(|field| (*field).to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

fn store(
    writes: &mut Together,
    unit: &Unit,
    found: &Found,
    form: &FormDefinition,
    row: Option<&answers_row::Model>,
    before: &Answers,
    after: &Answers,
) -> Outcome<()> {
    let place = Place {
        case: found.id(),
        district: found.district(),
        form,
    };
    write_answers(writes, unit, &place, row, before, after)?;
    let event = Event::new(found.district(), AuditAction::AnswersSaved)
        .on_case(found.id())
        .with(json!({
            "form": form.form,
            "form_version": form.version,
            "version": row.map_or(0, |row| row.version) + 1,
            "changed": changes(before, after),
        }));
    audit::record_with(writes, unit, event);
    let saved = json!({"form": form.form, "version": row.map_or(0, |row| row.version) + 1});
    let number = &found.case.number;
    let happening = about_case(EventKind::CaseChanged, found.district(), number, saved);
    publish_with(writes, unit, &happening)
}

/// Where answers are kept.
pub(crate) struct Place<'a> {
    pub(crate) case: CaseId,
    pub(crate) district: DistrictId,
    pub(crate) form: &'a FormDefinition,
}

/// Writes the document and what differs between its index rows and those of the answers before.
///
/// # Errors
/// `TooLarge` when the document would be larger than any may be.
pub(crate) fn write_answers(
    writes: &mut Together,
    unit: &Unit,
    place: &Place<'_>,
    row: Option<&answers_row::Model>,
    before: &Answers,
    after: &Answers,
) -> Outcome<()> {
    let by = unit.actor()?.user;
    let form = place.form;
    let document = document(form, row, after);
    if document.to_string().len() > DOCUMENT_BYTES_MAX {
        return Err(Failure::Answer(Error::TooLarge));
    }
    let fresh = answers_row::ActiveModel {
        id: Set(row.map_or_else(|| unit.new_id::<AnswersId>().into(), |row| row.id)),
        district_id: Set(place.district.into()),
        case_id: Set(place.case.into()),
        form: Set(form.form.clone()),
        form_version: Set(form.version),
        version: Set(row.map_or(1, |row| row.version + 1)),
        document: Set(document),
        saved_at: Set(unit.now()),
        saved_by: Set(by.into()),
    };
    if row.is_some() {
        let update = answers_row::Entity::update(fresh).validate()?;
        writes.add(update.into_query());
    } else {
        writes.add(answers_row::Entity::insert(fresh).into_query());
    }
    index::write_changes(writes, place.district, place.case, form, before, after);
    Ok(())
}

/// The stored document: what this version of the form does not know is kept as it was.
fn document(form: &FormDefinition, row: Option<&answers_row::Model>, answers: &Answers) -> Value {
    let mut document = match row.map(|row| &row.document) {
        Some(Value::Object(stored)) => stored.clone(),
        _ => serde_json::Map::new(),
    };
    document.retain(|field, _| form.field(field).is_none());
    if let Value::Object(fresh) = answers.to_json() {
        document.extend(fresh);
    }
    Value::Object(document)
}

/// What changed, as it is kept in the audit: field to the values before and after.
pub(crate) fn changes(before: &Answers, after: &Answers) -> Value {
    let (old, new) = (before.to_json(), after.to_json());
    before
        .differences(after)
        .into_iter()
        .map(|field| (field.to_owned(), json!([old.get(field), new.get(field)])))
        .collect()
}

async fn conflict(
    unit: &Unit,
    found: &Found,
    edit: &MergedEdit<'_>,
    mut places: Vec<String>,
) -> Outcome<Conflict> {
    let row = edit.row.as_ref().ok_or(Failure::not_found())?;
    let people = user_names(unit, found.district(), [row.saved_by]).await?;
    let actor = unit.actor()?;
    places.retain(|place| edit.is_seen_by(actor, field_of(place)));
    // A program may be allowed to write and not to read: then it learns where, and no more.
    let shown: &[String] = if actor.can(Permission::CASES_READ) {
        &places
    } else {
        &[]
    };
    let mut theirs = in_places(&edit.stored.to_inputs(), shown);
    for place in shown.iter().filter(|place| field_of(place) == *place) {
        if !theirs.keys().any(|path| lies_in(path, place)) {
            theirs.insert(place.clone(), Vec::new());
        }
    }
    let changed_by = edit.began.as_ref().map(|began| &began.changed_by);
    let others = places.iter().filter_map(|place| {
        let field = field_of(place);
        let (by, at) = changed_by?.get(field)?;
        (*at != row.saved_at).then(|| (field.to_owned(), (by.clone(), wall_time(*at))))
    });
    let merged = edit.inputs();
    Ok(Conflict {
        others: others.collect(),
        version: row.version,
        by: people.get(&row.saved_by).cloned().unwrap_or_default(),
        at: wall_time(row.saved_at),
        theirs,
        mine: in_places(merged, &places),
        merged: merged.clone(),
        places,
    })
}

/// The next form behind this one that the actor may write.
pub(crate) fn next_form(unit: &Unit, form: &str) -> Outcome<Option<String>> {
    let actor = unit.actor()?;
    Ok(unit
        .catalog()
        .forms()
        .iter()
        .skip_while(|one| one.form != form)
        .skip(1)
        .find(|one| form_access(actor, one) == FieldAccess::Write)
        .map(|one| one.form.clone()))
}
