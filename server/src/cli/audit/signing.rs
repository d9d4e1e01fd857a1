use std::{fs::OpenOptions, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use domain::audit::Head;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use services::source::{Entropy, SystemEntropy};

/// A key to sign heads with (Ed25519).
pub(super) struct Key {
    seed: [u8; 32],
    pair: Ed25519KeyPair,
}

/// What is printed, kept elsewhere, and read again.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeadFile {
    /// A [`Head`], as it was signed.
    head: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<String>,
}

impl Key {
    /// A new one.
    pub(super) fn make() -> Result<Self, String> {
        let mut seed = [0; 32];
        SystemEntropy.fill(&mut seed);
        Self::of(seed)
    }

    /// The one that a file holds.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let seed = from_hex(text.trim()).and_then(|seed| seed.try_into().ok());
        Self::of(seed.ok_or("this is not a key: make one with `server audit key FILE`")?)
    }

    fn of(seed: [u8; 32]) -> Result<Self, String> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed);
        let pair = pair.map_err(|error| format!("the key cannot be used: {error}"))?;
        Ok(Self { seed, pair })
    }

    /// Its public half.
    pub(super) fn public(&self) -> String {
        to_hex(self.pair.public_key().as_ref())
    }

    /// Writes it into a new file that nobody else may read.
    pub(super) fn write(&self, file: &Path) -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(file)?;
        writeln!(file, "{}", to_hex(&self.seed))?;
        file.sync_all()
    }
}

impl HeadFile {
    /// A head, signed if there is a key.
    pub(super) fn of(head: &Head, key: Option<&Key>) -> Result<Self, String> {
        let head = serde_json::to_value(head).map_err(|error| error.to_string())?;
        let signature = key.map(|key| key.pair.sign(&Head::to_be_signed(&head)));
        Ok(Self {
            public_key: key.map(Key::public),
            signature: signature.map(|signature| to_hex(signature.as_ref())),
            head,
        })
    }

    /// As it is printed.
    pub(super) fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The head in a file, once its signature is held against this key. Without one, a signature
    /// that is there must only fit the key beside it.
    pub(super) fn read(text: &str, public_key: Option<&str>) -> Result<Head, String> {
        let file: Self = serde_json::from_str(text)
            .map_err(|error| format!("this is not an exported head: {error}"))?;
        file.check_signature(public_key)?;
        serde_json::from_value(file.head)
            .map_err(|error| format!("this is not an exported head: {error}"))
    }

    fn check_signature(&self, public_key: Option<&str>) -> Result<(), String> {
        let Some(signature) = &self.signature else {
            return match public_key {
                Some(_) => Err("the head is not signed".to_owned()),
                None => Ok(()),
            };
        };
        let key = public_key
            .or(self.public_key.as_deref())
            .unwrap_or_default();
        let key = from_hex(key.trim()).filter(|key| key.len() == 32);
        let key = key.ok_or("this is not a public key: `server audit key` prints one")?;
        let signature = from_hex(signature).unwrap_or_default();
        UnparsedPublicKey::new(&ED25519, key)
            .verify(&Head::to_be_signed(&self.head), &signature)
            .map_err(|_| "the head was not signed with this key, or was changed since".to_owned())
    }
}

fn to_hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(digit).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let plain = text.bytes().all(|sign| sign.is_ascii_hexdigit());
    if !plain || !text.len().is_multiple_of(2) {
        return None;
    }
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|place| u8::from_str_radix(&text[place..place + 2], 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        Head {
            taken_at: chrono::DateTime::UNIX_EPOCH,
            districts: Vec::new(),
        }
    }

    /// The first test of RFC 8032.
    #[test]
    fn the_public_half_is_that_of_ed25519() {
        let key = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60\n";
        let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        assert_eq!(Key::read(key).unwrap().public(), public);
    }

    #[test]
    fn a_signed_head_is_read_with_its_key_alone() {
        let (key, other) = (Key::make().unwrap(), Key::make().unwrap());
        let text = HeadFile::of(&head(), Some(&key)).unwrap().text();
        assert_eq!(HeadFile::read(&text, Some(&key.public())), Ok(head()));
        assert_eq!(HeadFile::read(&text, None), Ok(head()));
        assert!(HeadFile::read(&text, Some(&other.public())).is_err());
        assert!(HeadFile::read(&text, Some("00")).is_err());
        let changed = text.replacen("1970", "1971", 1);
        assert!(HeadFile::read(&changed, Some(&key.public())).is_err());
        assert!(HeadFile::read(&changed, None).is_err());
        let signed_by_other = HeadFile::of(&head(), Some(&other)).unwrap().text();
        assert!(HeadFile::read(&signed_by_other, Some(&key.public())).is_err());
    }

    #[test]
    fn an_unsigned_head_is_read_where_no_key_is_asked_for() {
        let key = Key::make().unwrap();
        let text = HeadFile::of(&head(), None).unwrap().text();
        assert_eq!(HeadFile::read(&text, None), Ok(head()));
        assert!(HeadFile::read(&text, Some(&key.public())).is_err());
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "00", "zz", "é", &"0".repeat(63), &"+1".repeat(32)] {
            assert!(Key::read(text).is_err(), "{text}");
        }
    }
}
