use std::collections::BTreeSet;

use domain::{
    Refusal,
    access::{FieldAccess, Permission},
    audit::AuditAction,
    cases::{CaseNumber, OpenForm, QUERY_CHARS_MAX, RegisterForm, WaitingRegistration},
    dates::parse_date,
    forms::{Answers, FormDefinition, Inputs, PersonAttribute, Setting, edit, type_over},
    search::fold,
};
use serde_json::json;

use super::{
    names::Names,
    presence::others_at,
    query::{answers_of, find_case},
    read::{stored_answers, tasks_of},
    setting::setting_of,
};
use crate::{
    Failure, Outcome, Unit,
    audit::{self, Event},
    catalog::form_access,
    forms::{
        DraftOf,
        draft::{find_draft_kept, open_registrations},
    },
    wall_clock::wall_time,
};

/// Opens a form of a case for editing.
///
/// # Errors
/// `NotFound` when the case is out of reach or the form is hidden; refused when the actor may not
/// change anything in it.
pub async fn open_form(unit: &Unit, number: &CaseNumber, form: &str) -> Outcome<OpenForm> {
    let scope = unit.scope(Permission::CASES_EDIT)?;
    let found = find_case(unit, &scope, number, false).await?;
    let definition = writable_form(unit, form)?;
    let actor = unit.actor()?;
    let access = |field: &domain::forms::Field| actor.field_access(form, field.sensitivity);
    let rows = answers_of(unit, &found).await?;
    let setting = setting_of(unit, definition, &rows);
    let row = rows.get(form);
    let stored = stored_answers(unit, definition, row);
    let kept = find_draft_kept(unit, &DraftOf::form(number, form)).await?;
    let (draft, kept) = kept.unzip();
    let seen = definition.only(|field| access(field) > FieldAccess::Hidden);
    let event = Event::new(found.district(), AuditAction::FormOpened)
        .on_case(found.id())
        .with(json!({"form": form}));
    audit::record(unit, event).await?;
    let seen_answers = stored.only(|field| seen.field(field).is_some());
    let mut inputs = seen_answers.to_inputs();
    let mut problems = Vec::new();
    if let Some(draft) = &draft {
        let typed = only_known(&draft.inputs, &seen);
        if draft.refused {
            problems = edit(definition, &setting, &stored, &typed, access).problems;
        }
        type_over(&mut inputs, typed);
    }
    let conflict = draft.as_ref().and_then(|draft| draft.conflict.clone());
    let stored_version = row.map_or(0, |row| row.version);
    Ok(OpenForm {
        number: number.clone(),
        name: Names::seen_by(actor, unit.catalog(), &found.person).name,
        locked: locked_fields(&seen, access),
        definition: seen,
        inputs,
        version: conflict
            .as_ref()
            .map(|conflict| conflict.version)
            .or_else(|| draft.as_ref().map(|draft| draft.version))
            .unwrap_or(stored_version),
        key: unit.new_key(),
        problems,
        draft: draft.is_some(),
        conflict,
        stored: seen_answers,
        setting,
        tasks: tasks_of(unit, &found).await?,
        here: others_at(unit, &found).await?,
        kept: kept.map(wall_time),
    })
}

/// Opens the form with which a person is registered, with what was searched for filled in.
///
/// Whoever searched for somebody begins with them, or goes on where they were; whatever else they
/// began to register waits.
///
/// # Errors
/// Refused when the actor may not register.
pub async fn open_registration(unit: &Unit, searched: &str) -> Outcome<RegisterForm> {
    unit.scope(Permission::CASES_CREATE)?;
    let actor = unit.actor()?;
    let form = registration_form(unit)?;
    let access = |field: &domain::forms::Field| actor.field_access(&form.form, field.sensitivity);
    let definition = form.only(|field| access(field) == FieldAccess::Write);
    let own = DraftOf::Registration {
        searched: searched.to_owned(),
    };
    let (draft, kept) = find_draft_kept(unit, &own).await?.unzip();
    let setting = Setting::on(unit.today());
    let (inputs, problems) = match &draft {
        Some(draft) => {
            let typed = only_known(&draft.inputs, &definition);
            let problems = if draft.refused {
                edit(form, &setting, &Answers::default(), &typed, access).problems
            } else {
                Vec::new()
            };
            (typed, problems)
        }
        None => (searched_for(searched, &definition), Vec::new()),
    };
    Ok(RegisterForm {
        definition,
        inputs,
        problems,
        draft: draft.is_some(),
        searched: searched.to_owned(),
        key: unit.new_key(),
        waiting: waiting(unit, searched).await?,
        setting,
        kept: kept.map(wall_time),
    })
}

/// What else the actor began to register.
async fn waiting(unit: &Unit, searched: &str) -> Outcome<Vec<WaitingRegistration>> {
    let begun = open_registrations(unit).await?.into_iter();
    let others = begun.filter(|(other, _, _)| other.trim() != searched.trim());
    Ok(others
        .map(|(searched, typed, at)| WaitingRegistration {
            name: name_typed(unit, &typed),
            searched,
            at: wall_time(at),
        })
        .collect())
}

/// The name as far as it was typed, family name first.
fn name_typed(unit: &Unit, typed: &Inputs) -> String {
    use PersonAttribute::{FamilyName, GivenName};
    let parts = [FamilyName, GivenName].into_iter().filter_map(|attribute| {
        let (_, field) = unit.catalog().source_of(attribute)?;
        let text = typed.get(&field.id)?.first()?.trim();
        (!text.is_empty()).then_some(text)
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// The form, if the actor may change anything in it.
pub(crate) fn writable_form<'a>(unit: &'a Unit, form: &str) -> Outcome<&'a FormDefinition> {
    let definition = unit.catalog().form(form).ok_or(Failure::not_found())?;
    match form_access(unit.actor()?, definition) {
        FieldAccess::Hidden => Err(Failure::not_found()),
        FieldAccess::Read => Err(Refusal::FormClosed.into()),
        FieldAccess::Write => Ok(definition),
    }
}

/// The form with which a person is registered, if the actor may write it.
pub(crate) fn registration_form(unit: &Unit) -> Outcome<&FormDefinition> {
    let form = unit
        .catalog()
        .registration_form()
        .ok_or_else(|| Failure::Broken("there is no form to register with".into()))?;
    match form_access(unit.actor()?, form) {
        FieldAccess::Write => Ok(form),
        _ => Err(Refusal::FormClosed.into()),
    }
}

fn locked_fields(
    form: &FormDefinition,
    access: impl Fn(&domain::forms::Field) -> FieldAccess,
) -> BTreeSet<String> {
    let locked = form
        .fields
        .iter()
        .filter(|field| access(field) < FieldAccess::Write);
    locked.map(|field| field.id.clone()).collect()
}

fn only_known(inputs: &Inputs, form: &FormDefinition) -> Inputs {
    let known = inputs
        .iter()
        .filter(|(path, _)| form.field_at(path).is_some());
    known
        .map(|(field, values)| (field.clone(), values.clone()))
        .collect()
}

/// A name that was searched for begins the registration, family name first; or a birth date.
fn searched_for(searched: &str, form: &FormDefinition) -> Inputs {
    use domain::forms::PersonAttribute::{BirthDate, FamilyName, GivenName};
    let searched: String = searched
        .chars()
        .take(QUERY_CHARS_MAX)
        .filter(|sign| !sign.is_control())
        .collect();
    if parse_date(&searched).is_some() {
        return fed(form, [(BirthDate, searched.trim().to_owned())]);
    }
    let is_name = fold(&searched)
        .chars()
        .all(|sign| sign.is_alphabetic() || sign == ' ');
    let words: Vec<&str> = searched.split_whitespace().collect();
    let Some((family, given)) = words.split_first().filter(|_| is_name) else {
        return Inputs::new();
    };
    let names = [
        (FamilyName, (*family).to_owned()),
        (GivenName, given.join(" ")),
    ];
    fed(form, names)
}

/// What stands in the fields that feed these attributes of the person.
fn fed(
    form: &FormDefinition,
    texts: impl IntoIterator<Item = (PersonAttribute, String)>,
) -> Inputs {
    texts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .filter_map(|(attribute, text)| {
            let field = form
                .fields
                .iter()
                .find(|field| field.feeds == Some(attribute))?;
            Some((field.id.clone(), vec![text]))
        })
        .collect()
}
