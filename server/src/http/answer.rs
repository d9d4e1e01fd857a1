//! Answers that are errors: the right status, in words, in the user's language.

use std::any::Any;

use app::errors::{AppError, message_of};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Error, Language, Refusal};
use tower_http::csrf::ProtectionError;

use super::identify::language;

/// An error on its way out. [`in_words`] writes the answer, in the language of the request.
pub(super) struct Failed(pub(super) Error);

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(Told(self.0));
        response
    }
}

/// Where the style is served.
#[derive(Clone)]
pub(crate) struct Stylesheet(pub(crate) String);

/// Travels with a response until it is written.
#[derive(Clone)]
struct Told(Error);

/// The header with which a server function marks its errors.
const SERVER_FN_ERROR: &str = "serverfnerror";

/// Writes every error as JSON for our own code and programs, and as a page for a browser that posts
/// a form by itself.
pub(super) async fn in_words(
    State(stylesheet): State<Stylesheet>,
    request: Request,
    next: Next,
) -> Response {
    let write = |error: &Error, language, page| write(error, language, page, &stylesheet);
    let language = language(request.headers());
    let wants_page = wants_page(request.headers());
    let response = next.run(request).await;
    if let Some(Told(error)) = response.extensions().get::<Told>() {
        return write(error, language, wants_page);
    }
    if response.headers().contains_key(SERVER_FN_ERROR) {
        return match error_of(response).await {
            Some(error) => write(&error, language, wants_page),
            None => write(&Error::Unavailable, language, wants_page),
        };
    }
    response
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// The error that a server function answered.
async fn error_of(response: Response) -> Option<Error> {
    let body = to_bytes(response.into_body(), 1024 * 1024).await.ok()?;
    let AppError(error) = serde_json::from_slice(&body).ok()?;
    Some(error)
}

fn write(error: &Error, language: Language, page: bool, stylesheet: &Stylesheet) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = if page {
        page_of(error, language, stylesheet).into_response()
    } else {
        json_of(error, language).into_response()
    };
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.remove(LOCATION);
    headers.insert(SERVER_FN_ERROR, HeaderValue::from_static("1"));
    if let Error::TooMany {
        retry_after_seconds,
    } = error
    {
        headers.insert(RETRY_AFTER, HeaderValue::from(*retry_after_seconds));
    }
    headers.remove(CONTENT_LENGTH);
    response
}

/// The error as our own code reads it, with its words for everybody else.
fn json_of(error: &Error, language: Language) -> impl IntoResponse {
    let message = message_of(language, error);
    let mut value = serde_json::to_value(error).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.insert("title".to_owned(), message.title.into());
        object.insert("message".to_owned(), message.text.into());
    }
    ([(CONTENT_TYPE, "application/json")], value.to_string())
}

/// A page that needs nothing but the style.
fn page_of(error: &Error, language: Language, stylesheet: &Stylesheet) -> impl IntoResponse {
    let message = message_of(language, error);
    let reference = match error {
        Error::Internal { reference } => {
            format!(
                "<p><code class=\"reference\">{}</code></p>",
                escaped(reference)
            )
        }
        _ => String::new(),
    };
    let html = format!(
        "<!DOCTYPE html><html lang=\"{code}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} · Lánchíd</title><link rel=\"stylesheet\" href=\"{style}\">\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\"></head>\
         <body><main class=\"page\"><section class=\"error-page\"><h1>{title}</h1><p>{text}</p>\
         {reference}<p><a class=\"button\" href=\"/\">Lánchíd</a></p></section></main></body></html>",
        code = language.code(),
        style = escaped(&stylesheet.0),
        title = escaped(&message.title),
        text = escaped(&message.text),
    );
    ([(CONTENT_TYPE, "text/html; charset=utf-8")], html)
}

/// Text as it stands in a page.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The answer to a request that another site made the browser send.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer hands its error over"
)]
pub(super) fn cross_site(error: ProtectionError) -> Response {
    tracing::warn!(%error, "a request from another site was refused");
    let reason = Refusal::CrossSite;
    Failed(Error::Refused { reason }).into_response()
}

/// The answer while nothing can be answered.
pub(super) fn unavailable() -> Response {
    Failed(Error::Unavailable).into_response()
}

/// A panic is a fault of ours: it is logged by the panic hook, and answered without details.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer hands the panic over"
)]
pub(super) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    Failed(fault_of_panic(panic.as_ref())).into_response()
}

/// What is told of a panic while answering.
pub(crate) fn fault_of_panic(panic: &(dyn Any + Send)) -> Error {
    let told = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_default();
    let reference = services::Store::fault_reference();
    tracing::error!(%reference, panic = %told, "panic while answering");
    Error::Internal { reference }
}

#[cfg(test)]
mod tests {
    use axum::{Router, middleware::from_fn_with_state, routing::get};
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    async fn broken() -> StatusCode {
        panic!("secret")
    }

    #[tokio::test]
    async fn a_panic_is_told_by_its_reference_alone() {
        let stylesheet = Stylesheet("/style.css".to_owned());
        let router = Router::new()
            .route("/", get(broken))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(from_fn_with_state(stylesheet, in_words));
        for (accept, mark) in [
            ("text/html", "class=\"reference\""),
            ("*/*", "\"reference\":"),
        ] {
            let request = Request::builder()
                .header(ACCEPT, accept)
                .body(Body::empty());
            let response = router.clone().oneshot(request.unwrap()).await.unwrap();
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let body = String::from_utf8(body.to_vec()).unwrap();
            assert!(body.contains(mark) && !body.contains("secret"), "{body}");
        }
    }
}
