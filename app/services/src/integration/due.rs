//! What is to be delivered now: of each record the earliest that is still on its way.

use domain::{
    ids::WebhookId,
    integration::{DeliveryState, WebhookState},
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QuerySelect, Select,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    delivery_row::{Column, Entity},
    webhook_row,
};
use crate::{Outcome, Unit, tenancy::Tenant};

/// The webhooks for which something is to be delivered now.
///
/// # Errors
/// When the database does not answer.
pub async fn due_webhooks(unit: &Unit) -> Outcome<Vec<WebhookId>> {
    let something = due(unit)
        .filter(
            Expr::col((Entity, Column::WebhookId))
                .equals((webhook_row::Entity, webhook_row::Column::Id)),
        )
        .select_only()
        .expr(Expr::value(1_i32));
    let something = sea_orm::QueryTrait::into_query(something);
    let ids: Vec<Uuid> = webhook_row::Entity::of_found()
        .filter(webhook_row::Column::State.eq(WebhookState::Active.code()))
        .filter(Expr::exists(something))
        .select_only()
        .column(webhook_row::Column::Id)
        .into_tuple()
        .all(unit.connection())
        .await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// What may be tried now, in whichever district it happened.
pub(super) fn due(unit: &Unit) -> Select<Entity> {
    let free = Condition::any()
        .add(Column::ClaimedUntil.is_null())
        .add(Column::ClaimedUntil.lte(unit.now()));
    Entity::of_found()
        .filter(Column::State.eq(DeliveryState::Waiting.code()))
        .filter(Column::TryAt.lte(unit.now()))
        .filter(free)
        .filter(Expr::not_exists(earlier()))
}

/// What happened to the same record before, and has not arrived yet.
fn earlier() -> SelectStatement {
    let before = || Alias::new("before");
    let earlier = |column: Column| Expr::col((before(), column));
    let this = |column: Column| (Entity, column);
    let at_once = Condition::all()
        .add(earlier(Column::Seq).equals(this(Column::Seq)))
        .add(earlier(Column::Id).lt(Expr::col(this(Column::Id))));
    Query::select()
        .expr(Expr::value(1_i32))
        .from_as(Entity, before())
        .and_where(earlier(Column::WebhookId).equals(this(Column::WebhookId)))
        .and_where(earlier(Column::Record).equals(this(Column::Record)))
        .and_where(earlier(Column::State).eq(DeliveryState::Waiting.code()))
        .cond_where(
            Condition::any()
                .add(earlier(Column::Seq).lt(Expr::col(this(Column::Seq))))
                .add(at_once),
        )
        .take()
}
