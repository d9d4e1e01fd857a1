use domain::ids::WebhookId;

use crate::{Outcome, Unit};

/// A new secret as the browser of whoever made it brings it to the page that shows it: only this
/// process reads it, and only for this user and webhook.
///
/// # Errors
/// `SignInNeeded` without an actor.
pub fn conceal(unit: &Unit, webhook: WebhookId, secret: &str) -> Outcome<String> {
    let about = about(unit, webhook)?;
    unit.integration()
        .key()?
        .seal(unit, &about, secret.as_bytes())
}

/// What [`conceal`] concealed; `None` when it was for somebody or something else.
///
/// # Errors
/// `SignInNeeded` without an actor.
pub fn reveal(unit: &Unit, webhook: WebhookId, concealed: &str) -> Outcome<Option<String>> {
    let about = about(unit, webhook)?;
    let opened = unit.integration().key()?.open(&about, concealed);
    Ok(opened.and_then(|secret| String::from_utf8(secret).ok()))
}

fn about(unit: &Unit, webhook: WebhookId) -> Outcome<String> {
    let session = unit.actor()?.session;
    Ok(format!("new secret {webhook} {session}"))
}
