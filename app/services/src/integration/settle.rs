use domain::{
    audit::AuditAction,
    integration::{Attempt, DeliveryState, Verdict, WebhookState},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    Claim,
    delivery_row::{Column, Entity, Model},
    subscription_row, webhook_row,
};
use crate::{
    Outcome, Unit,
    audit::{self, Event},
    tenancy::Tenant,
};

/// Notes what became of an attempt: what has not arrived is tried again, later each time, and in
/// the end becomes a dead letter. Whoever lost their claim meanwhile notes nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn settle(unit: &Unit, claim: Claim, attempt: Attempt) -> Outcome<()> {
    let row = Entity::of_found()
        .filter(Column::WebhookId.eq(Uuid::from(claim.webhook)))
        .filter(Column::Id.eq(Uuid::from(claim.delivery)))
        .filter(Column::Claim.eq(claim.id))
        .filter(Column::State.eq(DeliveryState::Waiting.code()))
        .lock_exclusive()
        .one(unit.connection())
        .await?;
    let Some(row) = row else {
        return Ok(());
    };
    note(unit, row, attempt).await?;
    if attempt.verdict() == Verdict::Gone {
        close(unit, claim).await?;
    }
    Ok(())
}

async fn note(unit: &Unit, row: Model, attempt: Attempt) -> Outcome<()> {
    let attempts = row.attempts.saturating_add(1);
    let failures = u32::try_from(attempts).unwrap_or(u32::MAX);
    let mut fresh = row.into_active_model();
    fresh.attempts = Set(attempts);
    fresh.claim = Set(None);
    fresh.claimed_until = Set(None);
    (fresh.status, fresh.fault) = match attempt {
        Attempt::Answered(status) => (Set(Some(status.into())), Set(None)),
        Attempt::Failed(fault) => (Set(None), Set(Some(fault.code().to_owned()))),
    };
    let settled = match attempt.verdict() {
        Verdict::Delivered => Some(DeliveryState::Delivered),
        // It waits, like everything behind it, for the webhook to go on.
        Verdict::Gone => None,
        Verdict::Failed => match unit.integration().retries.pause(failures, unit.random()) {
            Some(pause) => {
                fresh.try_at = Set(unit.now() + pause);
                None
            }
            None => Some(DeliveryState::Dead),
        },
    };
    if let Some(state) = settled {
        fresh.state = Set(state.code().to_owned());
        fresh.settled_at = Set(Some(unit.now()));
    }
    fresh.update(unit.connection()).await?;
    Ok(())
}

/// The receiver wishes for nothing any more: nothing further is kept for it.
async fn close(unit: &Unit, claim: Claim) -> Outcome<()> {
    let found = webhook_row::Entity::of_found()
        .filter(webhook_row::Column::Id.eq(Uuid::from(claim.webhook)))
        .lock_exclusive()
        .one(unit.connection())
        .await?;
    let Some(webhook) = found.filter(|webhook| webhook.state != WebhookState::Gone.code()) else {
        return Ok(());
    };
    let event = Event::new(webhook.district_id.into(), AuditAction::WebhookGone)
        .with(json!({"webhook": webhook.id}));
    subscription_row::Entity::delete_many()
        .filter(subscription_row::Column::DistrictId.eq(webhook.district_id))
        .filter(subscription_row::Column::WebhookId.eq(webhook.id))
        .exec(unit.connection())
        .await?;
    let mut fresh = webhook.into_active_model();
    fresh.state = Set(WebhookState::Gone.code().to_owned());
    fresh.update(unit.connection()).await?;
    audit::record(unit, event).await
}
