//! The browser's doors to signing in and out.

use domain::users::Profile;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::percent;
use crate::{errors::AppError, wire::Json};

/// Who is signed in, and into what kind of city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    /// The user; `None` when nobody is signed in.
    pub(crate) profile: Option<Profile>,
    /// Whether the data are a demonstration.
    pub(crate) demonstration: bool,
    /// How many of the user's notifications are unread.
    pub(crate) unread: u64,
    /// The account name that was typed before a sign-in failed.
    pub(crate) typed_account: Option<String>,
}

/// Who is signed in.
#[server(endpoint = "users/current_session", output = Json)]
pub(crate) async fn current_session() -> Result<Session, AppError> {
    use crate::request::{any_request, reading};

    let request = any_request()?;
    let (profile, unread) = if request.actor.is_some() {
        let both = reading("users.profile", |unit| async move {
            let profile = services::users::profile(&unit).await?;
            Ok((profile, services::notifications::unread(&unit).await?))
        });
        let (profile, unread) = both.await?;
        (Some(profile), unread)
    } else {
        (None, 0)
    };
    Ok(Session {
        profile,
        demonstration: request.demonstration,
        unread,
        typed_account: typed_account(),
    })
}

/// Signs in with name and password, and goes to the page that was asked for.
#[server(endpoint = "users/sign_in", output = Json)]
pub(crate) async fn sign_in(
    account: String,
    password: String,
    to: Option<String>,
) -> Result<(), AppError> {
    use crate::request::{
        SESSION_COOKIE, any_request, go_to, is_native_form, return_path, set_cookie, set_header,
    };
    use domain::users::ACCOUNT_NAME_MAX;

    let request = any_request()?;
    let attempt = services::users::SignIn {
        account: account.clone(),
        password,
        address: request.address.clone(),
        agent: request.agent.clone(),
        old_token: request.token.clone(),
    };
    let to = return_path(to.as_deref().unwrap_or("/"));
    match request.store.sign_in(attempt).await {
        Ok(signed_in) => {
            set_cookie(SESSION_COOKIE, &signed_in.token, SESSION_SECONDS, false);
            set_cookie(TYPED_COOKIE, "", 0, false);
            // What another session has left in this browser, nobody can read any more.
            set_header("clear-site-data", "\"storage\"");
            go_to(&to);
            Ok(())
        }
        Err(error) => match problem_code(&error).filter(|_| is_native_form()) {
            Some(problem) => {
                let typed: String = account.chars().take(ACCOUNT_NAME_MAX).collect();
                set_cookie(TYPED_COOKIE, &percent::encode(&typed), 300, false);
                go_to(&format!(
                    "/sign-in?problem={problem}&to={}",
                    percent::encode(&to)
                ));
                Ok(())
            }
            None => Err(AppError(error)),
        },
    }
}

/// Ends this session.
#[server(endpoint = "users/sign_out", output = Json)]
pub(crate) async fn sign_out() -> Result<(), AppError> {
    let ended = crate::request::in_unit("users.sign_out", |unit| async move {
        services::users::sign_out(&unit).await
    })
    .await;
    after_sign_out(ended)
}

/// Ends every session of the user.
#[server(endpoint = "users/sign_out_everywhere", output = Json)]
pub(crate) async fn sign_out_everywhere() -> Result<(), AppError> {
    let ended = crate::request::in_unit("users.sign_out_everywhere", |unit| async move {
        services::users::sign_out_everywhere(&unit).await
    })
    .await;
    after_sign_out(ended)
}

/// The browser forgets the token; the session itself ends on the server in any case.
#[cfg(feature = "ssr")]
const SESSION_SECONDS: i64 = 12 * 60 * 60;

/// Brings the account name back into the form after a sign-in that failed.
#[cfg(feature = "ssr")]
const TYPED_COOKIE: &str = "lanchid_typed_account";

/// Who presses "sign out" after the session has ended is signed out, too.
#[cfg(feature = "ssr")]
fn after_sign_out(ended: Result<(), AppError>) -> Result<(), AppError> {
    match ended {
        Err(AppError(domain::Error::SignInNeeded)) if crate::request::is_native_form() => {}
        other => other?,
    }
    forget_session();
    Ok(())
}

#[cfg(feature = "ssr")]
fn forget_session() {
    use crate::request::{SESSION_COOKIE, go_to, set_cookie, set_header};

    set_cookie(SESSION_COOKIE, "", 0, false);
    set_header("clear-site-data", "\"cache\", \"storage\"");
    go_to("/sign-in?problem=signed_out");
}

/// How the sign-in page is told what went wrong.
#[cfg(feature = "ssr")]
fn problem_code(error: &domain::Error) -> Option<String> {
    match error {
        domain::Error::Invalid { .. } => Some("wrong".to_owned()),
        domain::Error::TooMany {
            retry_after_seconds,
        } => Some(format!(
            "locked&minutes={}",
            retry_after_seconds.div_ceil(60)
        )),
        _ => None,
    }
}

#[cfg(feature = "ssr")]
fn typed_account() -> Option<String> {
    let typed = crate::request::cookie_of_request(TYPED_COOKIE)?;
    percent::decode(&typed).filter(|typed| !typed.is_empty())
}
