use std::sync::Arc;

use chrono::TimeDelta;
use domain::{access::Actor, audit::AuditAction, users::SessionLimits};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};

use super::{opened::opened, session_row, user};
use crate::{
    Caller, Failure, Outcome, Store, Unit,
    audit::{self, Event},
};

/// What is stored of a token.
pub(crate) fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

impl Store {
    /// The actor whose session this token opens; `None` when it opens none any more.
    ///
    /// # Errors
    /// `Unavailable` or `Internal` when the database does not answer.
    pub async fn authenticate(
        &self,
        token: &str,
        limits: SessionLimits,
        address: Option<String>,
    ) -> domain::Result<Option<Arc<Actor>>> {
        let found = self.find_actor(token, limits, address, true).await;
        found.map_err(|failure| self.answer(&failure))
    }

    /// The same without keeping the session in use: for a page that only listens.
    ///
    /// # Errors
    /// As [`Self::authenticate`].
    pub async fn look_up(
        &self,
        token: &str,
        limits: SessionLimits,
        address: Option<String>,
    ) -> domain::Result<Option<Arc<Actor>>> {
        let found = self.find_actor(token, limits, address, false).await;
        found.map_err(|failure| self.answer(&failure))
    }

    async fn find_actor(
        &self,
        token: &str,
        limits: SessionLimits,
        address: Option<String>,
        in_use: bool,
    ) -> Outcome<Option<Arc<Actor>>> {
        let now = self.now();
        let found = opened(self.door(), token_hash(token), limits, now).await?;
        let Some(found) = found else {
            return Ok(None);
        };
        if in_use && now - found.last_seen_at >= TimeDelta::minutes(1) {
            self.touch(found.session).await?;
        }
        let actor = found
            .who
            .actor(self.catalog(), found.session.into(), address);
        Ok(Some(Arc::new(actor)))
    }

    /// Remembers that the session is in use.
    async fn touch(&self, session: uuid::Uuid) -> Outcome<()> {
        let touched = self
            .unit(Caller::Door, "users.touch", move |unit| async move {
                session_row::Entity::update_many()
                    .col_expr(session_row::Column::LastSeenAt, unit.now().into())
                    .filter(session_row::Column::Id.eq(session))
                    .exec(unit.connection())
                    .await?;
                Ok(())
            })
            .await;
        touched.map_err(Failure::Answer)
    }
}

/// Ends the session of the actor.
pub async fn sign_out(unit: &Unit) -> Outcome<()> {
    let actor = unit.actor()?;
    end_sessions(
        unit,
        session_row::Column::Id.eq(uuid::Uuid::from(actor.session)),
    )
    .await?;
    audit::record(unit, Event::new(actor.district, AuditAction::SignedOut)).await
}

/// Ends every session of the actor, on every machine.
pub async fn sign_out_everywhere(unit: &Unit) -> Outcome<()> {
    let actor = unit.actor()?;
    end_sessions(
        unit,
        session_row::Column::UserId.eq(uuid::Uuid::from(actor.user)),
    )
    .await?;
    audit::record(
        unit,
        Event::new(actor.district, AuditAction::SignedOutEverywhere),
    )
    .await
}

pub(crate) async fn end_sessions(
    unit: &Unit,
    which: sea_orm::sea_query::SimpleExpr,
) -> Outcome<()> {
    session_row::Entity::delete_many()
        .filter(which)
        .exec(unit.connection())
        .await?;
    Ok(())
}

/// Writes a new session.
pub(crate) async fn begin_session(
    unit: &Unit,
    user: &user::Model,
    token: &str,
    address: Option<&str>,
    agent: Option<&str>,
) -> Outcome<()> {
    let row = session_row::ActiveModel {
        id: Set(unit.new_id::<domain::ids::SessionId>().into()),
        district_id: Set(user.district_id),
        user_id: Set(user.id),
        token_hash: Set(token_hash(token)),
        created_at: Set(unit.now()),
        last_seen_at: Set(unit.now()),
        address: Set(address.map(str::to_owned)),
        agent: Set(agent.map(|agent| agent.chars().take(200).collect())),
    };
    session_row::Entity::insert(row)
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}
