use chrono::{DateTime, Utc};
use domain::{
    ids::{NotificationId, UserId},
    notifications::InboxState,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    inbox::{own, unread},
    notice_row::{Column, Entity},
};
use crate::{Outcome, Unit, tenancy::Tenant};

/// How many new ones a listener is told of by name at most.
const NAMED_MAX: u64 = 50;

/// Who was told something since a moment, for those who listen: ids of the notifications and their
/// receivers. Ids rise with time, so the latest are found without reading the others.
///
/// # Errors
/// When the database does not answer.
pub async fn arrived_since(
    unit: &Unit,
    since: DateTime<Utc>,
) -> Outcome<Vec<(NotificationId, UserId)>> {
    let arrived: Vec<(Uuid, Uuid)> = Entity::of_found()
        .filter(Column::Id.gt(first_id_at(since)))
        .order_by_asc(Column::Id)
        .select_only()
        .column(Column::Id)
        .column(Column::UserId)
        .into_tuple()
        .all(unit.connection())
        .await?;
    let arrived = arrived.into_iter();
    Ok(arrived.map(|(id, user)| (id.into(), user.into())).collect())
}

/// How the actor's inbox stands, with what arrived behind the last that the listener knows of.
///
/// # Errors
/// `SignInNeeded` without an actor.
pub async fn inbox_state(unit: &Unit, known: Option<NotificationId>) -> Outcome<InboxState> {
    let ids: Vec<Uuid> = match known {
        None => Vec::new(),
        Some(known) => {
            own(unit.actor()?)
                .filter(Column::ReadAt.is_null())
                .filter(Column::Id.gt(Uuid::from(known)))
                .order_by_asc(Column::Id)
                .limit(NAMED_MAX)
                .select_only()
                .column(Column::Id)
                .into_tuple()
                .all(unit.connection())
                .await?
        }
    };
    Ok(InboxState {
        unread: unread(unit).await?,
        ids: ids.into_iter().map(Into::into).collect(),
    })
}

/// The latest of the actor's notifications: where a listener begins.
///
/// # Errors
/// `SignInNeeded` without an actor.
pub async fn latest(unit: &Unit) -> Outcome<Option<NotificationId>> {
    let latest: Option<Uuid> = own(unit.actor()?)
        .order_by_desc(Column::Id)
        .select_only()
        .column(Column::Id)
        .into_tuple()
        .one(unit.connection())
        .await?;
    Ok(latest.map(Into::into))
}

/// The smallest id that something of this moment can have.
fn first_id_at(at: DateTime<Utc>) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}
