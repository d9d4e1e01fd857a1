use std::collections::BTreeMap;

use domain::{
    access::{Actor, FieldAccess, Permission},
    audit::AuditAction,
    cases::{CaseNumber, CaseView, FormProgress, FormView},
    forms::{Answers, Filling, FormDefinition, Inputs, taken_over},
    workflow::StageRule,
};
use uuid::Uuid;

use super::{
    names::Names,
    presence::presence_of,
    progress::progress_of,
    query::{Found, answers_of, team_label, user_names},
    setting::setting_of,
};
use crate::{
    Outcome, Unit, audit,
    catalog::form_access,
    forms::answers_row,
    grants::{Readable, find_readable},
    transitions,
    wall_clock::wall_time,
    workflow::{label_of, workflow_of},
};

/// A case as the actor may see it.
///
/// # Errors
/// `NotFound` when it does not exist or is out of the actor's reach: the two look alike.
pub async fn read_case(unit: &Unit, number: &CaseNumber) -> Outcome<CaseView> {
    let readable = find_readable(unit, Permission::CASES_READ, number).await?;
    audit::record(unit, readable.event(AuditAction::CaseRead)).await?;
    readable
        .read(unit, Box::pin(view_of(unit, &readable)))
        .await
}

async fn view_of(unit: &Unit, readable: &Readable<'_>) -> Outcome<CaseView> {
    let (found, actor) = (&readable.found, readable.actor.as_ref());
    let rows = answers_of(unit, found).await?;
    let people = rows
        .values()
        .map(|row| row.saved_by)
        .chain(found.case.owner_id);
    let people = user_names(unit, found.district(), people).await?;
    let names = Names::seen_by(actor, unit.catalog(), &found.person);
    let workflow = workflow_of(unit, found.district()).await?;
    let own = readable.shared.is_none();
    let mut forms = form_views(unit, actor, &rows, &people);
    if !own {
        // When a form was saved would tell of changes in fields that are not granted.
        for form in &mut forms {
            form.saved = None;
        }
    }
    Ok(CaseView {
        number: found.number()?,
        name: names.name,
        latin_name: names.latin_name,
        stages: if own {
            workflow.stages.iter().map(StageRule::label_of).collect()
        } else {
            Vec::new()
        },
        stage: own.then(|| label_of(workflow, &found.case.stage)),
        opened: own.then(|| wall_time(found.case.opened_at)),
        owner: found.case.owner_id.and_then(|id| people.get(&id).cloned()),
        team: team_label(unit, found).await?,
        forms,
        may_see_history: actor.can(Permission::CASES_HISTORY),
        may_hand_over: own && transitions::may_ask(actor, &found.case),
        may_assign: own && transitions::may_assign(actor, &found.case),
        may_place: own && actor.can(Permission::SHELTERS_PLACE),
        may_refer: own && transitions::may_refer(actor, &found.case),
        on_its_way: if own {
            transitions::on_its_way(unit, found).await?
        } else {
            None
        },
        shared: readable.shared.clone(),
        presence: if own {
            Some(presence_of(unit, found, &rows).await?)
        } else {
            None
        },
    })
}

/// Every form of a case, as far as the actor sees it.
pub(crate) async fn forms_of(unit: &Unit, found: &Found) -> Outcome<Vec<FormView>> {
    let rows = answers_of(unit, found).await?;
    let people = rows.values().map(|row| row.saved_by);
    let people = user_names(unit, found.district(), people).await?;
    Ok(form_views(unit, unit.actor()?, &rows, &people))
}

/// The progress of every form that the actor may see anything of.
pub(crate) async fn tasks_of(unit: &Unit, found: &Found) -> Outcome<Vec<FormProgress>> {
    let actor = unit.actor()?;
    let rows = answers_of(unit, found).await?;
    let forms = unit.catalog().forms().iter();
    Ok(forms
        .filter(|form| form_access(actor, form) > FieldAccess::Hidden)
        .map(|form| progress_of(unit, actor, &filled(unit, form, &rows)))
        .collect())
}

/// What is stored of a form, as far as its version in force takes it.
pub(crate) fn stored_answers(
    unit: &Unit,
    form: &FormDefinition,
    row: Option<&answers_row::Model>,
) -> Answers {
    let Some(row) = row else {
        return Answers::default();
    };
    let earlier = Some(row.form_version)
        .filter(|version| *version != form.version)
        .and_then(|version| unit.catalog().version(&form.form, version));
    match earlier {
        Some(earlier) => taken_over(earlier, form, &row.document),
        None => Answers::from_json(form, &row.document),
    }
}

/// A form with what is stored of it, as its rules have it.
fn filled(
    unit: &Unit,
    form: &FormDefinition,
    rows: &BTreeMap<String, answers_row::Model>,
) -> Filling {
    let setting = setting_of(unit, form, rows);
    let answers = stored_answers(unit, form, rows.get(&form.form));
    let planned = unit.catalog().planned(&form.form).cloned();
    let planned = planned.unwrap_or_else(|| form.clone().into());
    Filling::new(planned, setting, answers, Inputs::new())
}

/// Every form in force, and behind them those that are not any more but were answered.
fn form_views(
    unit: &Unit,
    actor: &Actor,
    rows: &BTreeMap<String, answers_row::Model>,
    people: &BTreeMap<Uuid, String>,
) -> Vec<FormView> {
    let current = unit.catalog().forms().iter().map(|form| form.form.as_str());
    let former = rows
        .keys()
        .map(String::as_str)
        .filter(|form| unit.catalog().form(form).is_none());
    current
        .chain(former)
        .filter_map(|form| form_view(unit, actor, form, rows, people))
        .collect()
}

/// One form in the version under which it was answered; `None` where the actor sees nothing of it.
fn form_view(
    unit: &Unit,
    actor: &Actor,
    form: &str,
    rows: &BTreeMap<String, answers_row::Model>,
    people: &BTreeMap<Uuid, String>,
) -> Option<FormView> {
    let catalog = unit.catalog();
    let row = rows.get(form);
    let current = catalog.form(form);
    let given = match row {
        Some(row) => catalog.version_or_current(form, row.form_version)?,
        None => current?,
    };
    let in_force = current.unwrap_or(given);
    if form_access(actor, in_force) == FieldAccess::Hidden {
        return None;
    }
    let now = filled(unit, in_force, rows);
    let then = (given.version != in_force.version).then(|| as_given(unit, given, row, rows));
    let filling = then.as_ref().unwrap_or(&now);
    let shown = filling.shown_fields();
    let seen = given.only(|field| {
        shown.contains(field.id.as_str())
            && catalog.field_access(actor, given, field) > FieldAccess::Hidden
    });
    let answers = stored_under(given, row).only(|field| seen.field(field).is_some());
    // Of a form without answers, the title is all that is read.
    let definition = if answers.is_empty() {
        given.only(|_| false)
    } else {
        seen.for_reading(&answers)
    };
    Some(FormView {
        progress: progress_of(unit, actor, &now),
        definition,
        answers,
        version: given.version,
        earlier: given.version != in_force.version,
        saved: row.map(|row| {
            let by = people.get(&row.saved_by).cloned().unwrap_or_default();
            (wall_time(row.saved_at), by)
        }),
    })
}

fn stored_under(form: &FormDefinition, row: Option<&answers_row::Model>) -> Answers {
    row.map(|row| Answers::from_json(form, &row.document))
        .unwrap_or_default()
}

/// A form of an earlier version with its answers as they were given.
fn as_given(
    unit: &Unit,
    form: &FormDefinition,
    row: Option<&answers_row::Model>,
    rows: &BTreeMap<String, answers_row::Model>,
) -> Filling {
    let setting = setting_of(unit, form, rows);
    let answers = stored_under(form, row);
    Filling::new(form.clone(), setting, answers, Inputs::new())
}
