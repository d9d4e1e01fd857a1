use app::request::SESSION_COOKIE;
use std::sync::Arc;

use axum::{
    extract::{Query, Request},
    http::header::AUTHORIZATION,
};
use domain::{access::Actor, ids::NotificationId, users::SessionLimits};
use serde::Deserialize;
use services::Store;

use crate::{
    api::bearer,
    http::{
        Process,
        identify::{address, cookie},
    },
};

/// What a page wishes to hear beside what everybody hears.
#[derive(Default, Deserialize)]
struct Wish {
    /// The number of the case that it shows.
    case: Option<String>,
    /// The shelter that it shows, or `all`.
    shelters: Option<String>,
    /// `notifications`, which everybody hears, and `shelters`, which is the same as all of them.
    topics: Option<String>,
}

impl Wish {
    /// Which shelters it shows.
    fn shelters(&self) -> Option<String> {
        let topics = self.topics.as_deref().unwrap_or_default();
        let all = topics.split(',').any(|topic| topic == "shelters");
        let named = self.shelters.clone().filter(|which| !which.is_empty());
        named.or_else(|| all.then(|| "all".to_owned()))
    }
}

/// What a listener shows of who they are.
pub(super) enum Shown {
    /// The token of a session: a page.
    Session(String),
    /// A token in `Authorization`: a program, which hears of shelters alone.
    Program(String),
}

impl Shown {
    fn of(request: &Request) -> Option<Self> {
        match request.headers().get(AUTHORIZATION) {
            Some(_) => {
                let token = bearer(request.headers()).ok()?;
                Some(Self::Program(token.to_owned()))
            }
            None => cookie(request.headers(), SESSION_COOKIE).map(Self::Session),
        }
    }

    pub(super) const fn is_program(&self) -> bool {
        matches!(self, Self::Program(_))
    }

    /// Whose it is, with what they may do by now.
    pub(super) async fn actor(
        &self,
        store: &Store,
        address: Option<String>,
    ) -> domain::Result<Option<Arc<Actor>>> {
        match self {
            Self::Session(token) => {
                let limits = SessionLimits::default();
                store.look_up(token, limits, address).await
            }
            Self::Program(token) => store.authenticate_program(token, address).await,
        }
    }
}

/// Who listens, and to what.
pub(super) struct Asked {
    pub(super) shown: Option<Shown>,
    pub(super) address: Option<String>,
    pub(super) known: Known,
    pub(super) case: Option<String>,
    pub(super) shelters: Option<String>,
}

impl Asked {
    /// What a request asks for.
    pub(super) fn of(process: &Process, request: &Request) -> Self {
        let known = request.headers().get("last-event-id");
        let wish = Query::<Wish>::try_from_uri(request.uri());
        let wish = wish.map(|Query(wish)| wish).unwrap_or_default();
        let shown = Shown::of(request);
        let is_page = shown.as_ref().is_some_and(|shown| !shown.is_program());
        Self {
            shown,
            address: address(process, request.headers(), request.extensions()),
            known: known
                .and_then(|id| id.to_str().ok())
                .map(Known::parse)
                .unwrap_or_default(),
            shelters: wish.shelters(),
            case: wish.case.filter(|number| is_page && !number.is_empty()),
        }
    }
}

/// What a reader was last told in an earlier stream, as its last event's id says.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) notification: Option<NotificationId>,
    pub(super) shelters: Option<String>,
}

impl Known {
    /// `NOTIFICATION/SHELTERS`, either of which may be missing.
    fn parse(id: &str) -> Self {
        let (notification, shelters) = id.split_once('/').unwrap_or((id, ""));
        Self {
            notification: notification.parse().ok(),
            shelters: Some(shelters.to_owned()).filter(|mark| !mark.is_empty()),
        }
    }
}
