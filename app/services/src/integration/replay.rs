use domain::{access::Permission, ids::DeliveryId, integration::DeliveryState};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use uuid::Uuid;

use super::{
    delivery_row::{Column, Entity, of_webhook},
    webhook_row,
};
use crate::{Failure, Outcome, Unit};

/// Delivers dead letters of a webhook anew, one of them or all: each record's in the order in which
/// they happened.
pub(super) async fn replay(
    unit: &Unit,
    webhook: &webhook_row::Model,
    one: Option<DeliveryId>,
) -> Outcome<()> {
    let reach = unit.scope(Permission::WEBHOOKS_MANAGE)?;
    let one = one.map(|one| Expr::col(Column::Id).eq(Uuid::from(one)));
    let dead = Condition::all()
        .add(of_webhook(&reach, webhook.id))
        .add(Column::State.eq(DeliveryState::Dead.code()))
        .add_option(one.clone());
    let anew = Query::update()
        .table(Entity)
        .value(Column::State, DeliveryState::Waiting.code())
        .value(Column::Attempts, 0)
        .value(Column::TryAt, unit.now())
        .value(Column::SettledAt, None::<chrono::DateTime<chrono::Utc>>)
        .cond_where(dead)
        .take();
    let replayed = unit.connection().execute(&anew).await?;
    if one.is_some() && replayed.rows_affected() == 0 {
        return Err(Failure::not_found());
    }
    Ok(())
}
