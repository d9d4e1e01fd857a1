use std::collections::BTreeMap;

use domain::{
    Text,
    access::Permission,
    audit::AuditAction,
    cases::{CaseNumber, CasePath, PathEntry, Stage},
    districts::District,
    ids::DistrictId,
    workflow::ApprovalKind,
};
use serde_json::Value;

use super::{names::Names, query::find_case};
use crate::{
    Outcome, Unit,
    audit::{self, Event, entity, query},
    districts,
    wall_clock::wall_time,
    workflow::label_of,
};

/// How many steps are shown.
const STEPS: usize = 200;

/// What belongs to the way of a case.
const ON_THE_WAY: [AuditAction; 26] = [
    AuditAction::CaseRegistered,
    AuditAction::CaseAssigned,
    AuditAction::TransferAsked,
    AuditAction::TransferReleased,
    AuditAction::TransferAccepted,
    AuditAction::TransferRefused,
    AuditAction::TransferWithdrawn,
    AuditAction::TransferExpired,
    AuditAction::ReferralOffered,
    AuditAction::ReferralAccepted,
    AuditAction::ReferralCompleted,
    AuditAction::ReferralRefused,
    AuditAction::ReferralWithdrawn,
    AuditAction::ReferralExpired,
    AuditAction::RequestAsked,
    AuditAction::RequestAgreed,
    AuditAction::RequestDeclined,
    AuditAction::RequestWithdrawn,
    AuditAction::ConsentOverridden,
    AuditAction::StageChanged,
    AuditAction::CaseClosed,
    AuditAction::CaseReopened,
    AuditAction::ApprovalAsked,
    AuditAction::ApprovalGranted,
    AuditAction::ApprovalRefused,
    AuditAction::ApprovalWithdrawn,
];

/// The way that a case has gone, in whichever district it went.
///
/// # Errors
/// `NotFound` when the case is out of reach; refused without the permission to see its history.
pub async fn read_path(unit: &Unit, number: &CaseNumber) -> Outcome<CasePath> {
    let scope = unit.scope(Permission::CASES_HISTORY)?;
    let actor = unit.actor()?;
    let found = find_case(unit, &scope, number, false).await?;
    let limit = u64::try_from(STEPS + 1).unwrap_or(u64::MAX);
    let mut events = query::of_case(unit, found.id(), &ON_THE_WAY, limit).await?;
    let more = events.len() > STEPS;
    events.truncate(STEPS);
    let event = Event::new(found.district(), AuditAction::PathRead).on_case(found.id());
    audit::record(unit, event).await?;
    let all = districts::all(unit).await?.into_iter();
    let names: BTreeMap<_, _> = all.map(|district| (district.id, district)).collect();
    Ok(CasePath {
        number: found.number()?,
        name: Names::seen_by(actor, unit.catalog(), &found.person).name,
        entries: events
            .iter()
            .filter_map(|event| entry(unit, event, &names))
            .collect(),
        more,
    })
}

/// What a stage is called, in whichever district that was.
fn stage_name(unit: &Unit, code: &str) -> Text {
    let case_type = unit.catalog().case_type();
    let stage = Stage::from_code(code).unwrap_or_default();
    let mut workflows = case_type.workflows();
    let known = workflows.find(|workflow| workflow.stage(&stage).is_some());
    label_of(known.unwrap_or(&case_type.workflow), code).label
}

fn entry(
    unit: &Unit,
    event: &entity::Model,
    names: &BTreeMap<DistrictId, District>,
) -> Option<PathEntry> {
    let text = |name: &str| event.details.get(name).and_then(Value::as_str);
    let district = |name: &str| names.get(&text(name)?.parse().ok()?).cloned();
    Some(PathEntry {
        at: wall_time(event.at),
        action: AuditAction::from_code(&event.action)?,
        by: event.actor_name.clone(),
        district: names.get(&event.district_id.into()).cloned(),
        from: district("from_district"),
        to: district("to_district"),
        stage: text("to").map(|code| stage_name(unit, code)),
        approval: text("kind").and_then(ApprovalKind::from_code),
        owner: text("owner").map(str::to_owned),
        reason: text("reason").unwrap_or_default().to_owned(),
    })
}
