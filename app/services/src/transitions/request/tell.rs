use domain::{
    access::Permission, ids::UserId, notifications::NotificationKind, transitions::RequestEvent,
};

use crate::{
    Outcome, Unit,
    cases::case_row,
    notifications::{holders, notify},
    transitions::{tell::subject, transition_row::Model},
};

/// Tells the side that has the case now that it is asked for.
pub(super) async fn tell_owner_side(
    unit: &Unit,
    row: &Model,
    owner: Option<UserId>,
) -> Outcome<()> {
    let to = owner_side(unit, row, owner).await?;
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
                Some(case) => owner_side(unit, row, case.owner_id.map(Into::into)).await?,
                None => Vec::new(),
            },
        ),
    };
    to.push(row.asked_by.into());
    notify(unit, kind, &subject(&row.case_number, &link(row)), &to).await
}

/// The owner of the case, and those who could give it to another.
async fn owner_side(unit: &Unit, row: &Model, owner: Option<UserId>) -> Outcome<Vec<UserId>> {
    let mut to = holders(unit, row.district_id.into(), Permission::CASES_ASSIGN).await?;
    to.extend(owner);
    Ok(to)
}

fn link(row: &Model) -> String {
    format!("/queue?show={}", row.id)
}
