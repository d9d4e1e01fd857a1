//! The document that describes the endpoints is true.

use std::{collections::BTreeSet, fs, path::Path};

use axum::http::Method;
use jsonschema::{Draft, meta};
use serde_json::Value;
use testkit::on_both_databases;

use super::program::Program;
use crate::client::{Browser, application};

fn document() -> Value {
    server::api::openapi().as_ref().clone()
}

/// Every endpoint: its path, its method, and what is said of it.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, item)| {
            let item = item.as_object().unwrap().iter();
            item.map(|(method, operation)| (path.clone(), method.clone(), operation.clone()))
        })
        .collect()
}

/// Every source file of the endpoints.
fn sources() -> Vec<String> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api")];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
    found
}

#[test]
fn the_document_is_the_one_that_was_published() {
    insta::assert_json_snapshot!("openapi", document());
}

#[test]
fn every_schema_is_one_and_everything_that_is_referred_to_is_there() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let text = document.to_string();
    for part in text.split("\"$ref\":\"").skip(1) {
        let pointer = part.split('"').next().unwrap().trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
    let draft = Draft::Draft202012;
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(meta::is_valid(schema), "{name}");
        assert!(
            jsonschema::options()
                .with_draft(draft)
                .build(&serde_json::json!({
                    "$ref": format!("#/components/schemas/{name}"),
                    "components": document["components"],
                }))
                .is_ok(),
            "{name}"
        );
        // What is sent and answered has no members that nobody knows of.
        if schema["type"] == "object" {
            assert_eq!(schema["additionalProperties"], false, "{name}");
        }
        assert!(schema["description"].is_string(), "{name} is not described");
    }
}

#[test]
fn every_endpoint_says_what_it_is_for_and_what_may_go_wrong() {
    let document = document();
    let mut ids = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let told = format!("{method} {path}");
        assert!(
            ids.insert(operation["operationId"].as_str().unwrap().to_owned()),
            "{told}"
        );
        assert!(
            operation["summary"].is_string() && operation["tags"].is_array(),
            "{told}"
        );
        let parameters = operation["parameters"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        for parameter in &parameters {
            assert!(parameter["description"].is_string(), "{told}: {parameter}");
        }
        let named: Vec<&str> = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "path")
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        let in_path: Vec<&str> = path.split(['{', '}']).skip(1).step_by(2).collect();
        assert_eq!(named, in_path, "{told}");
        let open = path == "/api/v1/openapi.json";
        assert_eq!(operation["security"].is_array(), !open, "{told}");
        assert_eq!(operation["responses"]["401"].is_object(), !open, "{told}");
        for (status, response) in operation["responses"].as_object().unwrap() {
            assert!(response["description"].is_string(), "{told} {status}");
            if status.parse::<u16>().unwrap() >= 400 {
                let content = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(*content, "#/components/schemas/Problem", "{told} {status}");
            }
        }
    }
}

#[test]
fn every_endpoint_in_the_sources_is_in_the_document() {
    let document = document();
    let count = |what: &str| -> usize {
        sources()
            .iter()
            .map(|text| text.matches(what).count())
            .sum()
    };
    assert_eq!(count("#[utoipa::path("), operations(&document).len());
    // Routes come from these functions; the others are the page and what is not there at all.
    assert_eq!(count(".route("), 2);
    assert_eq!(count(".route_service(") + count(".nest_service("), 0);
}

on_both_databases! {
    async fn every_endpoint_in_the_document_is_there(world: World) {
        let router = application(&world);
        let mut stranger = Program::with_headers(&router, &[]);
        for (path, method, _) in operations(&document()) {
            let path = path.trim_start_matches("/api/v1");
            let mut parts = path.split(['{', '}']);
            let mut asked = parts.next().unwrap().to_owned();
            while let (Some(_), Some(rest)) = (parts.next(), parts.next()) {
                asked = format!("{asked}x{rest}");
            }
            let verb = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let answer = stranger.send(verb, &asked, &[], None).await;
            let expected = if path == "/openapi.json" { 200 } else { 401 };
            assert_eq!(answer.status, expected, "{method} {path}");
            let unknown = stranger.send(Method::from_bytes(b"BREW").unwrap(), &asked, &[], None).await;
            assert_eq!(unknown.status, 405, "{path}");
        }
    }

    async fn the_document_is_served_and_can_be_read_by_people(world: World) {
        let router = application(&world);
        let mut stranger = Program::with_headers(&router, &[]);
        assert_eq!(stranger.value("/openapi.json").await, document());
        let answer = Browser::new(&router).get("/api/v1").await;
        assert_eq!(answer.status, 200);
        let page = answer.page();
        assert_eq!(page.language(), "en");
        for (path, _, _) in operations(&document()) {
            assert!(page.text().contains(&path), "{path}");
        }
        // Nothing comes from anywhere else, and where an error's type leads is explained.
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'self'"), "{policy}");
        assert!(!answer.body.contains("<script") && !answer.body.contains("http"));
        for code in ["invalid", "conflict", "token_invalid", "key_reused", "precondition_required"] {
            assert!(answer.body.contains(&format!("id=\"{code}\"")), "{code}");
        }
    }
}
