//! The key under which a browser keeps what is being typed.

use domain::{access::Actor, users::DraftKey};
use hmac::{Hmac, Mac, digest::Key};
use sha2::{Digest, Sha256};

use super::session::hex;

/// How much of a digest names a place.
const NAME_BYTES: usize = 16;

/// The key of this session for drafts in its browser, and the name of one of them.
///
/// It is worked out from the token, which only the browser has, and from the session's id, which
/// only the server has: nothing is stored for it, and when the session is gone, neither side alone
/// can work it out again.
pub fn draft_key(token: &str, actor: &Actor, place: &str) -> DraftKey {
    let session = actor.session.to_string();
    let mut key = Key::<Hmac<Sha256>>::default();
    let digest = Sha256::digest(token.as_bytes());
    key[..digest.len()].copy_from_slice(&digest);
    let of = |purpose: &str, about: &str| {
        let message = [purpose, "\0", &session, "\0", about].concat();
        let mac = <Hmac<Sha256> as Mac>::new(&key).chain_update(message);
        mac.finalize().into_bytes()
    };
    DraftKey {
        key: hex(&of("draft key", "")),
        place: hex(&of("draft place", place)[..NAME_BYTES]),
    }
}
