use std::collections::BTreeMap;

use domain::{
    access::Permission,
    audit::AuditAction,
    cases::CaseNumber,
    consents::{ConsentState, Override, Purpose},
    notifications::NotificationKind,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};

use crate::{
    Outcome, Unit,
    audit::{self, Event, entity},
    cases::query::Found,
    districts,
    notifications::{Subject, holders, notify},
    tenancy::Tenant,
    wall_clock::wall_time,
};

/// How many are shown.
const SHOWN: u64 = 200;

/// What somebody does although consent is missing.
pub(crate) struct Overridden<'a> {
    pub(crate) purpose: Purpose,
    pub(crate) state: ConsentState,
    pub(crate) reason: &'a str,
}

/// Notes that something went on without consent, and tells whoever watches over that.
pub(crate) async fn note_override(
    unit: &Unit,
    found: &Found,
    overridden: &Overridden<'_>,
) -> Outcome<()> {
    let event = Event::new(found.district(), AuditAction::ConsentOverridden)
        .on_case(found.id())
        .with(json!({
            "number": found.case.number,
            "purpose": overridden.purpose.code(),
            "state": overridden.state.code(),
            "reason": overridden.reason.trim(),
        }));
    audit::record(unit, event).await?;
    let city = districts::by_number(unit, districts::CITY).await?;
    let mut watchers = holders(unit, city.id, Permission::CONSENTS_WATCH).await?;
    watchers.extend(holders(unit, found.district(), Permission::CONSENTS_WATCH).await?);
    let subject = Subject {
        case: Some(found.number()?),
        link: "/overrides".to_owned(),
    };
    notify(
        unit,
        NotificationKind::ConsentOverridden,
        &subject,
        &watchers,
    )
    .await
}

/// What went on without consent, latest first.
///
/// # Errors
/// Refused without the permission to watch over consents.
pub async fn read_overrides(unit: &Unit) -> Outcome<Vec<Override>> {
    let scope = unit.scope(Permission::CONSENTS_WATCH)?.whole_district();
    let events = entity::Entity::in_scope(&scope)
        .filter(entity::Column::Action.eq(AuditAction::ConsentOverridden.code()))
        .order_by_desc(entity::Column::At)
        .order_by_desc(entity::Column::Id)
        .limit(SHOWN)
        .all(unit.connection())
        .await?;
    let event = Event::new(unit.actor()?.district, AuditAction::OverridesRead);
    audit::record(unit, event).await?;
    let all = districts::all(unit).await?.into_iter();
    let names: BTreeMap<_, _> = all.map(|district| (district.id, district)).collect();
    let shown = |event: &entity::Model| {
        let text = |name: &str| event.details.get(name).and_then(Value::as_str);
        Override {
            at: wall_time(event.at),
            by: event.actor_name.clone(),
            district: names.get(&event.district_id.into()).cloned(),
            number: text("number").and_then(CaseNumber::parse),
            purpose: text("purpose").and_then(Purpose::from_code),
            state: text("state").and_then(ConsentState::from_code),
            reason: text("reason").unwrap_or_default().to_owned(),
        }
    };
    Ok(events.iter().map(shown).collect())
}
