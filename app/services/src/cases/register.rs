use domain::{
    Error, Refusal, RequestKey,
    access::Permission,
    audit::AuditAction,
    cases::{CaseNumber, Registered, Stage},
    forms::{Answers, Inputs, Setting, edit_planned},
    ids::{CaseId, PersonId, TeamId},
    integration::EventKind,
};
use sea_orm::{ActiveValue::Set, EntityTrait, TryInsertResult};
use serde_json::json;

use super::{
    case_row,
    open::registration_form,
    person::{PersonFields, person_row_of},
    person_row,
    save::{Place, changes, next_form, write_answers},
};
use crate::{
    Failure, Outcome, Together, Unit,
    audit::{self, Event},
    districts,
    forms::{Draft, DraftOf, discard_draft, discard_draft_with, keep_draft},
    integration::{about_case, publish_with},
    repeats::{Once, once, print_of},
    search::write_found_by,
};

/// As [`register_person`], once for each key: whoever asks again, because the answer was lost on
/// the way, gets the same answer, and nobody is registered twice. What was typed anew since waits
/// as a draft in the case that there is.
///
/// # Errors
/// As those of [`register_person`].
pub async fn register_person_once(
    unit: &Unit,
    key: &RequestKey,
    typed: &Inputs,
    searched: &str,
) -> Outcome<Registered> {
    let print = print_of(typed)?;
    let work = Box::pin(register_person(unit, typed, searched));
    let (kept, alike) = match once(unit, key.as_str(), &print, work).await? {
        Once::Now(registered) => return Ok(registered),
        Once::Before { kept, alike } => (kept, alike),
    };
    let mut registered: Registered = serde_json::from_value(kept)?;
    let draft = DraftOf::Registration {
        searched: searched.to_owned(),
    };
    discard_draft(unit, &draft).await?;
    if !alike {
        let form = &registration_form(unit)?.form;
        let draft = Draft {
            inputs: typed.clone(),
            version: 1,
            conflict: None,
            refused: false,
        };
        keep_draft(unit, &DraftOf::form(&registered.number, form), &draft).await?;
        registered.next_form = Some(form.clone());
    }
    Ok(registered)
}

/// Registers a person and opens a case for them.
///
/// A caseworker becomes its owner; whoever may not own cases hands it to the district's intake
/// team, where nobody owns it yet. The draft of this registration, begun after this search, ends.
///
/// # Errors
/// `Invalid` with a problem for each field; refused when the actor may not register.
pub async fn register_person(unit: &Unit, typed: &Inputs, searched: &str) -> Outcome<Registered> {
    let draft = DraftOf::Registration {
        searched: searched.to_owned(),
    };
    register_ending(unit, typed, Some(&draft)).await
}

/// As [`register_person`], for a program that acts for a user: what they are typing themselves at
/// that moment stays their draft.
///
/// # Errors
/// As those of [`register_person`].
pub async fn register_person_for(unit: &Unit, sent: &Inputs) -> Outcome<Registered> {
    register_ending(unit, sent, None).await
}

/// Registers, and ends the draft that it was typed in.
async fn register_ending(
    unit: &Unit,
    typed: &Inputs,
    draft: Option<&DraftOf>,
) -> Outcome<Registered> {
    unit.scope(Permission::CASES_CREATE)?;
    let actor = unit.actor()?;
    let form = registration_form(unit)?;
    let access = |field: &domain::forms::Field| actor.field_access(&form.form, field.sensitivity);
    let planned = unit.catalog().planned(&form.form);
    let edited = edit_planned(
        planned.ok_or(Failure::not_found())?,
        &Setting::on(unit.today()),
        &Answers::default(),
        typed,
        access,
    );
    if !edited.problems.is_empty() {
        return Err(Failure::Answer(Error::Invalid {
            problems: edited.problems,
        }));
    }
    let answers = edited.answers.with_rows_numbered(&Answers::default(), 1);
    let mut fields = PersonFields::default();
    fields.feed(form, &answers);
    let person = person_row_of(unit, actor.district, actor.user, fields.clone());
    let person_id: PersonId = (*person.id.as_ref()).into();
    person_row::Entity::insert(person)
        .exec_without_returning(unit.connection())
        .await?;
    let (id, number) = insert_case(unit, person_id, fields.sort_name()).await?;
    let place = Place {
        case: id,
        district: actor.district,
        form,
    };
    let (mut writes, nothing) = (Together::default(), PersonFields::default());
    write_answers(
        &mut writes,
        unit,
        &place,
        None,
        &Answers::default(),
        &answers,
    )?;
    write_found_by(
        &mut writes,
        actor.district,
        person_id.into(),
        &nothing,
        &fields,
    );
    let event = Event::new(actor.district, AuditAction::CaseRegistered)
        .on_case(id)
        .with(json!({
            "form": form.form,
            "form_version": form.version,
            "changed": changes(&Answers::default(), &answers),
        }));
    audit::record_with(&mut writes, unit, event);
    let opened = json!({"form": form.form, "version": 1});
    let happening = about_case(
        EventKind::CaseOpened,
        actor.district,
        number.as_str(),
        opened,
    );
    publish_with(&mut writes, unit, &happening)?;
    if let Some(draft) = draft {
        discard_draft_with(&mut writes, unit, draft)?;
    }
    writes.run(unit).await?;
    Ok(Registered {
        number,
        next_form: next_form(unit, &form.form)?,
    })
}

/// A number may be taken in a district that this one cannot see, so the unique key decides, and
/// another number is drawn.
async fn insert_case(
    unit: &Unit,
    person: PersonId,
    sort_name: String,
) -> Outcome<(CaseId, CaseNumber)> {
    const DRAWS: usize = 20;
    let actor = unit.actor()?;
    let owns = actor.can(Permission::CASES_OWN);
    let team = responsible_team(unit, owns).await?;
    for _ in 0..DRAWS {
        let id: CaseId = unit.new_id();
        let number = CaseNumber::from_random(unit.random());
        let row = case_row::ActiveModel {
            id: Set(id.into()),
            district_id: Set(actor.district.into()),
            number: Set(number.as_str().to_owned()),
            person_id: Set(person.into()),
            stage: Set(Stage::NEW.code().to_owned()),
            team_id: Set(team.into()),
            owner_id: Set(owns.then_some(actor.user.into())),
            opened_at: Set(unit.now()),
            opened_by: Set(actor.user.into()),
            changed_at: Set(unit.now()),
            sort_name: Set(sort_name.clone()),
        };
        let written = case_row::Entity::insert(row)
            .on_conflict_do_nothing_on([case_row::Column::Number])
            .exec_without_returning(unit.connection())
            .await?;
        if matches!(written, TryInsertResult::Inserted(1)) {
            return Ok((id, number));
        }
    }
    Err(Failure::Broken("no free case number was drawn".into()))
}

async fn responsible_team(unit: &Unit, owns: bool) -> Outcome<TeamId> {
    let actor = unit.actor()?;
    if owns && let Some(team) = actor.teams.first() {
        return Ok(*team);
    }
    let intake = districts::intake_team(unit, actor.district).await?;
    intake
        .map(|team| team.id.into())
        .ok_or_else(|| Refusal::PermissionMissing.into())
}
