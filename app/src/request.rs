//! What a request brings along: who asks, in which language, through which store.

use std::sync::Arc;

use axum::http::{
    HeaderName, HeaderValue, StatusCode,
    header::{ACCEPT, COOKIE, SET_COOKIE},
    request::Parts,
};
use domain::{Error, Language, access::Actor, cases::CaseNumber};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use services::{Caller, Outcome, Store, Unit};

use crate::errors::AppError;

/// The cookie that holds the session's token.
pub const SESSION_COOKIE: &str = "lanchid_session";
/// The cookie that holds the language.
pub const LANGUAGE_COOKIE: &str = "lanchid_language";

/// Put into every request by the process, before pages and server functions see it.
#[derive(Clone)]
pub struct RequestContext {
    /// The store.
    pub store: Store,
    /// The signed-in user.
    pub actor: Option<Arc<Actor>>,
    /// The language of the answer.
    pub language: Language,
    /// The token that the client sent, whether it still opens a session or not.
    pub token: Option<String>,
    /// The address of the client.
    pub address: Option<String>,
    /// The browser.
    pub agent: Option<String>,
    /// Whether cookies are for encrypted connections only.
    pub secure: bool,
    /// Whether the data are a demonstration.
    pub demonstration: bool,
}

/// The context of the current request.
pub fn request() -> Option<RequestContext> {
    use_context::<Parts>()?
        .extensions
        .get::<RequestContext>()
        .cloned()
}

fn current() -> Result<RequestContext, AppError> {
    request().ok_or_else(|| {
        AppError(Error::Internal {
            reference: "no request".to_owned(),
        })
    })
}

/// The context of the current request, for server functions that need no actor.
pub(crate) fn any_request() -> Result<RequestContext, AppError> {
    current()
}

/// The store, and whoever is signed in.
fn signed_in() -> Result<(Store, Caller), AppError> {
    let request = current()?;
    let actor = request.actor.ok_or(AppError(Error::SignInNeeded))?;
    Ok((request.store, Caller::Actor(actor)))
}

/// Refuses whoever is not signed in, before what they sent is looked at.
pub(crate) fn must_be_signed_in() -> Result<(), AppError> {
    signed_in().map(|_| ())
}

/// Runs a use case on behalf of the signed-in user.
pub(crate) async fn in_unit<T, F, Fut>(
    purpose: impl Into<String> + Send,
    work: F,
) -> Result<T, AppError>
where
    T: Send + 'static,
    F: FnOnce(Unit) -> Fut + Send + 'static,
    Fut: Future<Output = Outcome<T>> + Send + 'static,
{
    let (store, caller) = signed_in()?;
    store.unit(caller, purpose, work).await.map_err(AppError)
}

/// Runs a use case that changes nothing on behalf of the signed-in user.
pub(crate) async fn reading<T, F, Fut>(
    purpose: impl Into<String> + Send,
    work: F,
) -> Result<T, AppError>
where
    T: Send + 'static,
    F: FnOnce(Unit) -> Fut + Send + 'static,
    Fut: Future<Output = Outcome<T>> + Send + 'static,
{
    let (store, caller) = signed_in()?;
    store.reading(caller, purpose, work).await.map_err(AppError)
}

/// Whether the request is a form that the browser posts by itself, without our code running.
pub(crate) fn is_native_form() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        parts.method == axum::http::Method::POST
            && parts
                .headers
                .get(ACCEPT)
                .and_then(|accept| accept.to_str().ok())
                .is_some_and(|accept| accept.contains("text/html"))
    })
}

/// Sends the browser to a page of ours. What is not a path of ours leads to the start page.
pub(crate) fn go_to(path: &str) {
    leptos_axum::redirect(&local_path(path));
}

/// The longest path that is sent in a header: browsers and proxies take no header of any size.
const PATH_BYTES_MAX: usize = 4000;

/// The longest path that is remembered while somebody signs in; it is percent-encoded on the way.
const RETURN_PATH_BYTES_MAX: usize = 1000;

/// The path, if it stays on this host: one slash at the start, no control signs, ASCII alone, and
/// not too long.
pub fn local_path(path: &str) -> String {
    let stays = path.len() <= PATH_BYTES_MAX
        && path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.bytes().all(|byte| byte.is_ascii_graphic());
    if stays {
        path.to_owned()
    } else {
        "/".to_owned()
    }
}

/// The path to come back to after signing in; one that is too long leads to the start page.
pub fn return_path(path: &str) -> String {
    if path.len() <= RETURN_PATH_BYTES_MAX {
        local_path(path)
    } else {
        "/".to_owned()
    }
}

/// Sets a cookie of ours.
pub(crate) fn set_cookie(name: &str, value: &str, max_age_seconds: i64, script: bool) {
    let Some(request) = request() else {
        return;
    };
    let secure = if request.secure { "; Secure" } else { "" };
    let http_only = if script { "" } else { "; HttpOnly" };
    let cookie = format!(
        "{name}={value}; Path=/; SameSite=Lax; Max-Age={max_age_seconds}{http_only}{secure}"
    );
    if let (Some(response), Ok(cookie)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(&cookie),
    ) {
        response.append_header(SET_COOKIE, cookie);
    }
}

/// The value of a cookie that came with the request.
pub(crate) fn cookie_of_request(name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let cookies = parts.headers.get_all(COOKIE);
    let mut pairs = cookies
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'));
    let value = pairs.find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))?;
    Some(value.to_owned())
}

/// Sets the status of the page that is being rendered.
pub(crate) fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (
        use_context::<ResponseOptions>(),
        StatusCode::from_u16(status),
    ) {
        response.set_status(status);
    }
}

/// Sets a header of the page that is being rendered.
pub(crate) fn set_header(name: &'static str, value: &str) {
    if let (Some(response), Ok(value)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(value),
    ) {
        response.insert_header(HeaderName::from_static(name), value);
    }
}

/// What stands behind `?` in an address.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads it, with or without the question mark.
    pub(crate) fn read(query: Option<&str>) -> Self {
        let query = query.unwrap_or_default().trim_start_matches('?');
        let pairs = query.split('&').filter_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            let decoded = |text: &str| crate::percent::decode(&text.replace('+', " "));
            Some((decoded(name)?, decoded(value)?))
        });
        Self(pairs.collect())
    }

    /// Every value of this name.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        let named = self.0.iter().filter(|(own, _)| own == name);
        named.map(|(_, value)| value.clone()).collect()
    }

    /// The id of this name; what is no id leads to nothing.
    pub(crate) fn id<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, AppError> {
        let value = self.0.iter().find(|(own, _)| own == name);
        let read = value.map(|(_, value)| value.parse());
        read.transpose().map_err(|_| AppError(Error::NotFound))
    }
}

/// The case number that stands in an address.
pub(crate) fn case_number(typed: &str) -> Result<CaseNumber, AppError> {
    CaseNumber::parse(typed).ok_or(AppError(Error::NotFound))
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn a_redirect_never_leaves_this_host() {
        assert_eq!(local_path("/cases?whose=all"), "/cases?whose=all");
        for outside in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "",
            "cases",
            "/a\r\nSet-Cookie: x=y",
        ] {
            assert_eq!(local_path(outside), "/", "{outside}");
        }
    }
}
