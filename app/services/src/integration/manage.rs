use domain::{
    Error, Problem, ProblemCode,
    access::Permission,
    audit::AuditAction,
    ids::WebhookId,
    integration::{EventKind, TypedWebhook, WEBHOOKS_MAX, WebhookState},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QuerySelect, QueryTrait,
};
use serde_json::json;
use uuid::Uuid;

use super::{read_address, secrets, subscription_row, webhook_row};
use crate::{
    Failure, Outcome, Together, Unit,
    audit::{self, Event},
    districts,
    tenancy::{DistrictScope, Tenant},
};

/// A webhook that was just made.
#[derive(Clone, PartialEq, Eq)]
pub struct AddedWebhook {
    /// Its id.
    pub id: WebhookId,
    /// Its secret, `whsec_…`, which is never told again.
    pub secret: String,
}

impl std::fmt::Debug for AddedWebhook {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "AddedWebhook({})", self.id)
    }
}

/// What is wrong with a webhook as it is typed.
pub fn problems_of(unit: &Unit, typed: &TypedWebhook) -> Vec<Problem> {
    let mut problems = typed.problems();
    let is_told = problems.iter().any(|problem| problem.field == "address");
    let address = read_address(&typed.address, &unit.integration().networks);
    if let Err(code) = address
        && !is_told
    {
        problems.insert(0, Problem::new("address", code));
    }
    problems
}

/// Makes a webhook of the actor's district; the city's hears of what happens in every district.
///
/// # Errors
/// Refused without the permission; `Invalid` with a problem for each field.
pub async fn add_webhook(unit: &Unit, typed: &TypedWebhook) -> Outcome<AddedWebhook> {
    unit.scope(Permission::WEBHOOKS_MANAGE)?;
    let actor = unit.actor()?;
    let mut problems = problems_of(unit, typed);
    let own = webhook_row::Entity::in_scope(&DistrictScope::own_district(actor));
    if problems.is_empty() && own.count(unit.connection()).await? >= u64::from(WEBHOOKS_MAX) {
        let code = ProblemCode::TooManyRows { max: WEBHOOKS_MAX };
        problems.push(Problem::new("address", code));
    }
    if !problems.is_empty() {
        return Err(Failure::Answer(Error::Invalid { problems }));
    }
    let address = read_address(&typed.address, &unit.integration().networks);
    let address = address.map_err(|code| Failure::Answer(Error::invalid("address", code)))?;
    let id: WebhookId = unit.new_id();
    let asked = typed.asked();
    let webhook = webhook_row::Model {
        id: id.into(),
        district_id: actor.district.into(),
        address: address.into(),
        description: typed.description.trim().to_owned(),
        kinds: json!(asked),
        state: WebhookState::Active.code().to_owned(),
        created_by: actor.user.into(),
        created_by_name: actor.display_name.clone(),
        created_at: unit.now(),
    };
    webhook_row::Entity::insert(webhook.clone().into_active_model().reset_all())
        .exec_without_returning(unit.connection())
        .await?;
    subscribe(unit, &webhook, &asked).await?;
    let secret = secrets::make(unit, &webhook).await?;
    let event = Event::new(actor.district, AuditAction::WebhookAdded).with(json!({
        "webhook": id,
        "address": webhook.address,
        "kinds": asked,
    }));
    audit::record(unit, event).await?;
    Ok(AddedWebhook { id, secret })
}

/// From now on what happens is kept for the webhook.
pub(super) async fn subscribe(
    unit: &Unit,
    webhook: &webhook_row::Model,
    asked: &[EventKind],
) -> Outcome<()> {
    let everywhere = hears_everywhere(unit).await?;
    let mut writes = Together::default();
    for kind in asked {
        let row = subscription_row::ActiveModel {
            webhook_id: Set(webhook.id),
            kind: Set(kind.code().to_owned()),
            district_id: Set(webhook.district_id),
            everywhere: Set(everywhere),
        };
        writes.add(subscription_row::Entity::insert(row).into_query());
    }
    writes.run(unit).await
}

/// Whether the actor's webhooks hear of every district: those of the city, made by whoever reaches
/// all of it.
pub(super) async fn hears_everywhere(unit: &Unit) -> Outcome<bool> {
    let actor = unit.actor()?;
    let reach = actor.reach(Permission::WEBHOOKS_MANAGE)?;
    let of_city = districts::by_id(unit, actor.district).await?.number == 0;
    Ok(of_city && reach.district().is_none())
}

/// A webhook of the actor's own district, locked until the unit ends.
pub(super) async fn find_locked(unit: &Unit, id: WebhookId) -> Outcome<webhook_row::Model> {
    unit.scope(Permission::WEBHOOKS_MANAGE)?;
    let own = DistrictScope::own_district(unit.actor()?);
    webhook_row::Entity::in_scope(&own)
        .filter(webhook_row::Column::Id.eq(Uuid::from(id)))
        .lock_exclusive()
        .one(unit.connection())
        .await?
        .ok_or(Failure::not_found())
}

pub(super) fn state_of(webhook: &webhook_row::Model) -> Outcome<WebhookState> {
    WebhookState::from_code(&webhook.state)
        .ok_or_else(|| Failure::Broken(format!("no state of a webhook: {}", webhook.state)))
}

pub(super) fn kinds_of(webhook: &webhook_row::Model) -> Outcome<Vec<EventKind>> {
    Ok(serde_json::from_value(webhook.kinds.clone())?)
}
