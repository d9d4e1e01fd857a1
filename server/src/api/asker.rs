use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header::AUTHORIZATION, request::Parts},
};
use domain::access::Actor;
use services::{Caller, Outcome, Store, Unit};

use super::problem::{Failed, Fault};
use crate::http::{Process, address};

/// The user for whom a program asks, narrowed to what its token is for.
///
/// A token is the only way in here: cookies are never looked at. So a browser that another site
/// makes send a request sends nothing that would open anything, and these addresses need no
/// protection against that. Pages, the other way round, never look at tokens.
pub(crate) struct Asker {
    store: Store,
    actor: Arc<Actor>,
}

impl FromRequestParts<Process> for Asker {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, process: &Process) -> Result<Self, Failed> {
        let token = bearer(&parts.headers)?;
        let address = address(process, &parts.headers, &parts.extensions);
        let actor = process.store.authenticate_program(token, address).await?;
        Ok(Self {
            store: process.store.clone(),
            actor: actor.ok_or(Fault::TokenInvalid)?,
        })
    }
}

impl Asker {
    /// Who asks.
    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The store.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Runs a use case that changes nothing. `purpose` names it in the audit when it is refused.
    pub(crate) async fn read<T, F, Fut>(
        &self,
        purpose: impl Into<String> + Send,
        work: F,
    ) -> domain::Result<T>
    where
        T: Send + 'static,
        F: FnOnce(Unit) -> Fut + Send + 'static,
        Fut: Future<Output = Outcome<T>> + Send + 'static,
    {
        let caller = Caller::Actor(self.actor.clone());
        self.store.reading(caller, purpose, work).await
    }

    /// Runs a use case that changes something.
    pub(crate) async fn change<T, F, Fut>(
        &self,
        purpose: impl Into<String> + Send,
        work: F,
    ) -> domain::Result<T>
    where
        T: Send + 'static,
        F: FnOnce(Unit) -> Fut + Send + 'static,
        Fut: Future<Output = Outcome<T>> + Send + 'static,
    {
        let caller = Caller::Actor(self.actor.clone());
        self.store.unit(caller, purpose, work).await
    }
}

/// The token in `Authorization: Bearer …`.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<&str, Fault> {
    let header = headers.get(AUTHORIZATION).ok_or(Fault::TokenMissing)?;
    let header = header.to_str().map_err(|_| Fault::TokenInvalid)?;
    let (scheme, token) = header.split_once(' ').ok_or(Fault::TokenInvalid)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(token.trim())
    } else {
        Err(Fault::TokenMissing)
    }
}
