use std::collections::BTreeMap;

use domain::{
    access::Permission,
    audit::AuditAction,
    ids::{DeliveryId, WebhookId},
    integration::{
        Attempt, DeliveryFault, DeliveryLine, DeliveryState, EventKind, TypedWebhook, WebhookLine,
        WebhookList, WebhookPage,
    },
};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    delivery_row::{Column, Entity, Model, of_webhook},
    manage::{hears_everywhere, kinds_of, problems_of, state_of},
    secrets, webhook_row,
};
use crate::{
    Failure, Outcome, Unit,
    audit::{self, Event},
    tenancy::{DistrictScope, Tenant},
    wall_clock::wall_time,
};

/// How many deliveries a page shows.
pub const DELIVERIES_PAGE: u64 = 50;

/// How much waits, and how many dead letters there are, of each webhook.
type Counts = BTreeMap<(Uuid, String), i64>;

/// The webhooks of the actor's district, with what was typed of another one, if it was tried to add
/// it.
///
/// # Errors
/// Refused without the permission.
pub async fn list_webhooks(unit: &Unit, tried: Option<TypedWebhook>) -> Outcome<WebhookList> {
    unit.scope(Permission::WEBHOOKS_MANAGE)?;
    let actor = unit.actor()?;
    let rows = webhook_row::Entity::in_scope(&DistrictScope::own_district(actor))
        .order_by_asc(webhook_row::Column::CreatedAt)
        .order_by_asc(webhook_row::Column::Id)
        .all(unit.connection())
        .await?;
    let counts = counts(unit, rows.iter().map(|row| row.id).collect()).await?;
    note(unit, None).await?;
    let problems = tried.as_ref().map(|typed| problems_of(unit, typed));
    Ok(WebhookList {
        webhooks: rows
            .iter()
            .map(|row| line(row, &counts))
            .collect::<Outcome<_>>()?,
        typed: tried.unwrap_or_default(),
        problems: problems.unwrap_or_default(),
        everywhere: hears_everywhere(unit).await?,
    })
}

/// A webhook of the actor's district, with what it was sent: behind a delivery, and dead letters
/// alone if that is asked for.
///
/// # Errors
/// Refused without the permission; `NotFound` when it is none of the district's.
pub async fn read_webhook(
    unit: &Unit,
    id: WebhookId,
    dead_only: bool,
    after: Option<DeliveryId>,
) -> Outcome<WebhookPage> {
    let reach = unit.scope(Permission::WEBHOOKS_MANAGE)?;
    let own = DistrictScope::own_district(unit.actor()?);
    let row = webhook_row::Entity::in_scope(&own)
        .filter(webhook_row::Column::Id.eq(Uuid::from(id)))
        .one(unit.connection())
        .await?
        .ok_or(Failure::not_found())?;
    let mut deliveries =
        Entity::in_scope(&reach.whole_district()).filter(of_webhook(&reach, row.id));
    if dead_only {
        deliveries = deliveries.filter(Column::State.eq(DeliveryState::Dead.code()));
    }
    if let Some(after) = after {
        deliveries = deliveries.filter(Column::Id.lt(Uuid::from(after)));
    }
    let deliveries = deliveries
        .order_by_desc(Column::Id)
        .limit(DELIVERIES_PAGE + 1)
        .all(unit.connection())
        .await?;
    let shown = usize::try_from(DELIVERIES_PAGE).unwrap_or(usize::MAX);
    let more = deliveries.len() > shown;
    let deliveries: Vec<DeliveryLine> = deliveries
        .into_iter()
        .take(shown)
        .map(delivery_line)
        .collect::<Outcome<_>>()?;
    let last = deliveries.last().map(|delivery| delivery.id);
    let secrets = secrets::in_force(unit, &row).await?;
    let old = secrets.iter().filter_map(|secret| secret.ends_at).max();
    let counts = counts(unit, vec![row.id]).await?;
    note(unit, Some(id)).await?;
    Ok(WebhookPage {
        webhook: line(&row, &counts)?,
        deliveries,
        dead_only,
        after: last.filter(|_| more),
        old_secret_until: old.map(wall_time),
        secret: None,
    })
}

async fn counts(unit: &Unit, webhooks: Vec<Uuid>) -> Outcome<Counts> {
    let reach = unit.scope(Permission::WEBHOOKS_MANAGE)?;
    let open = [DeliveryState::Waiting, DeliveryState::Dead].map(DeliveryState::code);
    let counted: Vec<(Uuid, String, i64)> = Entity::in_scope(&reach.whole_district())
        .filter(Column::WebhookId.is_in(webhooks))
        .filter(Column::State.is_in(open))
        .select_only()
        .column(Column::WebhookId)
        .column(Column::State)
        .column_as(Expr::col(Column::Id).count(), "count")
        .group_by(Column::WebhookId)
        .group_by(Column::State)
        .into_tuple()
        .all(unit.connection())
        .await?;
    let counted = counted.into_iter();
    Ok(counted
        .map(|(webhook, state, count)| ((webhook, state), count))
        .collect())
}

fn line(row: &webhook_row::Model, counts: &Counts) -> Outcome<WebhookLine> {
    let count = |state: DeliveryState| {
        let count = counts.get(&(row.id, state.code().to_owned()));
        count.map_or(0, |count| u64::try_from(*count).unwrap_or(0))
    };
    Ok(WebhookLine {
        id: row.id.into(),
        address: row.address.clone(),
        description: row.description.clone(),
        kinds: kinds_of(row)?,
        state: state_of(row)?,
        created_by: row.created_by_name.clone(),
        created_at: wall_time(row.created_at),
        waiting: count(DeliveryState::Waiting),
        dead: count(DeliveryState::Dead),
    })
}

fn delivery_line(row: Model) -> Outcome<DeliveryLine> {
    let unknown = |what: &str| Failure::Broken(format!("delivery {}: no {what}", row.id));
    let state = DeliveryState::from_code(&row.state).ok_or_else(|| unknown("state"))?;
    let answered = row.status.and_then(|status| u16::try_from(status).ok());
    let fault = row.fault.as_deref().and_then(DeliveryFault::from_code);
    let last = answered.map(Attempt::Answered);
    Ok(DeliveryLine {
        id: row.id.into(),
        kind: EventKind::from_code(&row.kind).ok_or_else(|| unknown("kind"))?,
        last: last.or(fault.map(Attempt::Failed)),
        at: wall_time(row.at),
        state,
        attempts: u32::try_from(row.attempts).unwrap_or(0),
        next: match state {
            DeliveryState::Waiting => Some(wall_time(row.try_at)),
            DeliveryState::Delivered | DeliveryState::Dead => row.settled_at.map(wall_time),
        },
        record: row.record,
    })
}

async fn note(unit: &Unit, webhook: Option<WebhookId>) -> Outcome<()> {
    let event = Event::new(unit.actor()?.district, AuditAction::WebhooksRead)
        .with(json!({"webhook": webhook}));
    audit::record(unit, event).await
}
