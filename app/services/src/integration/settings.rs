use domain::integration::Retries;

use super::{Networks, SecretKey};
use crate::{Failure, Outcome};

/// How outside systems are told.
#[derive(Debug, Default)]
pub struct Integration {
    /// By which secrets are sealed; without it there are no webhooks.
    pub key: Option<SecretKey>,
    /// Networks within which calls are allowed.
    pub networks: Networks,
    /// After how long something is tried again.
    pub retries: Retries,
}

impl Integration {
    pub(super) fn key(&self) -> Outcome<&SecretKey> {
        let missing = || Failure::Broken("the process has no secret key".to_owned());
        self.key.as_ref().ok_or_else(missing)
    }
}
