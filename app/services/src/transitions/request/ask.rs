use domain::{
    Error, ProblemCode, Refusal,
    access::Permission,
    audit::AuditAction,
    cases::CaseNumber,
    ids::TransitionId,
    transitions::{RequestState, TransitionKind, TypedRequest},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{discard_request, tell::tell_owner_side};
use crate::{
    Failure, Outcome, Unit,
    cases::{case_row, query::case_anywhere},
    tenancy::{Tenant, across},
    transitions::{
        ask::{begun, json},
        note::note_action,
        transition_row::{ActiveModel, Column, Entity},
    },
};

/// Asks the district that has a case to hand it over to the actor's.
///
/// It is asked by number alone, and nothing about the case or its person is answered.
///
/// # Errors
/// `Invalid` with a problem for each field, also when no other district has a case of this number;
/// refused without the permission, and while the district has asked already.
pub async fn ask_request(unit: &Unit, typed: &TypedRequest) -> Outcome<TransitionId> {
    unit.scope(Permission::TRANSFERS_ASK)?;
    let actor = unit.actor()?;
    let case = case_elsewhere(unit, typed).await?;
    refuse_second(unit, &case).await?;
    let id: TransitionId = unit.new_id();
    let row = ActiveModel {
        id: Set(id.into()),
        to_district_id: Set(actor.district.into()),
        offered: Set(true),
        ..begun(
            unit,
            &case,
            TransitionKind::TransferRequest,
            RequestState::Asked.code(),
            json(typed)?,
        )?
    };
    discard_request(unit).await?;
    let insert = Entity::insert(row);
    let row = across(unit, async {
        Ok(insert.exec_with_returning(unit.connection()).await?)
    })
    .await?;
    note_action(unit, &row, AuditAction::RequestAsked, &typed.reason, None).await?;
    tell_owner_side(unit, &row, case.owner_id.map(Into::into)).await?;
    Ok(id)
}

/// The case, locked until it is asked for. Whether there is one is told only to whoever says why
/// they want it.
async fn case_elsewhere(unit: &Unit, typed: &TypedRequest) -> Outcome<case_row::Model> {
    let problems = typed.problems();
    let number = CaseNumber::parse(&typed.number).filter(|_| problems.is_empty());
    let Some(number) = number else {
        return Err(Failure::Answer(Error::Invalid { problems }));
    };
    let own = Uuid::from(unit.actor()?.district);
    let case = across(unit, case_anywhere(unit, &number)).await?;
    case.filter(|case| case.district_id != own)
        .ok_or_else(|| Failure::Answer(Error::invalid("number", ProblemCode::UnknownCase)))
}

/// A district asks for a case once at a time.
async fn refuse_second(unit: &Unit, case: &case_row::Model) -> Outcome<()> {
    let own = unit.actor()?.district;
    let asked = Entity::in_district(case.district_id.into())
        .filter(Column::CaseId.eq(case.id))
        .filter(Column::Kind.eq(TransitionKind::TransferRequest.code()))
        .filter(Column::State.eq(RequestState::Asked.code()))
        .filter(Column::ToDistrictId.eq(Uuid::from(own)));
    let asked = across(unit, async { Ok(asked.one(unit.connection()).await?) }).await?;
    match asked {
        Some(_) => Err(Refusal::WrongState.into()),
        None => Ok(()),
    }
}
