use domain::{
    access::{Actor, CasePlace, Permission},
    ids::TransitionId,
    transitions::{TransferState, TransitionKind},
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    PARTS,
    transition_row::{Column, Entity, Model},
};
use crate::{
    Failure, Outcome, Unit,
    cases::case_row,
    tenancy::{DistrictScope, Tenant, across},
};

/// Where somebody who takes part in transitions at all may look for them.
///
/// # Errors
/// Refused when no role of the actor has any part in them.
pub(super) fn scope_of_part(unit: &Unit) -> Outcome<DistrictScope> {
    let mut parts = PARTS.into_iter().map(|permission| unit.scope(permission));
    let scope = parts.find(Result::is_ok);
    let scope = scope.unwrap_or_else(|| unit.scope(Permission::TRANSFERS_ASK))?;
    Ok(scope.whole_district())
}

/// The transition, if the actor's district may know of it.
///
/// # Errors
/// `NotFound` when it does not exist, or the actor's district may not know of it.
pub(super) async fn find_seen(unit: &Unit, id: TransitionId) -> Outcome<Model> {
    let scope = scope_of_part(unit)?;
    let row = Entity::in_scope(&scope).filter(Column::Id.eq(Uuid::from(id)));
    let row = row.one(unit.connection()).await?;
    row.ok_or(Failure::not_found())
}

/// The transition as the actor may know of it, kept from everybody else until the unit ends.
///
/// # Errors
/// `NotFound` when it does not exist, is of another kind, or the actor may not know of it.
pub(super) async fn find_locked(
    unit: &Unit,
    id: TransitionId,
    kind: TransitionKind,
) -> Outcome<Model> {
    let seen = find_seen(unit, id).await?;
    if seen.kind != kind.code() {
        return Err(Failure::not_found());
    }
    // The case first, as whoever saves an answer of it does: two that wait for each other would
    // otherwise both wait for ever.
    case_of(unit, &seen).await?;
    let lock = async {
        let row = Entity::in_district(seen.district_id.into())
            .filter(Column::Id.eq(seen.id))
            .lock_exclusive()
            .one(unit.connection())
            .await?;
        Ok(row)
    };
    let row = across(unit, lock).await?.ok_or(Failure::not_found())?;
    let actor = unit.actor()?;
    if is_hidden_draft(&row, actor) {
        return Err(Failure::not_found());
    }
    Ok(row)
}

/// While it is being written, nobody else knows of it.
fn is_hidden_draft(row: &Model, actor: &Actor) -> bool {
    row.state == TransferState::Draft.code() && row.asked_by != Uuid::from(actor.user)
}

/// The case of a transition as long as it is still where it was; nobody else changes it until the
/// unit ends, or a save that is under way would write answers where the case is no more.
pub(super) async fn case_of(unit: &Unit, row: &Model) -> Outcome<Option<case_row::Model>> {
    let query = case_row::Entity::in_district(row.district_id.into())
        .filter(case_row::Column::Id.eq(row.case_id))
        .lock_exclusive();
    across(unit, async { Ok(query.one(unit.connection()).await?) }).await
}

/// The case of a transition, as far as the actor's district reads it; nobody is kept from changing
/// it.
pub(super) async fn case_of_part(unit: &Unit, row: &Model) -> Outcome<Option<case_row::Model>> {
    let query = case_row::Entity::in_scope(&scope_of_part(unit)?)
        .filter(case_row::Column::Id.eq(row.case_id));
    Ok(query.one(unit.connection()).await?)
}

/// Whether the actor is of the district that has the case, or had it.
pub(super) fn is_sender(actor: &Actor, row: &Model) -> bool {
    row.district_id == Uuid::from(actor.district)
}

/// Where a case stands.
pub(crate) fn place_of(case: &case_row::Model) -> CasePlace {
    CasePlace {
        district: case.district_id.into(),
        team: case.team_id.into(),
        owner: case.owner_id.map(Into::into),
    }
}

/// The state of a row's machine.
pub(super) fn transfer_state(row: &Model) -> Outcome<TransferState> {
    TransferState::from_code(&row.state)
        .ok_or_else(|| Failure::Broken(format!("transition {} is {}", row.id, row.state)))
}
