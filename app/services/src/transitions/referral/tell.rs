use domain::{access::Permission, notifications::NotificationKind, transitions::ReferralEvent};

use crate::{
    Outcome, Unit,
    notifications::{Recipient, answerers, notify},
    transitions::{
        tell::{one, subject},
        transition_row::Model,
    },
};

/// Tells the service that a referral waits for it.
pub(super) async fn tell_service(unit: &Unit, row: &Model) -> Outcome<()> {
    let service = of_service(unit, row).await?;
    let subject = subject(&row.case_number, &link(row));
    notify(unit, NotificationKind::ReferralOffered, &subject, &service).await
}

/// Tells everybody whom a step of a referral concerns, except whoever takes it.
pub(super) async fn tell_step(unit: &Unit, row: &Model, event: ReferralEvent) -> Outcome<()> {
    let kind = match event {
        ReferralEvent::Accept => NotificationKind::ReferralAccepted,
        ReferralEvent::Refuse => NotificationKind::ReferralRefused,
        ReferralEvent::Complete => NotificationKind::ReferralCompleted,
        ReferralEvent::Withdraw => NotificationKind::ReferralWithdrawn,
        ReferralEvent::Expire => NotificationKind::ReferralExpired,
    };
    let mut to = vec![one(row.district_id.into(), row.asked_by.into())];
    if matches!(event, ReferralEvent::Withdraw | ReferralEvent::Expire) {
        to.extend(of_service(unit, row).await?);
    }
    notify(unit, kind, &subject(&row.case_number, &link(row)), &to).await
}

async fn of_service(unit: &Unit, row: &Model) -> Outcome<Vec<Recipient>> {
    let Some(team) = row.to_team_id else {
        return Ok(Vec::new());
    };
    let district = row.to_district_id.into();
    answerers(unit, district, team.into(), Permission::REFERRALS_ANSWER).await
}

fn link(row: &Model) -> String {
    format!("/queue?show={}", row.id)
}
