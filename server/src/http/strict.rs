use std::{collections::BTreeMap, sync::LazyLock};

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{Method, header::CONTENT_TYPE},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Error, ProblemCode};

use super::{BODY_BYTES_MAX, answer::Failed};

/// Every server function with the names of its arguments.
static KNOWN: LazyLock<BTreeMap<&'static str, &'static [&'static str]>> =
    LazyLock::new(app::strict::server_functions);

/// Refuses a call of a server function that is not a posted form, or that names an argument which the
/// function does not know: what is sent is either understood or said to be wrong.
pub(super) async fn known_names_only(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !path.starts_with("/api/") {
        return next.run(request).await;
    }
    let Some(names) = KNOWN.get(path) else {
        return Failed(Error::NotFound).into_response();
    };
    if request.method() != Method::POST || !is_form(&request) {
        return Failed(Error::Malformed).into_response();
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, BODY_BYTES_MAX).await else {
        return Failed(Error::TooLarge).into_response();
    };
    match unknown_name(&bytes, names) {
        Err(()) => Failed(Error::Malformed).into_response(),
        Ok(Some(name)) => Failed(Error::invalid(name, ProblemCode::UnknownField)).into_response(),
        Ok(None) => {
            next.run(Request::from_parts(parts, Body::from(bytes)))
                .await
        }
    }
}

/// A form, or a call without any argument.
fn is_form(request: &Request) -> bool {
    request.headers().get(CONTENT_TYPE).is_none_or(|kind| {
        kind.to_str()
            .is_ok_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
    })
}

/// The first name that is not known; an error when the body is not a form at all.
fn unknown_name(body: &[u8], known: &[&str]) -> Result<Option<String>, ()> {
    let text = std::str::from_utf8(body).map_err(|_| ())?;
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        decoded(value)?;
        let name = decoded(name)?;
        let outer = name.split('[').next().unwrap_or_default();
        if !known.contains(&outer) {
            let short = outer
                .chars()
                .filter(|sign| !sign.is_control())
                .take(60)
                .collect();
            return Ok(Some(short));
        }
    }
    Ok(None)
}

/// A name or value of a form; an error when that is no text.
fn decoded(text: &str) -> Result<String, ()> {
    app::percent::decode(&text.replace('+', " ")).ok_or(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_names_pass() {
        let known = ["case", "answers"];
        assert_eq!(
            unknown_name(b"case=x&answers%5Ba%5D%5B%5D=1", &known),
            Ok(None)
        );
        assert_eq!(
            unknown_name(b"case=x&admin=1", &known),
            Ok(Some("admin".into()))
        );
        assert_eq!(unknown_name(b"case=%zz", &known), Err(()));
        assert_eq!(unknown_name(b"case=%+1", &known), Err(()));
        assert_eq!(unknown_name(b"case=%ff", &known), Err(()));
        assert_eq!(unknown_name(b"", &known), Ok(None));
    }

    #[test]
    fn every_server_function_is_registered_with_its_names() {
        for (path, _) in leptos::server_fn::axum::server_fn_paths() {
            assert!(KNOWN.contains_key(path), "{path} is missing in app::strict");
        }
        assert_eq!(KNOWN["/api/users/sign_in"], ["account", "password", "to"]);
    }
}
