use axum::{
    body::to_bytes,
    extract::{FromRequest, Request},
    http::{
        HeaderMap, Method,
        header::{CONTENT_LENGTH, CONTENT_TYPE},
    },
};
use domain::{Error, ProblemCode};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

use super::problem::{At, Failed, Fault, Place, pointer_token};
use crate::http::{BODY_BYTES_MAX, Process};

/// A body of JSON: of the type `application/json`, and `application/merge-patch+json` where it
/// changes something. Members that the type does not know have to be refused by it.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Process> for Body<T> {
    type Rejection = Failed;

    async fn from_request(request: Request, _: &Process) -> Result<Self, Failed> {
        if !is_json(&request) {
            return Err(Fault::MediaType.into());
        }
        if told_length(request.headers()).is_some_and(|length| length > BODY_BYTES_MAX) {
            return Err(Error::TooLarge.into());
        }
        let body = to_bytes(request.into_body(), BODY_BYTES_MAX).await;
        read(&body.map_err(|_| Error::TooLarge)?).map(Self)
    }
}

fn is_json(request: &Request) -> bool {
    let kind = request.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let is = |expected: &str| kind.eq_ignore_ascii_case(expected);
    is("application/json")
        || (request.method() == Method::PATCH && is("application/merge-patch+json"))
}

fn told_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failed> {
    let value: serde_json::Value = serde_json::from_slice(body).map_err(|_| Error::Malformed)?;
    serde_path_to_error::deserialize(&value).map_err(|error| Failed::invalid(vec![wrong(&error)]))
}

/// What does not fit, and where.
fn wrong(error: &serde_path_to_error::Error<serde_json::Error>) -> At {
    let told = error.inner().to_string();
    let pointer = pointer(error.path());
    let quoted = told.split('`').nth(1).map(pointer_token);
    if let (true, Some(name)) = (told.starts_with("missing field"), &quoted) {
        let place = Place::Pointer(format!("{pointer}/{name}"));
        return At::code(place, ProblemCode::Required);
    }
    if let (true, Some(name)) = (told.starts_with("unknown field"), quoted) {
        let within = format!("/{name}");
        let pointer = if pointer.ends_with(&within) {
            pointer
        } else {
            pointer + &within
        };
        return At::own(
            Place::Pointer(pointer),
            "unknown_field",
            "There is no such member here.",
        );
    }
    At::own(Place::Pointer(pointer), "wrong_type", told)
}

/// A path as a JSON pointer.
fn pointer(path: &Path) -> String {
    let parts = path.iter().filter_map(|part| match part {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(pointer_token(key)),
        Segment::Enum { variant } => Some(pointer_token(variant)),
        Segment::Unknown => None,
    });
    parts.flat_map(|part| ["/".to_owned(), part]).collect()
}
