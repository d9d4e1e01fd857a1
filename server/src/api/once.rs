use axum::{extract::FromRequestParts, http::request::Parts};
use services::repeats::{ProgramKey, Repeated};

use super::problem::{At, Failed, Fault, Place};
use crate::http::Process;

const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The key under which a request happens once, however often it is sent; without one, it happens
/// each time.
pub(crate) struct Once(pub(crate) Option<ProgramKey>);

impl FromRequestParts<Process> for Once {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &Process) -> Result<Self, Failed> {
        let Some(header) = parts.headers.get(IDEMPOTENCY_KEY) else {
            return Ok(Self(None));
        };
        let key = header.to_str().ok().and_then(ProgramKey::parse);
        key.map(|key| Self(Some(key))).ok_or_else(|| {
            Failed::invalid(vec![At::own(
                Place::Header(IDEMPOTENCY_KEY),
                "not_a_key",
                "A key is 1 to 255 printable signs of ASCII.",
            )])
        })
    }
}

/// The answer of a request that happened once.
///
/// # Errors
/// When something else was asked for under its key.
pub(crate) fn answered<T>(repeated: Repeated<T>) -> Result<T, Failed> {
    match repeated {
        Repeated::Answered(answer) => Ok(answer),
        Repeated::OtherRequest => Err(Failed {
            fault: Fault::KeyReused,
            errors: vec![At::own(
                Place::Header(IDEMPOTENCY_KEY),
                "key_reused",
                "This key belongs to another request.",
            )],
        }),
    }
}
