use domain::{
    access::Actor,
    cases::CaseNumber,
    ids::NotificationId,
    notifications::{Inbox, Notice, NotificationKind},
};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::notice_row::{Column, Entity, Model};
use crate::{
    Failure, Outcome, Unit,
    tenancy::{DistrictScope, Tenant},
    wall_clock::wall_time,
};

/// How many notifications a page shows.
pub const PAGE: u64 = 50;

/// The actor's notifications, newest first, those before `after`.
///
/// # Errors
/// `SignInNeeded` without an actor.
pub async fn inbox(unit: &Unit, after: Option<NotificationId>) -> Outcome<Inbox> {
    let mut query = own(unit.actor()?).order_by_desc(Column::Id).limit(PAGE + 1);
    if let Some(after) = after {
        query = query.filter(Column::Id.lt(Uuid::from(after)));
    }
    let mut rows = query.all(unit.connection()).await?;
    let more = u64::try_from(rows.len()).is_ok_and(|count| count > PAGE);
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let notices = rows
        .into_iter()
        .map(notice)
        .collect::<Outcome<Vec<Notice>>>()?;
    let after = notices.last().map(|last| last.id).filter(|_| more);
    Ok(Inbox {
        notices,
        unread: unread(unit).await?,
        after,
    })
}

/// How many of the actor's notifications are unread.
///
/// # Errors
/// `SignInNeeded` without an actor.
pub async fn unread(unit: &Unit) -> Outcome<u64> {
    let unread = own(unit.actor()?).filter(Column::ReadAt.is_null());
    Ok(unread.count(unit.connection()).await?)
}

/// Marks one of the actor's notifications as read.
///
/// # Errors
/// `NotFound` when it is not there, or somebody else's.
pub async fn mark_read(unit: &Unit, id: NotificationId) -> Outcome<()> {
    let id = Uuid::from(id);
    let found = own(unit.actor()?).filter(Column::Id.eq(id));
    if found.one(unit.connection()).await?.is_none() {
        return Err(Failure::not_found());
    }
    mark(unit, Column::Id.eq(id)).await
}

/// Marks those of the actor's notifications as read that are no newer than this one: what arrived
/// since the page was shown stays unread.
///
/// # Errors
/// `SignInNeeded` without an actor.
pub async fn mark_all_read(unit: &Unit, newest: NotificationId) -> Outcome<()> {
    mark(unit, Column::Id.lte(Uuid::from(newest))).await
}

async fn mark(unit: &Unit, which: sea_orm::sea_query::SimpleExpr) -> Outcome<()> {
    let actor = unit.actor()?;
    Entity::update_many()
        .filter(Column::DistrictId.eq(Uuid::from(actor.district)))
        .filter(Column::UserId.eq(Uuid::from(actor.user)))
        .filter(Column::ReadAt.is_null())
        .filter(which)
        .col_expr(Column::ReadAt, unit.now().into())
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// The actor's own notifications.
pub(super) fn own(actor: &Actor) -> Select<Entity> {
    Entity::in_scope(&DistrictScope::own_district(actor))
        .filter(Column::UserId.eq(Uuid::from(actor.user)))
}

fn notice(row: Model) -> Outcome<Notice> {
    let kind = NotificationKind::from_code(&row.kind)
        .ok_or_else(|| Failure::Broken(format!("no kind of notification: {}", row.kind)))?;
    Ok(Notice {
        id: row.id.into(),
        kind,
        case: row.case_number.as_deref().and_then(CaseNumber::parse),
        link: row.link,
        at: wall_time(row.at),
        read: row.read_at.is_some(),
    })
}
