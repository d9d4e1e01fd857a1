use domain::{
    ids::{DistrictId, UserId},
    transitions::{RequestEvent, RequestFacts, RequestState, TransitionKind, request},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use super::{
    step::{action_of, write},
    tell::{tell_owner_side, tell_step},
};
use crate::{
    Outcome, Unit,
    cases::case_row,
    tenancy::{Tenant, across},
    transitions::{
        note::note_action,
        transition_row::{Column, Entity},
    },
};

/// A case goes to another district and owner: requests for it go along, and that of the district
/// which has it now ends.
pub(in crate::transitions) async fn follow(
    unit: &Unit,
    case: &case_row::Model,
    to: DistrictId,
    owner: UserId,
) -> Outcome<()> {
    let open = Entity::in_district(case.district_id.into())
        .filter(Column::CaseId.eq(case.id))
        .filter(Column::Kind.eq(TransitionKind::TransferRequest.code()))
        .filter(Column::State.eq(RequestState::Asked.code()))
        .lock_exclusive();
    let open = across(unit, async { Ok(open.all(unit.connection()).await?) }).await?;
    let facts = RequestFacts {
        has_lapsed: true,
        ..RequestFacts::default()
    };
    for row in open {
        if row.to_district_id == Uuid::from(to) {
            let next = request::next(RequestState::Asked, RequestEvent::Withdraw, &facts)?;
            let row = write(unit, row, next, "").await?;
            note_action(unit, &row, action_of(RequestEvent::Withdraw), "", None).await?;
            tell_step(unit, &row, None, RequestEvent::Withdraw).await?;
        } else {
            let mut moved = row.into_active_model();
            moved.district_id = Set(to.into());
            let row = across(unit, async { Ok(moved.update(unit.connection()).await?) }).await?;
            tell_owner_side(unit, &row, Some(owner)).await?;
        }
    }
    Ok(())
}
