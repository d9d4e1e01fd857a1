use std::collections::BTreeMap;

use domain::{
    access::{Actor, FieldAccess, Permission},
    audit::AuditAction,
    cases::{CaseNumber, CaseView, FormProgress, FormView, Stage},
    forms::{Answers, FormDefinition, visible_fields},
};
use uuid::Uuid;

use super::{
    names::Names,
    progress::progress_of,
    query::{Found, answers_of, find_case, team_label, user_names},
    setting::setting_of,
};
use crate::{
    Outcome, Unit,
    audit::{self, Event},
    catalog::form_access,
    forms::answers_row,
    wall_clock::wall_time,
};

/// A case as the actor may see it.
///
/// # Errors
/// `NotFound` when it does not exist or is out of the actor's reach: the two look alike.
pub async fn read_case(unit: &Unit, number: &CaseNumber) -> Outcome<CaseView> {
    let scope = unit.scope(Permission::CASES_READ)?;
    let actor = unit.actor()?;
    let found = find_case(unit, &scope, number, false).await?;
    let rows = answers_of(unit, &found).await?;
    let people = rows
        .values()
        .map(|row| row.saved_by)
        .chain(found.case.owner_id);
    let people = user_names(unit, found.district(), people).await?;
    let names = Names::seen_by(actor, unit.catalog(), &found.person);
    let event = Event::new(found.district(), AuditAction::CaseRead).on_case(found.id());
    audit::record(unit, event).await?;
    Ok(CaseView {
        number: found.number()?,
        name: names.name,
        latin_name: names.latin_name,
        stage: Stage::from_code(&found.case.stage).unwrap_or_default(),
        opened: wall_time(found.case.opened_at),
        owner: found.case.owner_id.and_then(|id| people.get(&id).cloned()),
        team: team_label(unit, &found).await?,
        forms: form_views(unit, actor, &rows, &people),
        may_see_history: actor.can(Permission::CASES_HISTORY),
    })
}

/// The progress of every form that the actor may see anything of.
pub(crate) async fn tasks_of(unit: &Unit, found: &Found) -> Outcome<Vec<FormProgress>> {
    let actor = unit.actor()?;
    let rows = answers_of(unit, found).await?;
    Ok(forms_seen_by(unit, actor)
        .map(|form| {
            let setting = setting_of(unit, form, &rows);
            let answers = stored_answers(form, rows.get(&form.form));
            progress_of(actor, form, &setting, &answers)
        })
        .collect())
}

pub(crate) fn stored_answers(form: &FormDefinition, row: Option<&answers_row::Model>) -> Answers {
    row.map(|row| Answers::from_json(form, &row.document))
        .unwrap_or_default()
}

fn forms_seen_by<'a>(
    unit: &'a Unit,
    actor: &'a Actor,
) -> impl Iterator<Item = &'a FormDefinition> + use<'a> {
    unit.catalog()
        .forms()
        .iter()
        .filter(|form| form_access(actor, form) > FieldAccess::Hidden)
}

fn form_views(
    unit: &Unit,
    actor: &Actor,
    rows: &BTreeMap<String, answers_row::Model>,
    people: &BTreeMap<Uuid, String>,
) -> Vec<FormView> {
    forms_seen_by(unit, actor)
        .map(|form| {
            let row = rows.get(&form.form);
            let answers = stored_answers(form, row);
            let setting = setting_of(unit, form, rows);
            let visible = visible_fields(form, &setting, &answers);
            let seen = form.only(|field| {
                visible.contains(&field.id)
                    && actor.field_access(&form.form, field.sensitivity) > FieldAccess::Hidden
            });
            FormView {
                progress: progress_of(actor, form, &setting, &answers),
                answers: answers.only(|field| seen.field(field).is_some()),
                version: row.map_or(form.version, |row| row.form_version),
                earlier: row.is_some_and(|row| row.form_version != form.version),
                definition: seen,
                saved: row.map(|row| {
                    let by = people.get(&row.saved_by).cloned().unwrap_or_default();
                    (wall_time(row.saved_at), by)
                }),
            }
        })
        .collect()
}
