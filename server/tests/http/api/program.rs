//! A program that acts for a user through a token. Whatever it is answered has to be as the document
//! says.

use std::sync::LazyLock;

use axum::{Router, http::Method};
use domain::access::TokenScope;
use jsonschema::Validator;
use serde_json::{Value, json};
use testkit::World;

use crate::client::{Answer, Browser};

/// The content type of every error.
pub(crate) const PROBLEM: &str = "application/problem+json";

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| server::api::openapi().as_ref().clone());

/// A program.
#[derive(Clone)]
pub(crate) struct Program {
    browser: Browser,
}

impl Program {
    /// A program with a token for everything that this user may do.
    pub(crate) async fn of(world: &World, router: &Router, account: &str) -> Self {
        Self::with_scopes(world, router, account, &TokenScope::ALL).await
    }

    /// A program with a token for these scopes.
    pub(crate) async fn with_scopes(
        world: &World,
        router: &Router,
        account: &str,
        scopes: &[TokenScope],
    ) -> Self {
        Self::with_token(router, &world.token(account, scopes).await.token)
    }

    /// A program that shows this token.
    pub(crate) fn with_token(router: &Router, token: &str) -> Self {
        let mut browser = Browser::new(router);
        let bearer = format!("Bearer {token}");
        browser.headers.push(("authorization", bearer));
        Self { browser }
    }

    /// A program without a token, or with other headers.
    pub(crate) fn with_headers(router: &Router, headers: &[(&'static str, &str)]) -> Self {
        let mut browser = Browser::new(router);
        let headers = headers.iter();
        browser
            .headers
            .extend(headers.map(|(name, value)| (*name, (*value).to_owned())));
        Self { browser }
    }

    /// Asks for something below `/api/v1`.
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None).await
    }

    /// Asks for something that is there.
    pub(crate) async fn value(&mut self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.json()
    }

    /// Registers a person.
    pub(crate) async fn create(&mut self, key: Option<&str>, answers: &Value) -> Answer {
        let headers: Vec<(&'static str, &str)> = key
            .into_iter()
            .map(|key| ("idempotency-key", key))
            .collect();
        let body = json!({"answers": answers});
        self.send(Method::POST, "/cases", &headers, Some(&body))
            .await
    }

    /// Changes the answers to a form of a case.
    pub(crate) async fn change(
        &mut self,
        case: &str,
        form: &str,
        tag: &str,
        answers: &Value,
    ) -> Answer {
        let path = format!("/cases/{case}/answers/{form}");
        let body = json!({"answers": answers});
        self.send(Method::PATCH, &path, &[("if-match", tag)], Some(&body))
            .await
    }

    /// Sends JSON, or nothing.
    pub(crate) async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&'static str, &str)],
        body: Option<&Value>,
    ) -> Answer {
        let mut headers = headers.to_vec();
        if body.is_some() && headers.iter().all(|(name, _)| *name != "content-type") {
            headers.push(("content-type", "application/json"));
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        self.send_bytes(method, path, &headers, body.into_bytes())
            .await
    }

    /// Sends anything.
    pub(crate) async fn send_bytes(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&'static str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let path = format!("/api/v1{path}");
        let answer = self
            .browser
            .send(method.clone(), &path, headers, body)
            .await;
        check(&method, &path, &answer);
        assert!(self.browser.cookies.is_empty(), "a cookie: {answer:?}");
        answer
    }
}

/// Holds an answer against the document: its status, its type and every member of it.
fn check(method: &Method, path: &str, answer: &Answer) {
    let asked = format!("{method} {path}: {answer:?}");
    assert!(answer.status < 500, "{asked}");
    assert_eq!(answer.header("cache-control"), "no-store", "{asked}");
    let kind = answer.header("content-type");
    let schema = match operation(method, path) {
        Some(operation) => {
            let response = &operation["responses"][answer.status.to_string()];
            assert!(response.is_object(), "not in the document: {asked}");
            let Some(content) = response["content"].as_object() else {
                assert_eq!(answer.body, "", "{asked}");
                return;
            };
            let of_kind = content.get(kind);
            of_kind.unwrap_or_else(|| panic!("not in the document: {asked}"))["schema"].clone()
        }
        // No endpoint at all.
        None => json!({"$ref": "#/components/schemas/Problem"}),
    };
    if answer.status >= 400 {
        assert_eq!(kind, PROBLEM, "{asked}");
        assert_eq!(answer.json()["status"], answer.status, "{asked}");
    }
    if *method == Method::HEAD {
        return;
    }
    let body = answer.json();
    let wrong: Vec<String> = validator(&schema)
        .iter_errors(&body)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(wrong, Vec::<String>::new(), "{asked}");
}

/// Judges by a schema of the document.
fn validator(schema: &Value) -> Validator {
    let mut whole = schema.clone();
    whole["components"] = DOCUMENT["components"].clone();
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .build(&whole)
        .expect("a schema of the document")
}

/// What the document says of a request.
fn operation(method: &Method, path: &str) -> Option<&'static Value> {
    let path = path.split('?').next().unwrap_or_default();
    let paths = DOCUMENT["paths"].as_object()?;
    let item = paths.iter().find(|(template, _)| fits(template, path))?.1;
    let method = if *method == Method::HEAD {
        "get".to_owned()
    } else {
        method.as_str().to_lowercase()
    };
    item.get(&method)
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) =
        (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template
            .iter()
            .zip(&path)
            .all(|(one, other)| one == other || (one.starts_with('{') && !other.is_empty()))
}

/// What is wrong where, as a program reads it: `/answers/sex required`.
pub(crate) fn wrong(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    let errors = body["errors"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let lines = errors.iter().map(|error| {
        let place = ["pointer", "parameter", "header"]
            .iter()
            .find_map(|name| error.get(*name));
        assert!(!text(&error["detail"]).is_empty(), "{error}");
        format!(
            "{} {}",
            place.map(text).unwrap_or_default(),
            text(&error["code"])
        )
    });
    lines.collect()
}

/// The fewest answers with which a person is registered.
pub(crate) fn person(family: &str, given: &str) -> Value {
    json!({
        "family_name": family,
        "given_name": given,
        "sex": "female",
        "citizenship": "ukrainian",
    })
}
