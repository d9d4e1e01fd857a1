//! What tells a repeated request from a new one.

use serde::{Deserialize, Serialize};

/// The most characters of a key.
const CHARS_MAX: usize = 64;

/// Chosen by whoever asks, anew for each thing that is to happen once: a request that is repeated
/// with its key, because the answer was lost on the way, happens once.
///
/// One to 64 letters, digits, `-` and `_`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestKey(String);

impl RequestKey {
    /// Reads a key; `None` when this is none.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let fits = (1..=CHARS_MAX).contains(&text.len()) && text.bytes().all(is_plain);
        fits.then(|| Self(text.to_owned()))
    }

    /// A key that nobody else has.
    pub fn from_random(random: u128) -> Self {
        Self(format!("{random:032x}"))
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::RequestKey;

    #[test]
    fn keys_are_short_and_plain() {
        for text in [
            "a",
            "5f0c_9-Z",
            &"k".repeat(64),
            RequestKey::from_random(7).as_str(),
        ] {
            assert_eq!(RequestKey::parse(text).unwrap().as_str(), text);
        }
        for text in ["", " ", "a b", "é", "a\n", "a\0", &"k".repeat(65)] {
            assert_eq!(RequestKey::parse(text), None, "{text:?}");
        }
    }
}
