use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{access::Actor, ids::ApiTokenId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    QueryTrait, RelationDef,
};
use uuid::Uuid;

use super::{
    super::{
        acting::{Acting, with_user},
        session::token_hash,
        user,
    },
    TOKEN_PREFIX, scopes_of,
    token_row::{Column, Entity},
};
use crate::{Caller, Failure, Outcome, Store};

/// How coarsely it is noted when a token was used last.
const NOTED_EVERY: TimeDelta = TimeDelta::hours(1);

/// The token in each row of the answer.
#[derive(Debug, FromQueryResult)]
struct Row {
    token: Uuid,
    scopes: String,
    last_used_at: Option<DateTime<Utc>>,
}

impl Store {
    /// For whom a program acts that shows this token, narrowed to the token's scopes; `None` when it
    /// opens nothing: unknown, expired, revoked, or of a user who is not active any more.
    ///
    /// # Errors
    /// `Unavailable` or `Internal` when the database does not answer.
    pub async fn authenticate_program(
        &self,
        token: &str,
        address: Option<String>,
    ) -> domain::Result<Option<Arc<Actor>>> {
        let found = self.find_program(token, address).await;
        found.map_err(|failure| self.answer(&failure))
    }

    async fn find_program(
        &self,
        token: &str,
        address: Option<String>,
    ) -> Outcome<Option<Arc<Actor>>> {
        let now = self.now();
        if !token.starts_with(TOKEN_PREFIX) {
            return Ok(None);
        }
        let Some((row, who)) = opened(self.door(), token_hash(token), now).await? else {
            return Ok(None);
        };
        let is_noted = |at: DateTime<Utc>| now - at < NOTED_EVERY;
        if !row.last_used_at.is_some_and(is_noted) {
            self.note_use(row.token).await?;
        }
        let actor = who.actor(self.catalog(), row.token.into(), address);
        let scopes = scopes_of(&row.scopes);
        Ok(Some(Arc::new(
            actor.through_token(ApiTokenId(row.token), &scopes),
        )))
    }

    async fn note_use(&self, token: Uuid) -> Outcome<()> {
        let noted = self
            .unit(Caller::Door, "users.use_token", move |unit| async move {
                Entity::update_many()
                    .col_expr(Column::LastUsedAt, unit.now().into())
                    .filter(Column::Id.eq(token))
                    .exec(unit.connection())
                    .await?;
                Ok(())
            })
            .await;
        noted.map_err(Failure::Answer)
    }
}

/// The token with this hash and its user, if both are still in force.
async fn opened<C: ConnectionTrait>(
    db: &C,
    token_hash: String,
    now: DateTime<Utc>,
) -> Result<Option<(Row, Acting)>, DbErr> {
    let tokens = Entity::find()
        .select_only()
        .column_as(Column::Id, "token")
        .columns([Column::Scopes, Column::LastUsedAt])
        .filter(Column::TokenHash.eq(token_hash))
        .filter(Column::ExpiresAt.gt(now))
        .filter(Column::RevokedAt.is_null());
    let rows = with_user(tokens, to_user()).into_query();
    let rows = db.query_all(&rows).await?;
    let (Some(first), Some(who)) = (rows.first(), Acting::read(&rows)?) else {
        return Ok(None);
    };
    Ok(Some((Row::from_query_result(first, "")?, who)))
}

/// From a token to its user.
pub(super) fn to_user() -> RelationDef {
    let to = Entity::belongs_to(user::Entity);
    to.from(Column::UserId).to(user::Column::Id).into()
}
