use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, Mac};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::Sha256;

use crate::{Failure, Outcome, Unit};

/// The process' own key, by which secrets are sealed before they are stored.
pub struct SecretKey(LessSafeKey);

impl SecretKey {
    /// The key made of these bytes.
    ///
    /// # Panics
    /// Never: one takes keys of any length, and the other a key as long as the derived one.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        let derived = <Hmac<Sha256> as Mac>::new_from_slice(bytes)
            .expect("a key of any length")
            .chain_update("webhook secrets")
            .finalize()
            .into_bytes();
        let key = UnboundKey::new(&AES_256_GCM, &derived).expect("a key of 32 bytes");
        Self(LessSafeKey::new(key))
    }

    /// Seals something so that only this key opens it again, and only as what it is about.
    pub(super) fn seal(&self, unit: &Unit, about: &str, plain: &[u8]) -> Outcome<String> {
        // A random number, never used twice for as few secrets as a city has.
        let random = unit.secret();
        let mut nonce = [0; NONCE_LEN];
        nonce.copy_from_slice(&random[..NONCE_LEN]);
        let mut sealed = plain.to_vec();
        let numbered = Nonce::assume_unique_for_key(nonce);
        self.0
            .seal_in_place_append_tag(numbered, Aad::from(about.as_bytes()), &mut sealed)
            .map_err(|_| Failure::Broken("a secret could not be sealed".to_owned()))?;
        Ok(BASE64_STANDARD.encode([&nonce[..], &sealed].concat()))
    }

    /// Opens it again; `None` if another key has sealed it, or it is about something else.
    pub(super) fn open(&self, about: &str, sealed: &str) -> Option<Vec<u8>> {
        let bytes = BASE64_STANDARD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut sealed = sealed.to_vec();
        let about = Aad::from(about.as_bytes());
        let plain = self.0.open_in_place(nonce, about, &mut sealed).ok()?;
        Some(plain.to_vec())
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("SecretKey")
    }
}
