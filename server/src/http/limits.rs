use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::header::CONTENT_LENGTH,
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::Error;

use super::{BODY_BYTES_MAX, answer::Failed};

/// Refuses a body that is too large before anything reads it, whether it says its length or not.
pub(super) async fn limit_body(request: Request, next: Next) -> Response {
    let told = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok())
        .and_then(|length| length.parse::<usize>().ok());
    if told.is_some_and(|length| length > BODY_BYTES_MAX) {
        return Failed(Error::TooLarge).into_response();
    }
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    match to_bytes(body, BODY_BYTES_MAX).await {
        Ok(bytes) => {
            next.run(Request::from_parts(parts, Body::from(bytes)))
                .await
        }
        Err(_) => Failed(Error::TooLarge).into_response(),
    }
}
