use domain::{
    Error, ProblemCode,
    audit::AuditAction,
    users::{PASSWORD_MAX, account_name},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::{
    attempt::{Counted, charge, refund},
    session::{begin_session, end_sessions, hex, token_hash},
    session_row, user,
};
use crate::{
    Caller, Outcome, Store, Unit,
    audit::{self, Event},
    districts,
};

/// An attempt to sign in.
#[derive(Clone)]
pub struct SignIn {
    /// The account name, as typed.
    pub account: String,
    /// The password, as typed.
    pub password: String,
    /// The address of the client.
    pub address: Option<String>,
    /// The browser.
    pub agent: Option<String>,
    /// The token that the client still held: its session ends.
    pub old_token: Option<String>,
}

/// A new session.
pub struct SignedIn {
    /// The token for the cookie.
    pub token: String,
}

impl Store {
    /// Signs in with name and password; the session is always a new one.
    ///
    /// # Errors
    /// `Invalid` at the field `password` when name and password do not fit, whichever is wrong;
    /// `TooMany` when the account or the address has to wait.
    pub async fn sign_in(&self, attempt: SignIn) -> domain::Result<SignedIn> {
        let Some(account) = account_name(&attempt.account) else {
            return Err(wrong());
        };
        if attempt.password.is_empty() || attempt.password.len() > PASSWORD_MAX {
            return Err(wrong());
        }
        let user = self.admit(&account, &attempt).await??;
        let hash = user.as_ref().map(|user| user.password_hash.clone());
        let fits = self
            .verify_password(attempt.password.clone(), hash)
            .await
            .map_err(|failure| self.answer(&failure))?;
        if let Some(user) = user.filter(|user| fits && user.active) {
            self.open(user, account, attempt).await
        } else {
            self.fail(account, attempt.address).await?;
            Err(wrong())
        }
    }

    /// Charges the attempt, and looks the account up when it may be looked at.
    async fn admit(
        &self,
        account: &str,
        attempt: &SignIn,
    ) -> domain::Result<Result<Option<user::Model>, Error>> {
        let (account, address) = (account.to_owned(), attempt.address.clone());
        self.unit(Caller::Door, "users.sign_in", |unit| async move {
            if let Some(wait) = charge_both(&unit, &account, address.as_deref()).await? {
                let details = json!({"account": account});
                note(&unit, AuditAction::SignInLocked, details, address).await?;
                return Ok(Err(Error::TooMany {
                    retry_after_seconds: wait,
                }));
            }
            let user = user::Entity::find()
                .filter(user::Column::Account.eq(account))
                .one(unit.connection())
                .await?;
            Ok(Ok(user))
        })
        .await
    }

    async fn open(
        &self,
        user: user::Model,
        account: String,
        attempt: SignIn,
    ) -> domain::Result<SignedIn> {
        self.unit(Caller::Door, "users.sign_in", |unit| async move {
            // In the order of the charges: two units that lock the same rows must not wait for
            // each other.
            if let Some(address) = &attempt.address {
                refund(&unit, Counted::Address(address)).await?;
            }
            refund(&unit, Counted::Account(&account)).await?;
            if let Some(old) = &attempt.old_token {
                end_sessions(&unit, session_row::Column::TokenHash.eq(token_hash(old))).await?;
            }
            let token = hex(&unit.secret());
            begin_session(
                &unit,
                &user,
                &token,
                attempt.address.as_deref(),
                attempt.agent.as_deref(),
            )
            .await?;
            let event = Event::new(user.district_id.into(), AuditAction::SignedIn)
                .with(json!({"account": account, "user": user.id}));
            audit::record_at_door(&unit, event, attempt.address).await?;
            Ok(SignedIn { token })
        })
        .await
    }

    async fn fail(&self, account: String, address: Option<String>) -> domain::Result<()> {
        self.unit(Caller::Door, "users.sign_in", |unit| async move {
            let details = json!({"account": account});
            note(&unit, AuditAction::SignInFailed, details, address).await
        })
        .await
    }
}

/// The one answer to a wrong name and to a wrong password.
fn wrong() -> Error {
    Error::invalid("password", ProblemCode::WrongNameOrPassword)
}

/// Charges the address first: an account must not be locked by an address that has to wait.
async fn charge_both(unit: &Unit, account: &str, address: Option<&str>) -> Outcome<Option<u32>> {
    if let Some(address) = address
        && let Some(wait) = charge(unit, Counted::Address(address)).await?
    {
        return Ok(Some(wait));
    }
    charge(unit, Counted::Account(account)).await
}

/// Nobody is known yet: the event belongs to the city.
async fn note(
    unit: &Unit,
    action: AuditAction,
    details: serde_json::Value,
    address: Option<String>,
) -> Outcome<()> {
    let city = districts::by_number(unit, 0).await?;
    audit::record_at_door(unit, Event::new(city.id, action).with(details), address).await
}
