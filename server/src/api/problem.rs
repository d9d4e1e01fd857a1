//! Errors on their way to a program: `application/problem+json` (RFC 9457).

mod fault;
mod written;

use axum::{
    extract::Request,
    http::{
        HeaderValue, StatusCode,
        header::{ACCEPT_LANGUAGE, ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Error, Language};

pub(super) use fault::token as pointer_token;
pub(crate) use fault::{At, Failed, Fault, Place, What};
pub(crate) use written::ProblemBody;

/// The content type of every error.
pub(crate) const PROBLEM: &str = "application/problem+json";

/// After how many seconds it is worth trying again when nothing can be answered.
const LATER_SECONDS: u32 = 5;

/// Travels with an answer until it is written.
#[derive(Clone)]
struct Told(Failed);

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(Told(self));
        response
    }
}

/// Writes every error, those of the framework included, in the language that the program asks for,
/// or in English.
pub(super) async fn in_words(request: Request, next: Next) -> Response {
    let accepted = request.headers().get(ACCEPT_LANGUAGE);
    let accepted = accepted.and_then(|header| header.to_str().ok());
    let language = accepted
        .and_then(Language::from_accept_language)
        .unwrap_or(Language::En);
    let response = next.run(request).await;
    if let Some(Told(failed)) = response.extensions().get::<Told>() {
        return write(failed, language);
    }
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let failed = match status {
        StatusCode::METHOD_NOT_ALLOWED => Failed::from(Fault::MethodNotAllowed),
        StatusCode::NOT_FOUND => Error::NotFound.into(),
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge.into(),
        status if status.is_client_error() => Error::Malformed.into(),
        _ => Error::Unavailable.into(),
    };
    let mut written = write(&failed, language);
    if let Some(allowed) = response.headers().get(ALLOW) {
        written.headers_mut().insert(ALLOW, allowed.clone());
    }
    written
}

fn write(failed: &Failed, language: Language) -> Response {
    let body = ProblemBody::of(failed, language);
    let status = StatusCode::from_u16(body.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let text = serde_json::to_string(&body).unwrap_or_default();
    let mut response = (status, [(CONTENT_TYPE, PROBLEM)], text).into_response();
    let headers = response.headers_mut();
    match &failed.fault {
        Fault::TokenMissing => {
            headers.insert(
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"Lanchid\""),
            );
        }
        Fault::TokenInvalid => {
            let challenge = "Bearer realm=\"Lanchid\", error=\"invalid_token\"";
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        Fault::Told(Error::TooMany {
            retry_after_seconds,
        }) => {
            headers.insert(RETRY_AFTER, HeaderValue::from(*retry_after_seconds));
        }
        Fault::Told(Error::Unavailable) => {
            headers.insert(RETRY_AFTER, HeaderValue::from(LATER_SECONDS));
        }
        _ => {}
    }
    response
}
