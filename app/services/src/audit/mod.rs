//! The audit: who did what, when, from where. A change is told of in the transaction that makes it,
//! a read before anybody is shown what was read. Events are sealed behind it, in batches.

use domain::{
    access::Actor,
    audit::AuditAction,
    ids::{AuditEventId, CaseId, DistrictId},
};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryTrait};
use serde_json::{Value, json};

use crate::{Caller, Outcome, Together, Unit};

pub mod entity;
mod found;
mod head;
pub mod query;
mod restored;
mod seal;
mod seal_row;
mod verify;
mod waiting;

pub use head::head;
pub use restored::note_restored;
pub use seal::{Look, seal_events};
pub use verify::{Verified, count_events, verify};

/// Something that happened.
pub(crate) struct Event {
    /// The district whose data it concerns.
    pub(crate) district: DistrictId,
    /// What.
    pub(crate) action: AuditAction,
    /// The case, where it concerns one.
    pub(crate) case: Option<CaseId>,
    /// Everything else.
    pub(crate) details: Value,
}

impl Event {
    pub(crate) fn new(district: DistrictId, action: AuditAction) -> Self {
        Self {
            district,
            action,
            case: None,
            details: json!({}),
        }
    }

    pub(crate) fn on_case(mut self, case: CaseId) -> Self {
        self.case = Some(case);
        self
    }

    pub(crate) fn with(mut self, details: Value) -> Self {
        self.details = details;
        self
    }
}

/// Records what the actor of the unit did.
pub(crate) async fn record(unit: &Unit, event: Event) -> Outcome<()> {
    let (actor, address) = who(unit);
    insert(unit, event, actor, address).await
}

/// Records what the actor is shown of a record in an answer that undoes the unit.
pub(crate) fn record_shown(unit: &Unit, event: Event) {
    let (actor, address) = who(unit);
    unit.leave_event(row(unit, event, actor, address));
}

/// Records it together with what else is written.
pub(crate) fn record_with(writes: &mut Together, unit: &Unit, event: Event) {
    let (actor, address) = who(unit);
    let row = row(unit, event, actor, address);
    writes.add(entity::Entity::insert(row).into_query());
}

fn who(unit: &Unit) -> (Option<&Actor>, Option<String>) {
    match unit.caller() {
        Caller::Actor(actor) => (Some(actor), actor.address.clone()),
        Caller::Door | Caller::System => (None, None),
    }
}

/// Records what happened by itself, whoever came upon it.
pub(crate) async fn record_by_nobody(unit: &Unit, event: Event) -> Outcome<()> {
    insert(unit, event, None, None).await
}

/// Records what somebody did at the door, or who they turned out to be.
pub(crate) async fn record_at_door(
    unit: &Unit,
    event: Event,
    address: Option<String>,
) -> Outcome<()> {
    insert(unit, event, None, address).await
}

/// Records that the actor was refused, in a transaction of its own.
pub(crate) async fn record_refusal(
    unit: &Unit,
    purpose: &str,
    error: &domain::Error,
) -> Outcome<()> {
    let Ok(actor) = unit.actor() else {
        return Ok(());
    };
    let reason = match error {
        domain::Error::Refused { reason } => reason.code(),
        domain::Error::Overtaken { .. } => "overtaken",
        _ => "not_found",
    };
    let event = Event::new(actor.district, AuditAction::Refused)
        .with(json!({"purpose": readable(purpose), "reason": reason}));
    record(unit, event).await
}

/// What was asked for may hold anything: it is noted only so far, and without control signs.
fn readable(purpose: &str) -> String {
    let signs = purpose.chars().filter(|sign| !sign.is_control());
    signs.take(120).collect()
}

async fn insert(
    unit: &Unit,
    event: Event,
    actor: Option<&Actor>,
    address: Option<String>,
) -> Outcome<()> {
    if let Some(row) = unit.keep_event(row(unit, event, actor, address)) {
        entity::Entity::insert(row)
            .exec_without_returning(unit.connection())
            .await?;
    }
    Ok(())
}

fn row(
    unit: &Unit,
    event: Event,
    actor: Option<&Actor>,
    address: Option<String>,
) -> entity::ActiveModel {
    let roles: Vec<&str> = actor
        .map(|actor| actor.roles.iter().map(|role| role.role.as_str()).collect())
        .unwrap_or_default();
    let mut details = event.details;
    if let (Some(token), Some(told)) =
        (actor.and_then(|actor| actor.token), details.as_object_mut())
    {
        told.insert("token".to_owned(), json!(token));
    }
    entity::ActiveModel {
        id: Set(unit.new_id::<AuditEventId>().into()),
        district_id: Set(event.district.into()),
        at: Set(unit.now()),
        actor_id: Set(actor.map(|actor| actor.user.into())),
        actor_name: Set(actor
            .map(|actor| actor.display_name.clone())
            .unwrap_or_default()),
        roles: Set(roles.join(" ")),
        action: Set(event.action.code().to_owned()),
        case_id: Set(event.case.map(Into::into)),
        address: Set(address),
        details: Set(details),
    }
}
