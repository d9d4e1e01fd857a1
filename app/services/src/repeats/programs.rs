use domain::{RequestKey, access::Permission, ids::UserId};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::{Once, once, print_of};
use crate::{Failure, Outcome, Unit, users::hex};

/// The most signs of a key that a program chooses.
const SIGNS_MAX: usize = 255;

/// What a program chooses to tell a repeated request from a new one: 1 to 255 printable signs of
/// ASCII.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramKey(String);

impl ProgramKey {
    /// Reads a key; `None` when this is none.
    pub fn parse(text: &str) -> Option<Self> {
        let is_printable = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
        let fits = (1..=SIGNS_MAX).contains(&text.len()) && text.bytes().all(is_printable);
        fits.then(|| Self(text.to_owned()))
    }

    /// The key under which the request of this user is kept: short and plain, whatever was chosen.
    fn of(&self, user: UserId) -> Outcome<RequestKey> {
        let hash = Sha256::digest(format!("{user} {}", self.0));
        RequestKey::parse(&hex(&hash)).ok_or_else(|| Failure::Broken("a hash is no key".to_owned()))
    }
}

/// What a request came to that may be a repeated one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeated<T> {
    /// It happened, now or when it was sent first, and this was the answer.
    Answered(T),
    /// Something else was asked for under this key before; nothing happened.
    OtherRequest,
}

/// Does the work, once for each key of the actor: whoever asks for the same again, and still has the
/// permission that it takes, gets the same answer. Without a key, each request is another one.
///
/// # Errors
/// As those of the work. A request that came to an error leaves no trace, and may be repeated.
pub async fn run_once<T: Serialize + DeserializeOwned>(
    unit: &Unit,
    takes: Permission,
    key: Option<&ProgramKey>,
    asked: &impl Serialize,
    work: impl Future<Output = Outcome<T>>,
) -> Outcome<Repeated<T>> {
    let Some(key) = key else {
        return Ok(Repeated::Answered(work.await?));
    };
    let key = key.of(unit.actor()?.user)?;
    Ok(
        match once(unit, key.as_str(), &print_of(asked)?, work).await? {
            Once::Now(answer) => Repeated::Answered(answer),
            Once::Before { kept, alike: true } => {
                unit.scope(takes)?;
                Repeated::Answered(serde_json::from_value(kept)?)
            }
            Once::Before { alike: false, .. } => Repeated::OtherRequest,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::ProgramKey;

    #[test]
    fn any_printable_ascii_is_a_key() {
        let long = "k".repeat(255);
        for text in ["a", " ", "order 7/2026: \"first\"", &long] {
            assert!(ProgramKey::parse(text).is_some(), "{text:?}");
        }
        let longer = "k".repeat(256);
        for text in ["", "é", "a\n", "a\u{7f}", &longer] {
            assert_eq!(ProgramKey::parse(text), None, "{text:?}");
        }
    }
}
