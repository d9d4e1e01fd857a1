use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// What a secret begins with, where people and receivers see it.
const PREFIX: &str = "whsec_";

/// A secret as people and receivers see it.
pub(super) fn written(secret: &[u8]) -> String {
    format!("{PREFIX}{}", BASE64_STANDARD.encode(secret))
}

/// The value of the header `webhook-signature`: a signature with each of these secrets, with blanks
/// between them.
///
/// Signed are the id, the time in seconds and the body, with dots between them.
pub fn signature(secrets: &[Vec<u8>], id: &str, timestamp: i64, body: &str) -> String {
    let signed = secrets.iter().filter_map(|secret| {
        let mac = <Hmac<Sha256> as Mac>::new_from_slice(secret).ok()?;
        let mac = mac.chain_update(format!("{id}.{timestamp}.{body}"));
        let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
        Some(format!("v1,{signature}"))
    });
    signed.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    #[test]
    fn it_signs_as_the_specification_says() {
        let secret = BASE64_STANDARD
            .decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            .unwrap();
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        let signed = signature(
            std::slice::from_ref(&secret),
            id,
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let other = vec![7; 32];
        let both = signature(
            &[other, secret],
            id,
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert!(both.starts_with("v1,") && both.ends_with(&format!(" {signed}")));
    }
}
