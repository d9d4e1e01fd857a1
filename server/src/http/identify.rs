use std::net::SocketAddr;

use app::request::{LANGUAGE_COOKIE, RequestContext, SESSION_COOKIE, return_path};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{
        Extensions, HeaderMap, Method,
        header::{ACCEPT_LANGUAGE, COOKIE, USER_AGENT},
    },
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::{Language, access::Permission, users::SessionLimits};

use super::{Process, answer::Failed};

/// Finds out who asks and in which language, and leads whoever is not signed in to the sign-in
/// page.
pub(super) async fn identify(
    State(process): State<Process>,
    mut request: Request,
    next: Next,
) -> Response {
    let address = address(&process, request.headers(), request.extensions());
    let token = cookie(request.headers(), SESSION_COOKIE);
    let actor = match &token {
        None => None,
        Some(token) => {
            let limits = SessionLimits::default();
            match process
                .store
                .authenticate(token, limits, address.clone())
                .await
            {
                Ok(actor) => actor,
                Err(error) => return Failed(error).into_response(),
            }
        }
    };
    if let Some(path) = detour(&request, actor.as_deref(), token.is_some()) {
        return Redirect::to(&path).into_response();
    }
    let agent = request
        .headers()
        .get(USER_AGENT)
        .and_then(|agent| agent.to_str().ok());
    let context = RequestContext {
        language: language(request.headers()),
        agent: agent.map(str::to_owned),
        store: process.store.clone(),
        actor,
        token,
        address,
        secure: process.secure,
        demonstration: process.demonstration,
    };
    request.extensions_mut().insert(context);
    next.run(request).await
}

/// Where a request for a page is sent instead: to sign in, or from the start page to one's work.
fn detour(
    request: &Request,
    actor: Option<&domain::access::Actor>,
    had_session: bool,
) -> Option<String> {
    let path = request.uri().path();
    let for_a_page = matches!(*request.method(), Method::GET | Method::HEAD);
    if !for_a_page || path.starts_with("/api/") {
        return None;
    }
    match actor {
        None if path == "/sign-in" => None,
        None => {
            let asked = request
                .uri()
                .path_and_query()
                .map_or("/", |asked| asked.as_str());
            let problem = if had_session { "problem=ended&" } else { "" };
            Some(format!(
                "/sign-in?{problem}to={}",
                app::percent::encode(&return_path(asked))
            ))
        }
        Some(_) if path == "/sign-in" => Some("/".to_owned()),
        Some(actor) if path == "/" && actor.can(Permission::CASES_READ) => {
            let all = services::users::all_cases_first(actor);
            Some(if all { "/cases?whose=all" } else { "/cases" }.to_owned())
        }
        Some(actor) if path == "/" && actor.can(Permission::PERSONS_SEARCH) => {
            Some("/persons".to_owned())
        }
        Some(actor) if path == "/" && actor.can(Permission::CONSENTS_WATCH) => {
            Some("/overrides".to_owned())
        }
        Some(actor) if path == "/" && actor.can(Permission::SHELTERS_READ) => {
            Some("/shelters".to_owned())
        }
        Some(actor) if path == "/" && actor.can(Permission::WEBHOOKS_MANAGE) => {
            Some("/administration/webhooks".to_owned())
        }
        Some(_) => None,
    }
}

/// The address of the client; behind a proxy of ours, the last one that it wrote down.
pub(crate) fn address(
    process: &Process,
    headers: &HeaderMap,
    extensions: &Extensions,
) -> Option<String> {
    let forwarded = headers
        .get("x-forwarded-for")
        .filter(|_| process.trust_proxy)
        .and_then(|list| list.to_str().ok())
        .and_then(|list| list.rsplit(',').next())
        .map(|last| last.trim().chars().take(64).collect());
    let connected = || {
        let info = extensions.get::<ConnectInfo<SocketAddr>>()?;
        Some(info.0.ip().to_string())
    };
    forwarded.or_else(connected)
}

/// The language of the cookie, of the browser, or Hungarian.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let chosen = cookie(headers, LANGUAGE_COOKIE).and_then(|code| Language::from_code(&code));
    let accepted = || {
        let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        Language::from_accept_language(header)
    };
    chosen.or_else(accepted).unwrap_or_default()
}

/// The value of a cookie.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name && !value.is_empty()).then(|| value.to_owned())
        })
}
