//! REST at `/api/v1`: the door for other systems.
//!
//! Each endpoint calls the use case that the page calls, so what it shows, refuses and records is
//! the same. An endpoint is a function with `#[utoipa::path]` in the file of its feature; [`routes`]
//! makes of these both the router and the document that describes it.

mod answers;
mod asker;
mod body;
mod cases;
mod conditional;
mod districts;
mod document;
mod forms;
mod lookups;
mod once;
mod page;
mod parameters;
mod persons;
mod problem;
mod shelters;
mod words;

pub(crate) use asker::bearer;

use std::sync::{Arc, LazyLock};

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    middleware::from_fn,
    response::{Html, IntoResponse},
    routing::any,
};
use chrono::NaiveDateTime;
use domain::Error;
use serde_json::Value;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::problem::{Failed, ProblemBody};
use crate::http::{Process, Stylesheet};

/// Below which address everything here lies.
const ROOT: &str = "/api/v1";

/// The document that describes every endpoint (`OpenAPI` 3.1).
static DOCUMENT: LazyLock<Arc<Value>> =
    LazyLock::new(|| Arc::new(document::complete(endpoints().into_openapi())));

/// Every endpoint, below [`ROOT`].
fn endpoints() -> OpenApiRouter<Process> {
    let all = OpenApiRouter::new()
        .merge(cases::routes())
        .merge(persons::routes())
        .merge(shelters::routes())
        .merge(forms::routes())
        .merge(lookups::routes())
        .merge(districts::routes())
        .routes(routes!(read_document));
    OpenApiRouter::with_openapi(document::empty()).nest(ROOT, all)
}

/// The router, with what each answer passes on its way out.
pub(crate) fn router(process: Process, stylesheet: Stylesheet) -> Router {
    let (endpoints, _) = endpoints().split_for_parts();
    endpoints
        .route(ROOT, axum::routing::get(readable).with_state(stylesheet))
        .route(&format!("{ROOT}/{{*path}}"), any(unknown))
        .layer(from_fn(conditional::tagged))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(problem::in_words))
        .with_state(process)
}

/// The document as tests and tools read it.
pub fn openapi() -> Arc<Value> {
    DOCUMENT.clone()
}

async fn unknown() -> Failed {
    Error::NotFound.into()
}

/// Read this document
///
/// It describes every endpoint, and needs no token.
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "document",
    responses((status = 200, description = "The document.", body = Value))
)]
async fn read_document() -> impl IntoResponse {
    Json(DOCUMENT.as_ref().clone())
}

/// The same to be read by people.
async fn readable(State(stylesheet): State<Stylesheet>) -> impl IntoResponse {
    (StatusCode::OK, Html(page::of(&DOCUMENT, &stylesheet.0)))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer hands the panic over"
)]
fn panicked(panic: Box<dyn std::any::Any + Send + 'static>) -> axum::response::Response {
    Failed::from(crate::http::fault_of_panic(panic.as_ref())).into_response()
}

/// A moment on the wall in Budapest.
fn moment(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}
