use chrono::TimeDelta;
use domain::ids::DistrictId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    secret_row::{ActiveModel, Column, Entity, Model},
    sign::written,
    webhook_row,
};
use crate::{Outcome, Unit, tenancy::Tenant};

/// How long a secret goes on signing once it was replaced.
const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// Makes a secret for a webhook, and answers it as its receiver needs it; those before it end in a
/// day.
pub(super) async fn make(unit: &Unit, webhook: &webhook_row::Model) -> Outcome<String> {
    let secret = unit.secret();
    let sealed = unit
        .integration()
        .key()?
        .seal(unit, &about(webhook.id), &secret)?;
    Entity::update_many()
        .filter(Column::DistrictId.eq(webhook.district_id))
        .filter(Column::WebhookId.eq(webhook.id))
        .filter(Column::EndsAt.is_null())
        .col_expr(Column::EndsAt, Expr::value(unit.now() + OVERLAP))
        .exec(unit.connection())
        .await?;
    Entity::delete_many()
        .filter(Column::DistrictId.eq(webhook.district_id))
        .filter(Column::WebhookId.eq(webhook.id))
        .filter(Column::EndsAt.lte(unit.now()))
        .exec(unit.connection())
        .await?;
    let row = ActiveModel {
        id: Set(unit.new_id()),
        district_id: Set(webhook.district_id),
        webhook_id: Set(webhook.id),
        sealed: Set(sealed),
        made_at: Set(unit.now()),
        ends_at: Set(None),
    };
    Entity::insert(row)
        .exec_without_returning(unit.connection())
        .await?;
    Ok(written(&secret))
}

/// The secrets of a webhook that sign now, the newest first.
pub(super) async fn in_force(unit: &Unit, webhook: &webhook_row::Model) -> Outcome<Vec<Model>> {
    let in_force = Condition::any()
        .add(Column::EndsAt.is_null())
        .add(Column::EndsAt.gt(unit.now()));
    Ok(Entity::in_district(DistrictId::from(webhook.district_id))
        .filter(Column::WebhookId.eq(webhook.id))
        .filter(in_force)
        .order_by_desc(Column::MadeAt)
        .order_by_desc(Column::Id)
        .all(unit.connection())
        .await?)
}

/// The secrets of a webhook that sign now; `None` where none can be read with the key of the
/// process. One that was sealed with a key that is lost does not keep its successor from signing.
pub(super) async fn opened(
    unit: &Unit,
    webhook: &webhook_row::Model,
) -> Outcome<Option<Vec<Vec<u8>>>> {
    let Some(key) = &unit.integration().key else {
        return Ok(None);
    };
    let rows = in_force(unit, webhook).await?;
    let opened = rows
        .iter()
        .filter_map(|row| key.open(&about(webhook.id), &row.sealed));
    let secrets: Vec<Vec<u8>> = opened.collect();
    Ok(Some(secrets).filter(|secrets| !secrets.is_empty()))
}

fn about(webhook: Uuid) -> String {
    format!("webhook secret {webhook}")
}
