use domain::{
    Error, Problem, ProblemCode, Refusal,
    access::Permission,
    cases::CaseNumber,
    ids::TransitionId,
    transitions::{
        TransferEvent, TransferFacts, TransferState, TransitionKind, TypedTransfer, transfer,
    },
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use uuid::Uuid;

use super::{
    OFFER_DAYS, UNDER_WAY,
    facts::speaks_for,
    find::place_of,
    note::note,
    summary::summary_of,
    tell::tell,
    transition_row::{ActiveModel, Column, Entity},
};
use crate::{
    Failure, Outcome, Unit,
    cases::query::{Found, find_case},
    districts,
    tenancy::Tenant,
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
    let facts = TransferFacts {
        is_asker: true,
        may_ask: speaks_for(actor, Permission::TRANSFERS_ASK, &place_of(&found.case)),
        // Consents are not written down yet, so none can be missing.
        consented: true,
        ..TransferFacts::default()
    };
    let state = transfer::next(TransferState::Draft, TransferEvent::Ask, &facts)?;
    let to = receiving_district(unit, &found, typed).await?;
    refuse_second(unit, &found).await?;
    let id: TransitionId = unit.new_id();
    let row = ActiveModel {
        id: Set(id.into()),
        district_id: Set(found.district().into()),
        kind: Set(TransitionKind::Transfer.code().to_owned()),
        state: Set(state.code().to_owned()),
        to_district_id: Set(to),
        offered: Set(false),
        case_id: Set(found.case.id),
        case_number: Set(found.case.number.clone()),
        asked_by: Set(actor.user.into()),
        asked_by_name: Set(actor.display_name.clone()),
        asked_at: Set(unit.now()),
        released_by: Set(None),
        released_by_name: Set(None),
        released_at: Set(None),
        decided_by: Set(Some(actor.user.into())),
        decided_by_name: Set(Some(actor.display_name.clone())),
        note: Set(None),
        typed: Set(json(typed)?),
        summary: Set(json(&summary_of(unit, &found, &typed.fields).await?)?),
        ends_at: Set(Some(unit.now() + OFFER_DAYS)),
        changed_at: Set(unit.now()),
    };
    let row = Entity::insert(row)
        .exec_with_returning(unit.connection())
        .await?;
    note(unit, &row, TransferEvent::Ask, &typed.reason, None).await?;
    tell(unit, &row, TransferEvent::Ask, false).await?;
    Ok(id)
}

/// The id of the district that was chosen: another than the case's, and not the city itself.
async fn receiving_district(unit: &Unit, found: &Found, typed: &TypedTransfer) -> Outcome<Uuid> {
    let mut problems = typed.problems();
    let districts = districts::all(unit).await?;
    let chosen = districts
        .iter()
        .find(|one| Some(one.number) == typed.to && one.number != 0 && one.id != found.district());
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
    let open = Entity::in_district(found.district())
        .filter(Column::CaseId.eq(found.case.id))
        .filter(Column::Kind.eq(TransitionKind::Transfer.code()))
        .filter(Column::State.is_in(UNDER_WAY.map(TransferState::code)))
        .one(unit.connection())
        .await?;
    match open {
        Some(_) => Err(Refusal::WrongState.into()),
        None => Ok(()),
    }
}

fn json(value: &impl Serialize) -> Outcome<serde_json::Value> {
    serde_json::to_value(value).map_err(|error| Failure::Broken(error.to_string()))
}
