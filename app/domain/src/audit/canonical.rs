//! JSON in the one form that is hashed: no space, keys in order, and numbers written alike however
//! a database keeps them.

use core::fmt::Write;

use serde_json::{Number, Value};
use sha2::{Digest, Sha256};

/// The canonical form of a value.
pub(super) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_value(value, &mut text);
    text
}

/// SHA-256 of these parts, one behind the other, in hexadecimal.
pub(super) fn sha256(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.as_bytes());
    }
    let mut text = String::with_capacity(64);
    for byte in digest.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn write_value(value: &Value, text: &mut String) {
    match value {
        Value::Number(number) => write_number(number, text),
        Value::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                separate(place, text);
                write_value(item, text);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(key, _)| *key);
            text.push('{');
            for (place, (key, value)) in fields.into_iter().enumerate() {
                separate(place, text);
                let _ = write!(text, "{}:", Value::from(key.as_str()));
                write_value(value, text);
            }
            text.push('}');
        }
        plain => {
            let _ = write!(text, "{plain}");
        }
    }
}

fn separate(place: usize, text: &mut String) {
    if place > 0 {
        text.push(',');
    }
}

/// PostgreSQL writes `1e16` as an integer, and knows no negative zero.
fn write_number(number: &Number, text: &mut String) {
    const INTEGERS_BELOW: f64 = 18_446_744_073_709_551_616.0;
    let float = number.as_f64().filter(|_| number.is_f64());
    let _ = match float {
        Some(float) if float.fract() == 0.0 && float.abs() < INTEGERS_BELOW => {
            write!(text, "{:.0}", float + 0.0)
        }
        _ => write!(text, "{number}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_the_same_is_written_alike() {
        for (one, other) in [
            (
                r#"{"b": [1, null], "a": "ő"}"#,
                r#"{"a":"\u0151","b":[1,null]}"#,
            ),
            ("1e16", "10000000000000000"),
            ("-0.0", "0"),
            ("1.50", "1.5"),
        ] {
            let read = |text: &str| canonical(&serde_json::from_str(text).unwrap());
            assert_eq!(read(one), read(other));
        }
    }

    #[test]
    fn what_means_something_else_is_not() {
        for (one, other) in [
            ("1", r#""1""#),
            (r#"["a","b"]"#, r#"["a,b"]"#),
            (r#"["a","b"]"#, r#"["b","a"]"#),
            ("null", r#""null""#),
            (r#"{"a":{}}"#, r#"{"a":[]}"#),
        ] {
            let read = |text: &str| canonical(&serde_json::from_str(text).unwrap());
            assert_ne!(read(one), read(other));
        }
    }

    #[test]
    fn the_hash_is_sha_256() {
        assert_eq!(
            sha256(&["a", "bc"]),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
