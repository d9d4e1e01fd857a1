//! Outside systems of both districts are told how a transition goes on.

use domain::{
    integration::EventKind,
    transitions::{ReferralEvent, TransferEvent},
};
use serde_json::json;

use super::transition_row::Model;
use crate::{
    Outcome, Unit,
    integration::{Happening, publish_between},
};

/// A step of a transfer. The other district hears of it once it is offered, as people do.
pub(super) async fn publish_transfer(
    unit: &Unit,
    row: &Model,
    event: TransferEvent,
    was_offered: bool,
) -> Outcome<()> {
    let kind = match event {
        TransferEvent::Ask => return Ok(()),
        TransferEvent::Release => EventKind::TransferOffered,
        TransferEvent::Accept => EventKind::TransferAccepted,
        TransferEvent::Refuse => EventKind::TransferRefused,
        TransferEvent::Withdraw => EventKind::TransferWithdrawn,
        TransferEvent::Expire => EventKind::TransferExpired,
    };
    let is_known_there = was_offered || event == TransferEvent::Release;
    publish(unit, row, kind, "transfer", is_known_there).await
}

/// A referral was offered.
pub(super) async fn publish_offer(unit: &Unit, row: &Model) -> Outcome<()> {
    publish(unit, row, EventKind::ReferralOffered, "referral", true).await
}

/// A step of a referral.
pub(super) async fn publish_referral(
    unit: &Unit,
    row: &Model,
    event: ReferralEvent,
) -> Outcome<()> {
    let kind = match event {
        ReferralEvent::Accept => EventKind::ReferralAccepted,
        ReferralEvent::Refuse => EventKind::ReferralRefused,
        ReferralEvent::Complete => EventKind::ReferralCompleted,
        ReferralEvent::Withdraw => EventKind::ReferralWithdrawn,
        ReferralEvent::Expire => EventKind::ReferralExpired,
    };
    publish(unit, row, kind, "referral", true).await
}

async fn publish(
    unit: &Unit,
    row: &Model,
    kind: EventKind,
    what: &str,
    is_known_there: bool,
) -> Outcome<()> {
    let happening = Happening {
        kind,
        district: row.district_id.into(),
        record: format!("{what} {}", row.id),
        data: json!({"id": row.id, "number": row.case_number}),
    };
    let other = is_known_there.then_some(row.to_district_id.into());
    publish_between(unit, happening, other).await
}
