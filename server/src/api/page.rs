//! The document as a page: written by ourselves, so that nothing is fetched from anywhere else.

use std::fmt::Write;

use serde_json::Value;

use crate::http::escaped;

/// The page, with the site's style.
pub(super) fn of(document: &Value, stylesheet: &str) -> String {
    let info = &document["info"];
    let mut page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>API · Lánchíd</title><link rel=\"stylesheet\" href=\"{style}\">\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\"></head>\
         <body><main class=\"page\"><h1>API</h1><p>{about}</p>\
         <p>The same to be read by programs: <a href=\"/api/v1/openapi.json\">openapi.json</a> \
         (OpenAPI {version}).</p>",
        style = escaped(stylesheet),
        about = escaped(text(&info["description"])),
        version = escaped(text(&document["openapi"])),
    );
    let token = &document["components"]["securitySchemes"]["token"]["description"];
    let _ = write!(page, "<h2>Tokens</h2><p>{}</p>", in_code(text(token)));
    page.push_str("<h2>Endpoints</h2>");
    for (path, item) in members(&document["paths"]) {
        for (method, operation) in members(item) {
            endpoint(&mut page, path, method, operation);
        }
    }
    page.push_str("<h2>Types</h2>");
    for (name, schema) in members(&document["components"]["schemas"]) {
        schema_section(&mut page, name, schema);
    }
    problems(&mut page);
    page.push_str("</main></body></html>");
    page
}

/// What every kind of error is called, where `type` of an error leads.
const PROBLEMS: [(&str, &str); 18] = [
    (
        "invalid",
        "Something in the request is wrong; `errors` says what and where.",
    ),
    ("malformed", "The request cannot be read."),
    ("too_large", "It is more than is accepted."),
    ("token_missing", "There is no token."),
    ("token_invalid", "The token opens nothing (any more)."),
    ("refused", "It is not permitted; `reason` says why."),
    (
        "not_found",
        "There is no such thing, as far as this user may know.",
    ),
    (
        "conflict",
        "Somebody else has given other answers meanwhile; `conflict` has them.",
    ),
    ("overtaken", "Somebody else decided first."),
    (
        "key_reused",
        "Something else was asked for under this `Idempotency-Key`.",
    ),
    ("precondition_required", "`If-Match` is missing."),
    (
        "precondition_failed",
        "The record never had the version of `If-Match`.",
    ),
    (
        "method_not_allowed",
        "The address does not know this method.",
    ),
    ("unsupported_media_type", "The body is not JSON."),
    (
        "too_many",
        "Too many attempts; `Retry-After` says when to try again.",
    ),
    (
        "unavailable",
        "It cannot be answered right now; `Retry-After` says when to try again.",
    ),
    (
        "internal",
        "A fault of ours; `reference` names it in the log.",
    ),
    (
        "wrong_type",
        "In `errors`: a value of another type than its field's.",
    ),
];

fn problems(page: &mut String) {
    page.push_str("<h2>Errors</h2><dl>");
    for (code, about) in PROBLEMS {
        let about = in_code(about);
        let _ = write!(
            page,
            "<dt id=\"{code}\"><code>{code}</code></dt><dd>{about}</dd>"
        );
    }
    page.push_str("</dl>");
}

fn endpoint(page: &mut String, path: &str, method: &str, operation: &Value) {
    let id = text(&operation["operationId"]);
    let _ = write!(
        page,
        "<section id=\"{id}\"><h3><code>{method} {path}</code></h3><p><strong>{summary}</strong></p>",
        id = escaped(id),
        method = escaped(&method.to_uppercase()),
        path = escaped(path),
        summary = in_code(text(&operation["summary"])),
    );
    for part in text(&operation["description"])
        .split("\n\n")
        .filter(|part| !part.is_empty())
    {
        let _ = write!(page, "<p>{}</p>", in_code(part));
    }
    if let Some(scopes) = operation["security"][0]["token"].as_array() {
        let scopes: Vec<String> = scopes
            .iter()
            .map(|scope| format!("<code>{}</code>", escaped(text(scope))))
            .collect();
        let named = if scopes.is_empty() {
            "any".to_owned()
        } else {
            scopes.join(", ")
        };
        let _ = write!(page, "<p>Scope: {named}.</p>");
    }
    parameters(page, operation);
    for (kind, content) in members(&operation["requestBody"]["content"]) {
        let name = type_of(&content["schema"]);
        let _ = write!(page, "<p>Body: {name} (<code>{}</code>)</p>", escaped(kind));
    }
    page.push_str("<dl>");
    for (status, response) in members(&operation["responses"]) {
        let mut types =
            members(&response["content"]).map(|(_, content)| type_of(&content["schema"]));
        let of = types
            .next()
            .map(|name| format!(" {name}"))
            .unwrap_or_default();
        let about = in_code(text(&response["description"]));
        let _ = write!(page, "<dt>{}{of}</dt><dd>{about}</dd>", escaped(status));
    }
    page.push_str("</dl></section>");
}

fn parameters(page: &mut String, operation: &Value) {
    let Some(parameters) = operation["parameters"]
        .as_array()
        .filter(|all| !all.is_empty())
    else {
        return;
    };
    page.push_str("<dl>");
    for parameter in parameters {
        let needed = if parameter["required"] == true {
            ", needed"
        } else {
            ""
        };
        let _ = write!(
            page,
            "<dt><code>{}</code> ({}{needed})</dt><dd>{}</dd>",
            escaped(text(&parameter["name"])),
            escaped(text(&parameter["in"])),
            in_code(text(&parameter["description"])),
        );
    }
    page.push_str("</dl>");
}

fn schema_section(page: &mut String, name: &str, schema: &Value) {
    let _ = write!(
        page,
        "<section id=\"type-{name}\"><h3>{name}</h3><p>{about}</p><dl>",
        name = escaped(name),
        about = in_code(text(&schema["description"])),
    );
    for (member, inner) in members(&schema["properties"]) {
        let _ = write!(
            page,
            "<dt><code>{}</code>: {}</dt><dd>{}</dd>",
            escaped(member),
            type_of(inner),
            in_code(text(&inner["description"])),
        );
    }
    page.push_str("</dl></section>");
}

/// A type in a few signs, with a link to where it is explained.
fn type_of(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = escaped(reference.rsplit('/').next().unwrap_or_default());
        return format!("<a href=\"#type-{name}\">{name}</a>");
    }
    if let Some(any) = schema["oneOf"].as_array() {
        let any: Vec<String> = any.iter().map(type_of).collect();
        return any.join(" or ");
    }
    match &schema["type"] {
        Value::String(kind) if kind == "array" => format!("array of {}", type_of(&schema["items"])),
        Value::String(kind) => escaped(kind),
        Value::Array(kinds) => {
            let kinds: Vec<String> = kinds.iter().map(|kind| escaped(text(kind))).collect();
            kinds.join(" or ")
        }
        _ => "any value".to_owned(),
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let members = value.as_object().into_iter().flatten();
    members.map(|(name, member)| (name.as_str(), member))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Escaped, with what stands between backticks as code.
fn in_code(words: &str) -> String {
    let parts = words.split('`').enumerate();
    parts
        .map(|(place, part)| match place % 2 {
            0 => escaped(part),
            _ => format!("<code>{}</code>", escaped(part)),
        })
        .collect()
}
