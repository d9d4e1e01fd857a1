use domain::{
    Refusal,
    access::Permission,
    audit::AuditAction,
    ids::{DeliveryId, WebhookId},
    integration::{DeliveryState, EventKind, WebhookEvent, WebhookState},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Query,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    delivery_row::{self, of_webhook},
    manage::{find_locked, kinds_of, state_of, subscribe},
    replay::replay,
    secret_row, secrets, subscription_row, webhook_row,
};
use crate::{
    Outcome, Together, Unit,
    audit::{self, Event},
    tenancy::Tenant,
};

/// Does something to a webhook of the actor's district; answers the new secret where there is one.
///
/// # Errors
/// Refused without the permission, and when the webhook does not stand so that it can be done;
/// `NotFound` when it is none of the district's.
pub async fn change_webhook(
    unit: &Unit,
    id: WebhookId,
    event: WebhookEvent,
) -> Outcome<Option<String>> {
    let webhook = find_locked(unit, id).await?;
    if !state_of(&webhook)?.allows(event) {
        return Err(Refusal::WrongState.into());
    }
    let mut secret = None;
    let action = match event {
        WebhookEvent::Pause => {
            write_state(unit, webhook.clone(), WebhookState::Paused).await?;
            AuditAction::WebhookPaused
        }
        WebhookEvent::Resume => {
            resume(unit, &webhook).await?;
            AuditAction::WebhookResumed
        }
        WebhookEvent::Remove => {
            remove(unit, &webhook).await?;
            AuditAction::WebhookRemoved
        }
        WebhookEvent::Test => {
            send_test(unit, &webhook).await?;
            AuditAction::WebhookTested
        }
        WebhookEvent::Rotate => {
            secret = Some(secrets::make(unit, &webhook).await?);
            AuditAction::WebhookSecretReplaced
        }
        WebhookEvent::ReplayAll => {
            replay(unit, &webhook, None).await?;
            AuditAction::DeliveriesReplayed
        }
    };
    note(unit, &webhook, action, None).await?;
    Ok(secret)
}

/// Delivers one dead letter anew.
///
/// # Errors
/// As [`change_webhook`]; `NotFound` when there is no such dead letter.
pub async fn replay_delivery(unit: &Unit, id: WebhookId, delivery: DeliveryId) -> Outcome<()> {
    let webhook = find_locked(unit, id).await?;
    replay(unit, &webhook, Some(delivery)).await?;
    let action = AuditAction::DeliveriesReplayed;
    note(unit, &webhook, action, Some(delivery)).await
}

async fn note(
    unit: &Unit,
    webhook: &webhook_row::Model,
    action: AuditAction,
    delivery: Option<DeliveryId>,
) -> Outcome<()> {
    let event = Event::new(webhook.district_id.into(), action).with(json!({
        "webhook": webhook.id,
        "address": webhook.address,
        "delivery": delivery,
    }));
    audit::record(unit, event).await
}

async fn write_state(unit: &Unit, webhook: webhook_row::Model, state: WebhookState) -> Outcome<()> {
    let mut fresh = webhook.into_active_model();
    fresh.state = Set(state.code().to_owned());
    fresh.update(unit.connection()).await?;
    Ok(())
}

/// What waits is delivered; for one whose receiver had wished for nothing, what happens is kept
/// again.
async fn resume(unit: &Unit, webhook: &webhook_row::Model) -> Outcome<()> {
    if state_of(webhook)? == WebhookState::Gone {
        subscribe(unit, webhook, &kinds_of(webhook)?).await?;
    }
    write_state(unit, webhook.clone(), WebhookState::Active).await
}

async fn remove(unit: &Unit, webhook: &webhook_row::Model) -> Outcome<()> {
    let reach = unit.scope(Permission::WEBHOOKS_MANAGE)?;
    let mut writes = Together::default();
    let sent = Query::delete()
        .from_table(delivery_row::Entity)
        .cond_where(of_webhook(&reach, webhook.id))
        .take();
    writes.add(sent);
    writes.run(unit).await?;
    subscription_row::Entity::delete_many()
        .filter(subscription_row::Column::DistrictId.eq(webhook.district_id))
        .filter(subscription_row::Column::WebhookId.eq(webhook.id))
        .exec(unit.connection())
        .await?;
    secret_row::Entity::delete_many()
        .filter(secret_row::Column::DistrictId.eq(webhook.district_id))
        .filter(secret_row::Column::WebhookId.eq(webhook.id))
        .exec(unit.connection())
        .await?;
    webhook_row::Entity::delete_many()
        .filter(webhook_row::Column::DistrictId.eq(webhook.district_id))
        .filter(webhook_row::Column::Id.eq(webhook.id))
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// Something to try the webhook out with; those that are sent arrive in order as well.
async fn send_test(unit: &Unit, webhook: &webhook_row::Model) -> Outcome<()> {
    use delivery_row::{ActiveModel, Column, Entity};
    let record = format!("webhook {}", webhook.id);
    let last: Option<i64> = Entity::in_district(webhook.district_id.into())
        .filter(Column::WebhookId.eq(webhook.id))
        .filter(Column::Record.eq(record.as_str()))
        .order_by_desc(Column::Seq)
        .select_only()
        .column(Column::Seq)
        .into_tuple()
        .one(unit.connection())
        .await?;
    let row = ActiveModel {
        webhook_id: Set(webhook.id),
        id: Set(Uuid::from(unit.new_id::<DeliveryId>())),
        district_id: Set(webhook.district_id),
        kind: Set(EventKind::Test.code().to_owned()),
        record: Set(record),
        seq: Set(last.unwrap_or(0) + 1),
        data: Set(json!({"webhook": webhook.id})),
        at: Set(unit.now()),
        state: Set(DeliveryState::Waiting.code().to_owned()),
        attempts: Set(0),
        try_at: Set(unit.now()),
        claim: Set(None),
        claimed_until: Set(None),
        status: Set(None),
        fault: Set(None),
        settled_at: Set(None),
    };
    Entity::insert(row)
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}
