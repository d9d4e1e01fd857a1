//! Short content hashes for file names and for the stamp.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// Collects bytes and ends as sixteen hexadecimal digits: enough that two versions of a file do
/// not meet, short enough to read.
#[derive(Default)]
pub(crate) struct Hash(Sha256);

impl Hash {
    /// Adds bytes together with their length, so that `ab` + `c` differs from `a` + `bc`.
    pub(crate) fn add(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let bytes = bytes.as_ref();
        self.0.update(bytes.len().to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// The digits.
    pub(crate) fn end(self) -> String {
        let mut text = String::with_capacity(16);
        for byte in &self.0.finalize()[..8] {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

/// The hash of one piece of content.
pub(crate) fn of(bytes: impl AsRef<[u8]>) -> String {
    let mut hash = Hash::default();
    hash.add(bytes);
    hash.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_count() {
        let mut one = Hash::default();
        one.add("ab").add("c");
        let mut other = Hash::default();
        other.add("a").add("bc");
        assert_ne!(one.end(), other.end());
        assert_eq!(of("x").len(), 16);
    }
}
