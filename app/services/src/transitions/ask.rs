use domain::{
    Error, Problem, ProblemCode, Refusal,
    access::Permission,
    cases::CaseNumber,
    ids::TransitionId,
    transitions::{
        Summary, TransferEvent, TransferFacts, TransferState, TransitionKind, TypedTransfer,
        transfer,
    },
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    EntityTrait,
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    compose::{elsewhere, open_transfer},
    consent::Consent,
    draft,
    facts::speaks_for,
    find::place_of,
    note::note,
    summary::summary_of,
    tell::tell,
    transition_row::{ActiveModel, Entity},
};
use crate::{
    Failure, Outcome, Unit,
    cases::{
        case_row,
        query::{Found, find_case},
    },
};

/// Asks for a case to be handed over to another district: the sending supervisor decides next.
///
/// # Errors
/// `Invalid` with a problem for each field; refused when the actor may not ask, or while another
/// transfer of the case is under way; `NotFound` when the case is out of reach.
pub async fn ask_transfer(
    unit: &Unit,
    number: &CaseNumber,
    typed: &TypedTransfer,
) -> Outcome<TransitionId> {
    let scope = unit.scope(Permission::TRANSFERS_ASK)?;
    let actor = unit.actor()?;
    let found = find_case(unit, &scope, number, true).await?;
    let consent = Consent::of(unit, &found, &typed.override_reason).await?;
    let facts = TransferFacts {
        is_asker: true,
        may_ask: speaks_for(actor, Permission::TRANSFERS_ASK, &place_of(&found.case)),
        consented: consent.is_enough(),
        ..TransferFacts::default()
    };
    let state = transfer::next(TransferState::Draft, TransferEvent::Ask, &facts)?;
    let to = receiving_district(unit, &found, typed).await?;
    refuse_second(unit, &found).await?;
    let id: TransitionId = unit.new_id();
    let row = ActiveModel {
        id: Set(id.into()),
        to_district_id: Set(to),
        summary: Set(json(&summary_of(unit, &found, &typed.fields).await?)?),
        ends_at: Set(Some(unit.now() + unit.catalog().offer_time())),
        ..new_row(unit, &found, typed, state)?
    };
    draft::remove(unit, &found).await?;
    let row = Entity::insert(row)
        .exec_with_returning(unit.connection())
        .await?;
    consent.note(unit, &found, &typed.override_reason).await?;
    note(unit, &row, TransferEvent::Ask, &typed.reason, None).await?;
    tell(unit, &row, TransferEvent::Ask, false).await?;
    Ok(id)
}

/// A transfer's row as it is before anything but its text is known.
pub(super) fn new_row(
    unit: &Unit,
    found: &Found,
    typed: &TypedTransfer,
    state: TransferState,
) -> Outcome<ActiveModel> {
    begun(
        unit,
        &found.case,
        TransitionKind::Transfer,
        state.code(),
        json(typed)?,
    )
}

/// A row of any kind as it is before anything but its text is known.
pub(super) fn begun(
    unit: &Unit,
    case: &case_row::Model,
    kind: TransitionKind,
    state: &str,
    typed: serde_json::Value,
) -> Outcome<ActiveModel> {
    let actor = unit.actor()?;
    Ok(ActiveModel {
        id: NotSet,
        district_id: Set(case.district_id),
        kind: Set(kind.code().to_owned()),
        state: Set(state.to_owned()),
        to_district_id: Set(case.district_id),
        to_team_id: Set(None),
        offered: Set(false),
        case_id: Set(case.id),
        case_number: Set(case.number.clone()),
        asked_by: Set(actor.user.into()),
        asked_by_name: Set(actor.display_name.clone()),
        asked_at: Set(unit.now()),
        released_by: Set(None),
        released_by_name: Set(None),
        released_at: Set(None),
        decided_by: Set(Some(actor.user.into())),
        decided_by_name: Set(Some(actor.display_name.clone())),
        note: Set(None),
        typed: Set(typed),
        summary: Set(json(&Summary::default())?),
        ends_at: Set(None),
        changed_at: Set(unit.now()),
    })
}

/// The id of the district that was chosen: another than the case's, and not the city itself.
async fn receiving_district(unit: &Unit, found: &Found, typed: &TypedTransfer) -> Outcome<Uuid> {
    let mut problems = typed.problems();
    let districts = elsewhere(unit, found).await?;
    let chosen = districts.iter().find(|one| Some(one.number) == typed.to);
    if chosen.is_none() && typed.to.is_some() {
        problems.push(Problem::new("to", ProblemCode::NotAChoice));
    }
    match chosen {
        Some(chosen) if problems.is_empty() => Ok(chosen.id.into()),
        _ => Err(Failure::Answer(Error::Invalid { problems })),
    }
}

/// A case is on its way to one district at a time.
async fn refuse_second(unit: &Unit, found: &Found) -> Outcome<()> {
    match open_transfer(unit, found).await? {
        Some(_) => Err(Refusal::WrongState.into()),
        None => Ok(()),
    }
}

pub(super) fn json(value: &impl Serialize) -> Outcome<serde_json::Value> {
    serde_json::to_value(value).map_err(|error| Failure::Broken(error.to_string()))
}
