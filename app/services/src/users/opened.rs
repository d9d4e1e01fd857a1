//! The session that a token opens, and who acts through it, in one question.

use chrono::{DateTime, Utc};
use domain::users::SessionLimits;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    QueryTrait, RelationDef,
};
use uuid::Uuid;

use super::{
    acting::{Acting, with_user},
    session_row, user,
};

/// The session in each row of the answer.
#[derive(Debug, FromQueryResult)]
struct Row {
    session: Uuid,
    created_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
}

/// An open session, and who acts through it.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) session: Uuid,
    pub(super) last_seen_at: DateTime<Utc>,
    pub(super) who: Acting,
}

/// The session with this hash, if it is still alive and its user active.
pub(super) async fn opened<C: ConnectionTrait>(
    db: &C,
    token_hash: String,
    limits: SessionLimits,
    now: DateTime<Utc>,
) -> Result<Option<Opened>, DbErr> {
    use session_row::Column::{CreatedAt, Id, LastSeenAt, TokenHash};
    let sessions = session_row::Entity::find()
        .select_only()
        .column_as(Id, "session")
        .columns([CreatedAt, LastSeenAt])
        .filter(TokenHash.eq(token_hash));
    let rows = with_user(sessions, to_user()).into_query();
    let rows = db.query_all(&rows).await?;
    let (Some(first), Some(who)) = (rows.first(), Acting::read(&rows)?) else {
        return Ok(None);
    };
    let row = Row::from_query_result(first, "")?;
    let alive = limits.is_alive(row.created_at, row.last_seen_at, now);
    Ok(alive.then_some(Opened {
        session: row.session,
        last_seen_at: row.last_seen_at,
        who,
    }))
}

fn to_user() -> RelationDef {
    let to = session_row::Entity::belongs_to(user::Entity);
    to.from(session_row::Column::UserId)
        .to(user::Column::Id)
        .into()
}
