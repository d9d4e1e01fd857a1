use domain::{audit::AuditAction, transitions::TransferEvent};
use serde_json::json;

use super::transition_row::Model;
use crate::{
    Caller, Outcome, Unit,
    audit::{self, Event},
};

/// Writes a step of a transfer down on its case, with what was said and who owns the case since.
pub(super) async fn note(
    unit: &Unit,
    row: &Model,
    event: TransferEvent,
    words: &str,
    owner: Option<&str>,
) -> Outcome<()> {
    note_action(unit, row, action_of(event), words, owner).await
}

/// The same of a step of any transition.
pub(super) async fn note_action(
    unit: &Unit,
    row: &Model,
    action: AuditAction,
    words: &str,
    owner: Option<&str>,
) -> Outcome<()> {
    let district = match unit.caller() {
        Caller::Actor(actor) => actor.district,
        Caller::Door | Caller::System => row.district_id.into(),
    };
    let event = Event::new(district, action)
        .on_case(row.case_id.into())
        .with(json!({
            "transition": row.id,
            "from_district": row.district_id,
            "to_district": row.to_district_id,
            "reason": words.trim(),
            "owner": owner,
        }));
    audit::record(unit, event).await
}

const fn action_of(event: TransferEvent) -> AuditAction {
    match event {
        TransferEvent::Ask => AuditAction::TransferAsked,
        TransferEvent::Release => AuditAction::TransferReleased,
        TransferEvent::Refuse => AuditAction::TransferRefused,
        TransferEvent::Accept => AuditAction::TransferAccepted,
        TransferEvent::Withdraw => AuditAction::TransferWithdrawn,
        TransferEvent::Expire => AuditAction::TransferExpired,
    }
}
