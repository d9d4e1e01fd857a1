//! What the document says of every endpoint alike, said once.

use axum::http::StatusCode;
use domain::access::TokenScope;
use serde_json::{Value, json};
use utoipa::{OpenApi, openapi};

use super::problem::PROBLEM;

/// The document without any endpoint.
pub(super) fn empty() -> openapi::OpenApi {
    #[derive(OpenApi)]
    #[openapi(components(schemas(super::ProblemBody)))]
    struct Common;
    Common::openapi()
}

/// The document with what every endpoint has in common: its errors, its key, and how it knows for
/// whom a program asks.
pub(super) fn complete(document: openapi::OpenApi) -> Value {
    let mut document = serde_json::to_value(document).unwrap_or_default();
    document["info"] = json!({
        "title": "Lánchíd",
        "version": "1",
        "description": "Case management for a city of autonomous districts. Every endpoint does what \
            the page does, with the rights of the user for whom the token was made, narrowed to the \
            scopes of the token.",
        "license": null,
    });
    if let Some(info) = document["info"].as_object_mut() {
        info.remove("license");
    }
    document["components"]["securitySchemes"] = json!({"token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "lanchid_…",
        "description": format!(
            "`server token create` makes one. Its scopes: {}.",
            TokenScope::ALL.map(|scope| format!("`{}`", scope.code())).join(", ")
        ),
    }});
    if let Some(paths) = document["paths"].as_object_mut() {
        for (path, item) in paths {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                complete_operation(path, method, operation);
            }
        }
    }
    document
}

fn complete_operation(path: &str, method: &str, operation: &mut Value) {
    if method == "post" || method == "patch" {
        let key = json!({
            "name": "Idempotency-Key",
            "in": "header",
            "required": false,
            "description": "A request that is sent again under its key happens once, and is answered \
                alike for two days.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
        });
        match operation["parameters"].as_array_mut() {
            Some(parameters) => parameters.push(key),
            None => operation["parameters"] = json!([key]),
        }
    }
    for status in statuses(path, method, operation) {
        let responses = &mut operation["responses"];
        let key = status.as_str().to_owned();
        if responses.get(&key).is_none() {
            responses[key] = problem(status);
        }
    }
    if method == "get" {
        describe_tags(operation);
    }
}

/// What may go wrong, by what the endpoint takes.
fn statuses(path: &str, method: &str, operation: &Value) -> Vec<StatusCode> {
    let mut statuses = vec![
        StatusCode::UNPROCESSABLE_ENTITY,
        StatusCode::INTERNAL_SERVER_ERROR,
    ];
    let scopes = operation["security"][0]["token"].as_array();
    if scopes.is_some() {
        statuses.extend([StatusCode::UNAUTHORIZED, StatusCode::SERVICE_UNAVAILABLE]);
    }
    if scopes.is_some_and(|scopes| !scopes.is_empty()) {
        statuses.push(StatusCode::FORBIDDEN);
    }
    if path.contains('{') {
        statuses.extend([StatusCode::BAD_REQUEST, StatusCode::NOT_FOUND]);
    }
    if operation.get("requestBody").is_some() {
        statuses.extend([
            StatusCode::BAD_REQUEST,
            StatusCode::PAYLOAD_TOO_LARGE,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ]);
    } else {
        statuses.push(StatusCode::PAYLOAD_TOO_LARGE);
    }
    if method == "patch" {
        statuses.extend([
            StatusCode::CONFLICT,
            StatusCode::PRECONDITION_FAILED,
            StatusCode::PRECONDITION_REQUIRED,
        ]);
    }
    statuses
}

fn problem(status: StatusCode) -> Value {
    let mut response = json!({
        "description": described(status),
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    });
    let text = |words: &str| json!({"description": words, "schema": {"type": "string"}});
    match status {
        StatusCode::UNAUTHORIZED => {
            response["headers"]["WWW-Authenticate"] = text("`Bearer`.");
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            response["headers"]["Retry-After"] = text("After how many seconds to try again.");
        }
        _ => {}
    }
    response
}

const fn described(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "The request cannot be read.",
        StatusCode::UNAUTHORIZED => "There is no token, or it opens nothing (any more).",
        StatusCode::FORBIDDEN => "The user's roles or the token's scopes do not permit it.",
        StatusCode::NOT_FOUND => "There is no such thing, as far as this user may know.",
        StatusCode::CONFLICT => "Somebody else has saved something else meanwhile.",
        StatusCode::PRECONDITION_FAILED => "The record never had the version of `If-Match`.",
        StatusCode::PAYLOAD_TOO_LARGE => "It is more than is accepted.",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "The body is not JSON.",
        StatusCode::UNPROCESSABLE_ENTITY => {
            "Something in it is wrong; `errors` says what and where."
        }
        StatusCode::PRECONDITION_REQUIRED => "`If-Match` is missing.",
        StatusCode::SERVICE_UNAVAILABLE => "It cannot be answered right now; try again later.",
        _ => "A fault of ours; `reference` names it in the log.",
    }
}

/// Every answer has its `ETag`, and none is sent twice to whoever has it.
fn describe_tags(operation: &mut Value) {
    let known = json!({
        "name": "If-None-Match",
        "in": "header",
        "required": false,
        "description": "The `ETag` of the answer that the program has already.",
        "schema": {"type": "string"},
    });
    match operation["parameters"].as_array_mut() {
        Some(parameters) => parameters.push(known),
        None => operation["parameters"] = json!([known]),
    }
    let tag = json!({"description": "Names this answer.", "schema": {"type": "string"}});
    operation["responses"]["200"]["headers"]["ETag"] = tag.clone();
    operation["responses"]["304"] = json!({
        "description": "The program has this answer already.",
        "headers": {"ETag": tag},
    });
}
