use domain::{
    access::Permission,
    cases::CaseNumber,
    ids::TransitionId,
    transitions::{TransferState, TransitionKind, TypedTransfer},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    ask::new_row,
    compose::open_transfer,
    transition_row::{ActiveModel, Column, Entity, Model},
};
use crate::{
    Failure, Outcome, Unit,
    cases::{
        case_row,
        query::{Found, find_case, readable_number},
    },
    forms::draft::discard_drafts_of_case,
    tenancy::{Tenant, across},
};

/// The most bytes of a draft: whoever types more is told so.
const DRAFT_BYTES_MAX: usize = 100_000;

/// Keeps what the actor has written of a transfer so far, right or wrong; nobody else sees it.
///
/// # Errors
/// `NotFound` when the case is out of reach; refused without the permission; `TooLarge` when it is
/// more than a draft may hold.
pub async fn keep_transfer(unit: &Unit, number: &CaseNumber, typed: &TypedTransfer) -> Outcome<()> {
    let scope = unit.scope(Permission::TRANSFERS_ASK)?;
    let found = find_case(unit, &scope, number, false).await?;
    let row = new_row(unit, &found, typed, TransferState::Draft)?;
    let size = row.typed.try_as_ref().map(|typed| typed.to_string().len());
    if size.is_some_and(|size| size > DRAFT_BYTES_MAX) {
        return Err(Failure::Answer(domain::Error::TooLarge));
    }
    if open_transfer(unit, &found).await?.is_some() {
        // A draft that comes late, after what was written has been asked for.
        return Ok(());
    }
    remove(unit, &found).await?;
    let id = Set(unit.new_id::<TransitionId>().into());
    Entity::insert(ActiveModel { id, ..row })
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}

/// Begins a transfer as a draft of the actor's, unless they have begun one already or the case is on
/// its way.
pub(super) async fn begin_transfer(
    unit: &Unit,
    case: &case_row::Model,
    typed: &TypedTransfer,
) -> Outcome<()> {
    let number = readable_number(&case.number)?;
    let scope = unit.scope(Permission::TRANSFERS_ASK)?;
    let found = find_case(unit, &scope, &number, false).await?;
    if draft_of(unit, &found).await?.is_some() {
        return Ok(());
    }
    keep_transfer(unit, &number, typed).await
}

/// Throws away what the actor has written of a transfer.
///
/// # Errors
/// `NotFound` when the case is out of reach; refused without the permission.
pub async fn discard_transfer(unit: &Unit, number: &CaseNumber) -> Outcome<()> {
    let scope = unit.scope(Permission::TRANSFERS_ASK)?;
    let found = find_case(unit, &scope, number, false).await?;
    remove(unit, &found).await
}

/// The actor's draft of a transfer of this case.
pub(super) async fn draft_of(unit: &Unit, found: &Found) -> Outcome<Option<Model>> {
    let draft = Entity::in_district(found.district()).filter(own_draft(unit, found)?);
    Ok(draft.one(unit.connection()).await?)
}

/// Removes what anybody has written of this case and not saved: it has gone elsewhere.
pub(super) async fn remove_all(unit: &Unit, case: &case_row::Model) -> Outcome<()> {
    let drafts = Entity::delete_many()
        .filter(Column::DistrictId.eq(case.district_id))
        .filter(Column::CaseId.eq(case.id))
        .filter(Column::State.eq(TransferState::Draft.code()));
    across(unit, async {
        drafts.exec(unit.connection()).await?;
        discard_drafts_of_case(unit, case.district_id.into(), &case.number).await
    })
    .await
}

/// Removes it, if there is one.
pub(super) async fn remove(unit: &Unit, found: &Found) -> Outcome<()> {
    Entity::delete_many()
        .filter(Column::DistrictId.eq(Uuid::from(found.district())))
        .filter(own_draft(unit, found)?)
        .exec(unit.connection())
        .await?;
    Ok(())
}

fn own_draft(unit: &Unit, found: &Found) -> Outcome<Condition> {
    Ok(Condition::all()
        .add(Column::CaseId.eq(found.case.id))
        .add(Column::AskedBy.eq(Uuid::from(unit.actor()?.user)))
        .add(Column::Kind.eq(TransitionKind::Transfer.code()))
        .add(Column::State.eq(TransferState::Draft.code())))
}
