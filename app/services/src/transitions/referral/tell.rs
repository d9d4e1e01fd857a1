use domain::{
    access::Permission, ids::UserId, notifications::NotificationKind, transitions::ReferralEvent,
};
use sea_orm::{ColumnTrait, QueryFilter};

use crate::{
    Outcome, Unit,
    cases::case_row,
    notifications::{answerers, notify},
    tenancy::{Tenant, across},
    transitions::{tell::subject, transition_row::Model},
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
    let mut to = vec![row.asked_by.into()];
    to.extend(owner_of(unit, row).await?);
    if matches!(event, ReferralEvent::Withdraw | ReferralEvent::Expire) {
        to.extend(of_service(unit, row).await?);
    }
    notify(unit, kind, &subject(&row.case_number, &link(row)), &to).await
}

/// Who has the case now.
async fn owner_of(unit: &Unit, row: &Model) -> Outcome<Option<UserId>> {
    let case = case_row::Entity::in_district(row.district_id.into())
        .filter(case_row::Column::Id.eq(row.case_id));
    let case = across(unit, async { Ok(case.one(unit.connection()).await?) }).await?;
    Ok(case.and_then(|case| case.owner_id).map(Into::into))
}

async fn of_service(unit: &Unit, row: &Model) -> Outcome<Vec<UserId>> {
    let Some(team) = row.to_team_id else {
        return Ok(Vec::new());
    };
    let district = row.to_district_id.into();
    answerers(unit, district, team.into(), Permission::REFERRALS_ANSWER).await
}

fn link(row: &Model) -> String {
    format!("/queue?show={}", row.id)
}
