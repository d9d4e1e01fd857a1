//! The commands for tokens by which programs act for a user.

use chrono::{DateTime, Utc};
use domain::{Error, access::TokenScope, ids::ApiTokenId};
use services::{
    Store,
    users::token::{ListedToken, NewToken, create_token, list_tokens, revoke_token},
};

use super::TokenCommand;
use crate::{database, settings::Settings};

pub(super) async fn run(settings: &Settings, command: TokenCommand) -> Result<(), String> {
    let store = database::open_bare(settings).await?;
    let done = match command {
        TokenCommand::Create { user, scopes, days } => {
            let new = NewToken {
                account: user,
                scopes,
                days,
            };
            create(&store, new).await
        }
        TokenCommand::List { user } => list(&store, user.as_deref()).await,
        TokenCommand::Revoke { id } => revoke(&store, id).await,
    };
    store.close().await;
    done
}

/// A scope as it is written at the command line.
pub(super) fn scope(text: &str) -> Result<TokenScope, String> {
    TokenScope::from_code(text).ok_or_else(|| {
        let known = TokenScope::ALL.map(TokenScope::code).join(", ");
        format!("the scopes are {known}")
    })
}

async fn create(store: &Store, new: NewToken) -> Result<(), String> {
    let account = new.account.clone();
    let made = create_token(store, new).await;
    let made = made.map_err(|error| match error {
        Error::Invalid { .. } => format!("there is no active account `{account}`"),
        error => format!("the token was not made: {error}"),
    })?;
    // The token alone on standard output, so that a script can keep it.
    println!("{}", made.token);
    eprintln!(
        "Token {} of {account}, good until {}. It is not shown again.",
        made.id,
        day(made.expires_at)
    );
    Ok(())
}

async fn list(store: &Store, account: Option<&str>) -> Result<(), String> {
    let tokens = list_tokens(store, account).await;
    for token in tokens.map_err(|error| format!("token list: {error}"))? {
        println!("{}", line(&token, store.now()));
    }
    Ok(())
}

/// One line for a token.
fn line(token: &ListedToken, now: DateTime<Utc>) -> String {
    let state = match token.revoked_at {
        Some(at) => format!("revoked {}", day(at)),
        None if token.is_in_force(now) => format!("good until {}", day(token.expires_at)),
        None => format!("expired {}", day(token.expires_at)),
    };
    let used = match token.last_used_at {
        Some(at) => format!("used {}", at.format("%Y-%m-%d %H:00 UTC")),
        None => "never used".to_owned(),
    };
    format!(
        "{}  {}  {}  made {}, {state}, {used}",
        token.id,
        token.account,
        token.scopes.replace(' ', ","),
        day(token.created_at)
    )
}

async fn revoke(store: &Store, id: ApiTokenId) -> Result<(), String> {
    match revoke_token(store, id).await {
        Ok(()) => {
            println!("The token opens nothing any more.");
            Ok(())
        }
        Err(Error::NotFound) => Err(format!("there is no token {id} that is not revoked")),
        Err(error) => Err(format!("the token was not revoked: {error}")),
    }
}

fn day(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d").to_string()
}
