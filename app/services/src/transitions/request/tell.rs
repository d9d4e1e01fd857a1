use domain::{
    access::Permission, ids::UserId, notifications::NotificationKind, transitions::RequestEvent,
};

use crate::{
    Outcome, Unit,
    cases::case_row,
    notifications::{Recipient, holders, notify},
    transitions::{
        tell::{one, subject},
        transition_row::Model,
    },
};

/// Tells the owner's side that a case is asked for.
pub(super) async fn tell_owner_side(
    unit: &Unit,
    row: &Model,
    case: &case_row::Model,
) -> Outcome<()> {
    let to = owner_side(unit, case).await?;
    let subject = subject(&row.case_number, &link(row));
    notify(unit, NotificationKind::RequestAsked, &subject, &to).await
}

/// Tells those who can give the case away now that it is asked for: the request has come with it.
pub(super) async fn tell_new_side(unit: &Unit, row: &Model, owner: UserId) -> Outcome<()> {
    let district = row.district_id.into();
    let mut to = holders(unit, district, Permission::CASES_ASSIGN).await?;
    to.push(one(district, owner));
    let subject = subject(&row.case_number, &link(row));
    notify(unit, NotificationKind::RequestAsked, &subject, &to).await
}

/// Tells everybody whom a step of a request concerns, except whoever takes it.
pub(super) async fn tell_step(
    unit: &Unit,
    row: &Model,
    case: Option<&case_row::Model>,
    event: RequestEvent,
) -> Outcome<()> {
    let (kind, mut to) = match event {
        RequestEvent::Agree => (NotificationKind::RequestAgreed, Vec::new()),
        RequestEvent::Decline => (NotificationKind::RequestDeclined, Vec::new()),
        RequestEvent::Withdraw => (
            NotificationKind::RequestWithdrawn,
            match case {
                Some(case) => owner_side(unit, case).await?,
                None => Vec::new(),
            },
        ),
    };
    to.push(one(row.to_district_id.into(), row.asked_by.into()));
    notify(unit, kind, &subject(&row.case_number, &link(row)), &to).await
}

/// The owner of the case, and those who could give it to another.
async fn owner_side(unit: &Unit, case: &case_row::Model) -> Outcome<Vec<Recipient>> {
    let district = case.district_id.into();
    let mut to = holders(unit, district, Permission::CASES_ASSIGN).await?;
    to.extend(case.owner_id.map(|owner| one(district, owner.into())));
    Ok(to)
}

fn link(row: &Model) -> String {
    format!("/queue?show={}", row.id)
}
