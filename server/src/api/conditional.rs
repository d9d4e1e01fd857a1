//! Whether a program has what it asks for already (`ETag`, `If-None-Match`), and which version it
//! wishes to change (`If-Match`).

use std::fmt::Write;

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequestParts, Request},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::Error;
use sha2::{Digest, Sha256};

use super::problem::{At, Failed, Fault, Place};
use crate::http::Process;

/// The version of a record, which is a part of its `ETag`.
#[derive(Clone, Copy)]
pub(crate) struct Version(pub(crate) i32);

/// Gives every record and list its `ETag`, and answers 304 when the program has it already.
///
/// The tag holds a hash of the whole answer: two programs whose users may see different fields of
/// the same version have different tags.
pub(super) async fn tagged(mut request: Request, next: Next) -> Response {
    let method = request.method().clone();
    if method != Method::GET && method != Method::HEAD {
        return next.run(request).await;
    }
    let known = request.headers().clone();
    // The tag is that of the body, which a HEAD would not have.
    *request.method_mut() = Method::GET;
    let response = with_tag(next.run(request).await).await;
    let tag = response.headers().get(ETAG);
    if tag.is_some_and(|tag| has_already(&known, tag)) {
        let (mut head, _) = response.into_parts();
        head.status = StatusCode::NOT_MODIFIED;
        head.headers.remove(CONTENT_TYPE);
        head.headers.remove(CONTENT_LENGTH);
        return Response::from_parts(head, Body::empty());
    }
    if method == Method::HEAD {
        let (head, _) = response.into_parts();
        return Response::from_parts(head, Body::empty());
    }
    response
}

async fn with_tag(response: Response) -> Response {
    if response.status() != StatusCode::OK {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Failed::from(Error::Unavailable).into_response();
    };
    let digest = Sha256::digest(&body);
    let hash = digest[..12].iter().fold(String::new(), |mut hash, byte| {
        // Writing to a text never fails.
        let _ = write!(hash, "{byte:02x}");
        hash
    });
    let tag = match head.extensions.get::<Version>() {
        Some(Version(version)) => format!("\"{version}-{hash}\""),
        None => format!("\"{hash}\""),
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        head.headers.insert(ETAG, tag);
    }
    Response::from_parts(head, Body::from(body))
}

/// Whether one of the tags that the program has is this one; whether they are weak does not matter.
fn has_already(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let Ok(tag) = tag.to_str() else { return false };
    let known = headers.get_all(IF_NONE_MATCH).iter();
    let known = known.filter_map(|header| header.to_str().ok());
    known
        .flat_map(|header| header.split(','))
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == tag || one == "*")
}

/// Which version of a record is to be changed.
///
/// What others have saved since then is merged with the change, as on the page; so a version that
/// is not the latest any more is no reason to refuse it.
pub(crate) struct Match(pub(crate) i32);

impl FromRequestParts<Process> for Match {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &Process) -> Result<Self, Failed> {
        let mut headers = parts.headers.get_all(IF_MATCH).iter();
        let header = headers.next().ok_or(Fault::MatchMissing)?;
        let tag = header.to_str().unwrap_or_default().trim();
        if headers.next().is_some() || tag == "*" || tag.contains(',') {
            return Err(Failed::invalid(vec![At::own(
                Place::Header("If-Match"),
                "not_one_version",
                "Send the one `ETag` of the version that is to be changed.",
            )]));
        }
        version(tag).map(Self).ok_or(Fault::MatchFailed.into())
    }
}

/// The version in a tag of ours: `"7-0123…"`, or `"7"` as a change answers it.
fn version(tag: &str) -> Option<i32> {
    let inner = tag.strip_prefix('"')?.strip_suffix('"')?;
    let version = inner.split('-').next()?;
    let plain = version.bytes().all(|byte| byte.is_ascii_digit());
    version.parse().ok().filter(|_| plain)
}

/// The tag of a version by itself, good for the next change.
pub(crate) fn tag(version: i32) -> String {
    format!("\"{version}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_from_tags_of_ours_alone() {
        assert_eq!(version("\"7-0123456789ab\""), Some(7));
        assert_eq!(version(&tag(0)), Some(0));
        for other in [
            "7",
            "W/\"7\"",
            "\"\"",
            "\"x\"",
            "\"-7\"",
            "\"+7\"",
            "\"99999999999\"",
            "\"",
        ] {
            assert_eq!(version(other), None, "{other}");
        }
    }
}
