//! What the reader of YAML says, in words for somebody who writes forms.

use serde_saphyr::{Error, MessageFormatter, UserMessageFormatter};

use super::source::NESTING_MAX;

/// The reason, without the place, which is told before it.
pub(super) fn reason_of(error: &Error) -> String {
    let reason = match error {
        Error::AliasError { error, .. } | Error::WithSnippet { error, .. } => reason_of(error),
        Error::DuplicateMappingKey { key: Some(key), .. } => format!("`{key}` stands twice"),
        Error::NullIntoString { .. } => EMPTY.to_owned(),
        Error::Unexpected { expected, .. } => unexpected(expected),
        Error::InvalidScalar { ty, .. } => invalid(ty),
        Error::InvalidBooleanStrict { .. } => invalid("boolean"),
        Error::ExpectedStringKeyForExternallyTaggedEnum { .. }
        | Error::ExternallyTaggedEnumExpectedScalarOrMapping { .. } => {
            "a rule is needed here, such as `answered: {field: …}`".to_owned()
        }
        Error::ExpectedMappingEndAfterEnumVariantValue { .. } => {
            "only one rule can stand here: join several with `all` or `any`".to_owned()
        }
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => too_much(),
        Error::UnknownAnchor { .. } => {
            "`*` refers to something that is not there: write a text that begins so in quotes"
                .to_owned()
        }
        Error::Message { msg, .. } | Error::ExternalMessage { msg, .. } => message(msg),
        other => UserMessageFormatter.format_message(other).into_owned(),
    };
    if reason.trim().is_empty() {
        "this cannot be read".to_owned()
    } else {
        reason
    }
}

/// What is told where a key has no value.
const EMPTY: &str = "nothing stands here: write a value, or leave the line out";

/// What is said of a day that is none.
const NOT_A_DAY: [&str; 4] = [
    "input is out of range",
    "input contains invalid characters",
    "premature end of input",
    "trailing input",
];

fn too_much() -> String {
    format!("this is nested deeper than {NESTING_MAX}, or repeats too much")
}

fn unexpected(expected: &str) -> String {
    let needed = match expected {
        "mapping start" => "`key: value` pairs are needed here",
        "sequence start" => "a list is needed here",
        "string scalar" => "a text is needed here",
        other => return format!("expected {other}"),
    };
    needed.to_owned()
}

fn invalid(kind: &str) -> String {
    match kind {
        "i32" | "i64" | "u8" | "u32" => "this is not a whole number that fits here".to_owned(),
        "boolean" | "bool" => "this is neither `true` nor `false`".to_owned(),
        other => format!("this is not a valid {other}"),
    }
}

/// What is said where several kinds of value would do, and none fits.
fn message(told: &str) -> String {
    let needed = match told.rsplit_once("untagged enum ") {
        Some((_, "Operand")) => {
            "a value is true, false, a whole number, a text, or {field: …}; write a decimal number in quotes: \"0.5\""
        }
        Some((_, "Constant")) => {
            "a value is true, false, a whole number or a text; write a decimal number in quotes: \"0.5\""
        }
        Some((_, "Bound")) => "a limit is a whole number, or a decimal number in quotes: \"0.5\"",
        _ if told == "recursion limit exceeded" => return too_much(),
        _ if told == "nothing stands here" => EMPTY,
        _ if NOT_A_DAY.contains(&told) => "this is not a day such as 2026-11-24",
        _ => told,
    };
    needed.to_owned()
}
