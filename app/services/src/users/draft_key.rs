//! The key under which a browser keeps what is being typed.

use domain::{access::Actor, users::DraftKey};
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
    let of = |purpose: &str, about: &str| {
        let session = actor.session.to_string();
        let message = [purpose, "\0", &session, "\0", about].concat();
        hmac(token.as_bytes(), message.as_bytes())
    };
    DraftKey {
        key: hex(&of("draft key", "")),
        place: hex(&of("draft place", place)[..NAME_BYTES]),
    }
}

/// HMAC-SHA-256, as RFC 2104 has it.
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    const BLOCK: usize = 64;
    let mut block = [0_u8; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let padded = |pad: u8| block.map(|byte| byte ^ pad);
    let inner = Sha256::new()
        .chain_update(padded(0x36))
        .chain_update(message)
        .finalize();
    let outer = Sha256::new()
        .chain_update(padded(0x5c))
        .chain_update(inner)
        .finalize();
    outer.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_hmac_of_the_standard() {
        // RFC 4231, test cases 2 and 6.
        let two = hmac(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(
            hex(&two),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let long = hmac(
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
        );
        assert_eq!(
            hex(&long),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }
}
