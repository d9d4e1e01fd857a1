//! Whom a token leads to: session, user, roles and teams in one question.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::users::SessionLimits;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QuerySelect, RelationDef,
};
use uuid::Uuid;

use super::{session_row, team_member, user, user_role};

/// One row of the answer: each role of the user beside each team.
#[derive(Debug, FromQueryResult)]
struct Row {
    session: Uuid,
    created_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    user: Uuid,
    district: Uuid,
    account: String,
    display_name: String,
    role: Option<String>,
    team: Option<Uuid>,
}

/// An open session, and who acts through it.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) session: Uuid,
    pub(super) last_seen_at: DateTime<Utc>,
    pub(super) user: Uuid,
    pub(super) district: Uuid,
    pub(super) account: String,
    pub(super) display_name: String,
    pub(super) roles: BTreeSet<String>,
    pub(super) teams: BTreeSet<Uuid>,
}

/// The session with this hash, if it is still alive and its user active.
pub(super) async fn opened<C: ConnectionTrait>(
    db: &C,
    token_hash: String,
    limits: SessionLimits,
    now: DateTime<Utc>,
) -> Result<Option<Opened>, DbErr> {
    use session_row::Column::{CreatedAt, Id, LastSeenAt, TokenHash, UserId};
    let rows: Vec<Row> = session_row::Entity::find()
        .join(JoinType::InnerJoin, to_user())
        .join(JoinType::LeftJoin, to_roles())
        .join(JoinType::LeftJoin, to_teams())
        .filter(
            Condition::all()
                .add(TokenHash.eq(token_hash))
                .add(user::Column::Active.eq(true)),
        )
        .select_only()
        .column_as(Id, "session")
        .columns([CreatedAt, LastSeenAt])
        .column_as(UserId, "user")
        .column_as(user::Column::DistrictId, "district")
        .columns([user::Column::Account, user::Column::DisplayName])
        .column_as(user_role::Column::Role, "role")
        .column_as(team_member::Column::TeamId, "team")
        .into_model()
        .all(db)
        .await?;
    let roles = rows.iter().filter_map(|row| row.role.clone()).collect();
    let teams = rows.iter().filter_map(|row| row.team).collect();
    let alive = |row: &Row| limits.is_alive(row.created_at, row.last_seen_at, now);
    Ok(rows.into_iter().next().filter(alive).map(|row| Opened {
        session: row.session,
        last_seen_at: row.last_seen_at,
        user: row.user,
        district: row.district,
        account: row.account,
        display_name: row.display_name,
        roles,
        teams,
    }))
}

fn to_user() -> RelationDef {
    let to = session_row::Entity::belongs_to(user::Entity);
    to.from(session_row::Column::UserId)
        .to(user::Column::Id)
        .into()
}

fn to_roles() -> RelationDef {
    let to = session_row::Entity::belongs_to(user_role::Entity);
    to.from(session_row::Column::UserId)
        .to(user_role::Column::UserId)
        .into()
}

fn to_teams() -> RelationDef {
    let to = session_row::Entity::belongs_to(team_member::Entity);
    to.from(session_row::Column::UserId)
        .to(team_member::Column::UserId)
        .into()
}
