//! Passwords: argon2id, away from the threads that serve requests.

use argon2::{
    Argon2, PasswordHash, PasswordHasher, PasswordVerifier,
    password_hash::{Salt, SaltString},
};

use crate::{Failure, Outcome, Store};

/// What a name without an account is checked against, so that it takes as long as any other.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bGFuY2hpZC1ub2JvZHk$WgJbXvFSnvN3f5r0nCQQ9Tt3cnp2XsYqHLqqkTgGFH8";

impl Store {
    /// Whether the password belongs to the hash; `None` stands for no account.
    pub(crate) async fn verify_password(
        &self,
        password: String,
        hash: Option<String>,
    ) -> Outcome<bool> {
        let known = hash.is_some();
        let verified = self
            .blocking(move || verify(&password, hash.as_deref().unwrap_or(NOBODY)))
            .await?;
        Ok(verified && known)
    }

    /// The argon2id hash of a password, with this salt.
    pub async fn hash_password(&self, password: String, salt: [u8; 16]) -> Outcome<String> {
        self.blocking(move || hash(&password, salt)).await?
    }

    /// Runs one of the few hashes that are worked out at the same time.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Outcome<T> {
        let broken = |error: &dyn core::fmt::Display| Failure::Broken(error.to_string());
        let place = self
            .hashing()
            .acquire()
            .await
            .map_err(|error| broken(&error))?;
        let result = tokio::task::spawn_blocking(work).await;
        drop(place);
        result.map_err(|error| broken(&error))
    }
}

fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

fn hash(password: &str, salt: [u8; 16]) -> Outcome<String> {
    let broken = |error: argon2::password_hash::Error| Failure::Broken(error.to_string());
    let salt = SaltString::encode_b64(&salt).map_err(broken)?;
    let salt: Salt<'_> = salt.as_salt();
    let hash = Argon2::default()
        .hash_password(password.as_bytes(), salt)
        .map_err(broken)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_fits_its_password_alone() {
        let stored = hash("correct horse battery", [7; 16]).unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("correct horse battery", &stored));
        assert!(!verify("correct horse batterz", &stored));
        assert!(!verify("", "not a hash"));
    }

    #[test]
    fn the_hash_for_nobody_is_worked_out_like_any_other() {
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert!(!verify("", NOBODY));
    }
}
