//! Tokens by which programs act for a user: made, listed and revoked at the command line.

mod door;
pub mod token_row;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Error, ProblemCode, access::TokenScope, audit::AuditAction, ids::ApiTokenId,
    users::account_name,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;

use self::token_row::{ActiveModel, Column, Entity, Model};
use super::{
    session::{hex, token_hash},
    user,
};
use crate::{
    Caller, Failure, Outcome, Store, Unit,
    audit::{self, Event},
};

/// What every token begins with, so that it is known for what it is wherever it turns up.
pub const TOKEN_PREFIX: &str = "lanchid_";

/// The longest time for which a token is made, in days.
pub const TOKEN_DAYS_MAX: u32 = 3660;

/// A token to make.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// The account of the user for whom programs act.
    pub account: String,
    /// What it may be used for.
    pub scopes: Vec<TokenScope>,
    /// For how many days; 1 to [`TOKEN_DAYS_MAX`].
    pub days: u32,
}

/// A token that was made.
#[derive(Clone, Debug)]
pub struct MadeToken {
    /// Its id, by which it can be revoked.
    pub id: ApiTokenId,
    /// The token itself, which nobody can find out again.
    pub token: String,
    /// From when on it opens nothing any more.
    pub expires_at: DateTime<Utc>,
}

/// A token as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedToken {
    /// Its id.
    pub id: ApiTokenId,
    /// The account of its user.
    pub account: String,
    /// What it may be used for, separated by spaces.
    pub scopes: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when on it opens nothing any more.
    pub expires_at: DateTime<Utc>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<DateTime<Utc>>,
    /// The last request with it, to the hour.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl ListedToken {
    /// Whether it opens something at this time, as long as its user is active.
    pub fn is_in_force(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// Makes a token. It is told in the audit of the user's district.
///
/// # Errors
/// `Invalid` at `account` when nobody active has it, at `scopes` when there is none, at `days` when
/// they are too few or too many.
pub async fn create_token(store: &Store, new: NewToken) -> domain::Result<MadeToken> {
    let account = account_name(&new.account)
        .ok_or_else(|| Error::invalid("account", ProblemCode::Required))?;
    if new.scopes.is_empty() {
        return Err(Error::invalid("scopes", ProblemCode::Required));
    }
    if !(1..=TOKEN_DAYS_MAX).contains(&new.days) {
        let max = TOKEN_DAYS_MAX.into();
        return Err(Error::invalid("days", ProblemCode::TooLarge { max }));
    }
    store
        .unit(Caller::System, "users.create_token", move |unit| async move {
            let user = active_user(&unit, &account).await?;
            let token = format!("{TOKEN_PREFIX}{}", hex(&unit.secret()));
            let id: ApiTokenId = unit.new_id();
            let mut scopes: Vec<&str> = new.scopes.iter().map(|scope| scope.code()).collect();
            scopes.sort_unstable();
            scopes.dedup();
            let expires_at = unit.now() + TimeDelta::days(new.days.into());
            let row = ActiveModel {
                id: Set(id.into()),
                district_id: Set(user.district_id),
                user_id: Set(user.id),
                token_hash: Set(token_hash(&token)),
                scopes: Set(scopes.join(" ")),
                created_at: Set(unit.now()),
                expires_at: Set(expires_at),
                revoked_at: Set(None),
                last_used_at: Set(None),
            };
            Entity::insert(row)
                .exec_without_returning(unit.connection())
                .await?;
            let details = json!({"token_made": id, "for": user.account, "scopes": scopes, "days": new.days});
            note(&unit, user.district_id, details).await?;
            Ok(MadeToken {
                id,
                token,
                expires_at,
            })
        })
        .await
}

/// Every token, the latest first; those of one account, if one is named.
///
/// # Errors
/// `Invalid` at `account` when nobody has it.
pub async fn list_tokens(store: &Store, account: Option<&str>) -> domain::Result<Vec<ListedToken>> {
    let account = account.map(|typed| {
        account_name(typed).ok_or_else(|| Error::invalid("account", ProblemCode::Required))
    });
    let account = account.transpose()?;
    store
        .reading(
            Caller::System,
            "users.list_tokens",
            move |unit| async move {
                let mut query = Entity::find()
                    .join(JoinType::InnerJoin, door::to_user())
                    .select_also(user::Entity)
                    .order_by_desc(Column::Id);
                if let Some(account) = account {
                    query = query.filter(user::Column::Account.eq(account));
                }
                let rows = query.all(unit.connection()).await?.into_iter();
                Ok(rows
                    .filter_map(|(row, user)| Some(listed(row, user?)))
                    .collect())
            },
        )
        .await
}

/// Revokes a token, at once and for ever.
///
/// # Errors
/// `NotFound` when there is none of this id that was not revoked already.
pub async fn revoke_token(store: &Store, id: ApiTokenId) -> domain::Result<()> {
    store
        .unit(
            Caller::System,
            "users.revoke_token",
            move |unit| async move {
                let row = Entity::find()
                    .filter(Column::Id.eq(uuid::Uuid::from(id)))
                    .filter(Column::RevokedAt.is_null())
                    .one(unit.connection())
                    .await?
                    .ok_or(Failure::not_found())?;
                Entity::update_many()
                    .col_expr(Column::RevokedAt, unit.now().into())
                    .filter(Column::Id.eq(row.id))
                    .exec(unit.connection())
                    .await?;
                note(&unit, row.district_id, json!({"token_revoked": id})).await
            },
        )
        .await
}

/// The scopes that a row names; what is not known any more lets nothing through.
fn scopes_of(row: &str) -> Vec<TokenScope> {
    row.split(' ').filter_map(TokenScope::from_code).collect()
}

async fn active_user(unit: &Unit, account: &str) -> Outcome<user::Model> {
    let row = user::Entity::find()
        .filter(user::Column::Account.eq(account))
        .filter(user::Column::Active.eq(true))
        .one(unit.connection())
        .await?;
    row.ok_or_else(|| Failure::Answer(Error::invalid("account", ProblemCode::NotAChoice)))
}

fn listed(row: Model, user: user::Model) -> ListedToken {
    ListedToken {
        id: row.id.into(),
        account: user.account,
        scopes: row.scopes,
        created_at: row.created_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        last_used_at: row.last_used_at,
    }
}

async fn note(unit: &Unit, district: uuid::Uuid, details: serde_json::Value) -> Outcome<()> {
    let event = Event::new(district.into(), AuditAction::Administered).with(details);
    audit::record(unit, event).await
}
