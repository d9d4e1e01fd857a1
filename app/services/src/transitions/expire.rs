use domain::transitions::{TransferEvent, TransferFacts, TransferState, TransitionKind, transfer};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::{
    UNDER_WAY,
    find::transfer_state,
    note::note,
    publish::publish_transfer,
    referral,
    tell::tell,
    transition_row::{Column, Entity},
};
use crate::{Outcome, Unit, tenancy::Tenant};

/// How many end in one unit of work.
pub(super) const AT_ONCE: u64 = 200;

/// Everything of a kind whose time has passed, in whichever district.
pub(super) fn due(unit: &Unit, kind: TransitionKind) -> Select<Entity> {
    Entity::of_found()
        .filter(Column::Kind.eq(kind.code()))
        .filter(Column::EndsAt.lte(unit.now()))
}

/// Ends every transfer and every referral whose time has passed, in the name of the clock; answers
/// how many.
///
/// # Errors
/// When the database does not answer.
pub async fn expire_due(unit: &Unit) -> Outcome<usize> {
    let due = due(unit, TransitionKind::Transfer)
        .filter(Column::State.is_in(UNDER_WAY.map(TransferState::code)))
        .order_by_asc(Column::Id)
        .limit(AT_ONCE)
        .lock_exclusive()
        .all(unit.connection())
        .await?;
    let count = due.len();
    for row in due {
        let facts = TransferFacts {
            is_due: true,
            ..TransferFacts::default()
        };
        let next = transfer::next(transfer_state(&row)?, TransferEvent::Expire, &facts)?;
        let was_offered = row.offered;
        let mut fresh = row.into_active_model();
        fresh.state = Set(next.code().to_owned());
        fresh.decided_by = Set(None);
        fresh.decided_by_name = Set(None);
        fresh.changed_at = Set(unit.now());
        let row = fresh.update(unit.connection()).await?;
        note(unit, &row, TransferEvent::Expire, "", None).await?;
        tell(unit, &row, TransferEvent::Expire, was_offered).await?;
        publish_transfer(unit, &row, TransferEvent::Expire, was_offered).await?;
    }
    Ok(count + referral::expire(unit).await?)
}
