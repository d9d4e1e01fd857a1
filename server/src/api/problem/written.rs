use std::collections::BTreeMap;

use app::errors::{message_of, problem_of};
use chrono::NaiveDateTime;
use domain::{Conflict, Error, Language};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Failed, Fault,
    fault::{At, Place, What},
};
use crate::api::moment;

/// An error (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// The kind of error: where this page explains it.
    #[serde(rename = "type")]
    #[schema(example = "/api/v1#invalid")]
    kind: String,
    /// What happened, in words.
    title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    pub(super) status: u16,
    /// What to do, in words.
    detail: String,
    /// The kind of error as a stable code.
    #[schema(example = "invalid")]
    code: &'static str,
    /// Why something was refused, as a stable code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reason: Option<&'static str>,
    /// Names the entry in the server's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reference: Option<String>,
    /// What is wrong with which part of the request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<Item>,
    /// What somebody else has saved meanwhile.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    conflict: Option<ConflictBody>,
}

/// Something that is wrong with a part of the request.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProblemItem)]
struct Item {
    /// Where in the body, as a JSON pointer (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "/answers/birth_date")]
    pointer: Option<String>,
    /// In which parameter behind `?`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    parameter: Option<String>,
    /// In which header.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    header: Option<String>,
    /// What is wrong, as a stable code.
    #[schema(example = "required")]
    code: String,
    /// What is wrong, in words.
    detail: String,
}

/// What somebody else has saved since the version that was to be changed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Conflict)]
struct ConflictBody {
    /// The version that is stored now.
    version: i32,
    /// Who saved it.
    by: String,
    /// When, as the clock on the wall in Budapest shows it.
    #[schema(pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$")]
    at: String,
    /// What is stored now where both gave other answers, as it would be typed, by the path of the
    /// field.
    theirs: BTreeMap<String, Vec<String>>,
}

impl ProblemBody {
    /// The error in this language.
    pub(super) fn of(failed: &Failed, language: Language) -> Self {
        let (code, status, title, detail) = words(&failed.fault, language);
        let told = match &failed.fault {
            Fault::Told(error) => Some(error),
            _ => None,
        };
        Self {
            kind: format!("/api/v1#{code}"),
            title,
            status,
            detail,
            code,
            reason: match told {
                Some(Error::Refused { reason }) => Some(reason.code()),
                _ => None,
            },
            reference: match told {
                Some(Error::Internal { reference }) => Some(reference.clone()),
                _ => None,
            },
            errors: failed
                .errors
                .iter()
                .map(|at| Item::of(at, language))
                .collect(),
            conflict: match told {
                Some(Error::Conflict { conflict }) => Some(ConflictBody::of(conflict)),
                _ => None,
            },
        }
    }
}

impl Item {
    fn of(at: &At, language: Language) -> Self {
        let (code, detail) = match &at.problem {
            What::Known(problem) => {
                let code = serde_json::to_value(&problem.code).unwrap_or_default();
                let code = code["code"].as_str().unwrap_or("invalid").to_owned();
                (code, problem_of(language, problem))
            }
            What::Own { code, detail } => ((*code).to_owned(), detail.clone()),
        };
        let mut item = Self {
            pointer: None,
            parameter: None,
            header: None,
            code,
            detail,
        };
        match &at.place {
            Place::Pointer(pointer) => item.pointer = Some(pointer.clone()),
            Place::Parameter(name) => item.parameter = Some(name.clone()),
            Place::Header(name) => item.header = Some((*name).to_owned()),
        }
        item
    }
}

impl ConflictBody {
    fn of(conflict: &Conflict) -> Self {
        let at: NaiveDateTime = conflict.at;
        Self {
            version: conflict.version,
            by: conflict.by.clone(),
            at: moment(at),
            theirs: conflict.theirs.clone(),
        }
    }
}

/// Code, status, title and detail of a fault. What only the writer of a program can change is said
/// in English.
fn words(fault: &Fault, language: Language) -> (&'static str, u16, String, String) {
    let (code, status, title, detail) = match fault {
        Fault::Told(error) => {
            let message = message_of(language, error);
            return (code_of(error), error.status(), message.title, message.text);
        }
        Fault::TokenMissing => (
            "token_missing",
            401,
            "A token is needed",
            "Send `Authorization: Bearer` with a token.",
        ),
        Fault::TokenInvalid => (
            "token_invalid",
            401,
            "The token opens nothing",
            "Ask whoever runs the server for a new token.",
        ),
        Fault::MethodNotAllowed => (
            "method_not_allowed",
            405,
            "This address does not know the method",
            "The header `Allow` names those that it knows.",
        ),
        Fault::MediaType => (
            "unsupported_media_type",
            415,
            "The body is not JSON",
            "Send `Content-Type: application/json`.",
        ),
        Fault::MatchMissing => (
            "precondition_required",
            428,
            "It is not said which version is to be changed",
            "Read the record, and send its `ETag` as `If-Match`.",
        ),
        Fault::MatchFailed => (
            "precondition_failed",
            412,
            "The record never had this version",
            "Read the record, and send its `ETag` as `If-Match`.",
        ),
        Fault::KeyReused => (
            "key_reused",
            422,
            "Something else was asked for under this key",
            "Send every new request with a new `Idempotency-Key`.",
        ),
    };
    (code, status, title.to_owned(), detail.to_owned())
}

const fn code_of(error: &Error) -> &'static str {
    match error {
        Error::Invalid { .. } => "invalid",
        Error::Conflict { .. } => "conflict",
        Error::Refused { .. } => "refused",
        Error::Overtaken { .. } => "overtaken",
        Error::NotFound => "not_found",
        Error::SignInNeeded => "token_missing",
        Error::TooMany { .. } => "too_many",
        Error::Malformed => "malformed",
        Error::TooLarge => "too_large",
        Error::Unavailable => "unavailable",
        Error::Internal { .. } => "internal",
    }
}
