use domain::{
    access::Permission, cases::CaseNumber, ids::UserId, notifications::NotificationKind,
    transitions::TransferEvent,
};

use super::transition_row::Model;
use crate::{
    Outcome, Unit,
    cases::case_row,
    notifications::{Subject, holders, notify},
};

/// Tells everybody whom a step of a transfer concerns, except whoever takes it.
pub(super) async fn tell(
    unit: &Unit,
    row: &Model,
    event: TransferEvent,
    was_offered: bool,
) -> Outcome<()> {
    let (sending, receiving) = (row.district_id.into(), row.to_district_id.into());
    let asker = row.asked_by.into();
    let releaser = row.released_by.map(UserId::from);
    let (kind, mut to) = match event {
        TransferEvent::Ask => (NotificationKind::TransferAsked, Vec::new()),
        TransferEvent::Release => (NotificationKind::TransferReleased, vec![asker]),
        TransferEvent::Accept => (NotificationKind::TransferAccepted, vec![asker]),
        TransferEvent::Refuse => (NotificationKind::TransferRefused, vec![asker]),
        TransferEvent::Withdraw => (NotificationKind::TransferWithdrawn, vec![asker]),
        TransferEvent::Expire => (NotificationKind::TransferExpired, vec![asker]),
    };
    to.extend(releaser);
    let ends = matches!(event, TransferEvent::Withdraw | TransferEvent::Expire);
    if event == TransferEvent::Ask || (ends && !was_offered) {
        to.extend(holders(unit, sending, Permission::TRANSFERS_DECIDE).await?);
    }
    if event == TransferEvent::Release || (ends && was_offered) {
        to.extend(holders(unit, receiving, Permission::TRANSFERS_DECIDE).await?);
    }
    notify(unit, kind, &subject(&row.case_number, "/queue"), &to).await
}

/// Tells somebody that a case is theirs now.
pub(super) async fn tell_owner(unit: &Unit, number: &str, owner: UserId) -> Outcome<()> {
    let subject = subject(number, &format!("/cases/{number}"));
    notify(unit, NotificationKind::CaseAssigned, &subject, &[owner]).await
}

/// Tells the owner of a case what became of the person's consent.
pub(super) async fn tell_consent_ended(
    unit: &Unit,
    case: &case_row::Model,
    kind: NotificationKind,
) -> Outcome<()> {
    let Some(owner) = case.owner_id else {
        return Ok(());
    };
    let subject = subject(&case.number, &format!("/cases/{}", case.number));
    notify(unit, kind, &subject, &[owner.into()]).await
}

pub(super) fn subject(number: &str, link: &str) -> Subject {
    Subject {
        case: CaseNumber::parse(number),
        link: link.to_owned(),
    }
}
