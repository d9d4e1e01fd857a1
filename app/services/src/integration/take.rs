use chrono::{SecondsFormat, TimeDelta};
use domain::{
    ids::{DeliveryId, WebhookId},
    integration::{Attempt, DeliveryFault, WebhookState},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    delivery_row::{Column, Entity, Model},
    due::due,
    secrets, settle, signature, webhook_row,
};
use crate::{Outcome, Unit, districts, tenancy::Tenant};

/// How long whoever took something has for delivering it, before somebody else tries.
const CLAIM: TimeDelta = TimeDelta::seconds(60);

/// Something that somebody took to deliver it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The webhook.
    pub webhook: WebhookId,
    /// What.
    pub delivery: DeliveryId,
    pub(super) id: Uuid,
}

/// Something to be delivered: a `POST` to an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Whoever delivers it says with this what became of it.
    pub claim: Claim,
    /// Where to.
    pub address: String,
    /// The header `webhook-id`, the same at every attempt.
    pub id: String,
    /// The header `webhook-timestamp`: when this attempt was made, in seconds.
    pub timestamp: i64,
    /// The header `webhook-signature`.
    pub signature: String,
    /// The body, in JSON, the same at every attempt.
    pub body: String,
}

/// Takes what is due for a webhook, so much at most. Of each record only the earliest is taken, and
/// nothing behind it before it has arrived or was given up.
///
/// # Errors
/// When the database does not answer.
pub async fn take_deliveries(unit: &Unit, webhook: WebhookId, most: u64) -> Outcome<Vec<Outgoing>> {
    let id = Uuid::from(webhook);
    let active = webhook_row::Entity::of_found()
        .filter(webhook_row::Column::Id.eq(id))
        .filter(webhook_row::Column::State.eq(WebhookState::Active.code()))
        .one(unit.connection())
        .await?;
    let Some(webhook) = active else {
        return Ok(Vec::new());
    };
    let rows = due(unit)
        .filter(Column::WebhookId.eq(id))
        .order_by_asc(Column::TryAt)
        .order_by_asc(Column::Id)
        .limit(most)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(unit.connection())
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let secrets = secrets::opened(unit, &webhook).await?;
    let districts = districts::all(unit).await?;
    let mut taken = Vec::new();
    for row in rows {
        let claim = claim(unit, &row).await?;
        let Some(secrets) = &secrets else {
            settle(unit, claim, Attempt::Failed(DeliveryFault::NoSecret)).await?;
            continue;
        };
        let mut districts = districts.iter();
        let district = districts.find(|one| Uuid::from(one.id) == row.district_id);
        let body = body(&row, district.map(|district| district.number));
        let (id, timestamp) = (row.id.to_string(), unit.now().timestamp());
        taken.push(Outgoing {
            claim,
            address: webhook.address.clone(),
            signature: signature(secrets, &id, timestamp, &body),
            id,
            timestamp,
            body,
        });
    }
    Ok(taken)
}

async fn claim(unit: &Unit, row: &Model) -> Outcome<Claim> {
    let claim = Claim {
        webhook: row.webhook_id.into(),
        delivery: row.id.into(),
        id: Uuid::from_u128(u128::from(unit.random()) << 64 | u128::from(unit.random())),
    };
    Entity::update_many()
        .filter(Column::DistrictId.eq(row.district_id))
        .filter(Column::WebhookId.eq(row.webhook_id))
        .filter(Column::Id.eq(row.id))
        .col_expr(Column::Claim, Expr::value(claim.id))
        .col_expr(Column::ClaimedUntil, Expr::value(unit.now() + CLAIM))
        .exec(unit.connection())
        .await?;
    Ok(claim)
}

/// The same text each time, whenever it is made.
fn body(row: &Model, district: Option<i32>) -> String {
    let mut data = row.data.clone();
    if let Value::Object(data) = &mut data {
        data.insert("district".to_owned(), json!(district));
    }
    let body = json!({
        "type": row.kind,
        "timestamp": row.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        "data": data,
    });
    body.to_string()
}
