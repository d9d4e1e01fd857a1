use chrono::TimeDelta;
use domain::integration::DeliveryState;
use sea_orm::{
    Condition,
    sea_query::{Expr, ExprTrait, Query},
};

use super::{
    delivery_row::{Column, Entity},
    webhook_row,
};
use crate::{Outcome, Together, Unit};

/// How long it can be looked up what was delivered.
const KEPT: TimeDelta = TimeDelta::days(30);
/// How long dead letters are kept, and what waits for a webhook that stands still.
const KEPT_UNDELIVERED: TimeDelta = TimeDelta::days(90);

/// Forgets what was delivered long ago, what could not be delivered very long ago, and what is left
/// of webhooks that were removed, in every district.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(unit: &Unit) -> Outcome<()> {
    let webhooks = Query::select()
        .column(webhook_row::Column::Id)
        .from(webhook_row::Entity)
        .take();
    let delivered = Condition::all()
        .add(Expr::col(Column::State).eq(DeliveryState::Delivered.code()))
        .add(Expr::col(Column::At).lt(unit.now() - KEPT));
    let old = Condition::any()
        .add(delivered)
        .add(Expr::col(Column::At).lt(unit.now() - KEPT_UNDELIVERED))
        .add(Expr::col(Column::WebhookId).not_in_subquery(webhooks));
    let mut writes = Together::default();
    writes.add(Query::delete().from_table(Entity).cond_where(old).take());
    writes.run(unit).await
}
