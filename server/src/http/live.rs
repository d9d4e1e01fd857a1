//! Telling open pages what is new, as server-sent events.
//!
//! One task of the process asks the database once a second who was told something, whichever
//! process wrote it, and wakes those who listen; while nobody listens, it does not ask. A page of a
//! case hears in the same stream who else has the case open, and of what was saved of it: browsers
//! open few connections to one host, so a page has one.

mod asked;
mod asking;
mod cases;
mod listener;
mod shelters;
mod streams;

use std::{collections::HashSet, sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    http::header::CACHE_CONTROL,
    response::{
        IntoResponse, Response,
        sse::{KeepAlive, Sse},
    },
};
use chrono::TimeDelta;
use domain::ids::{NotificationId, UserId};
use services::{Caller, Store, notifications};
use tokio::sync::broadcast;

use self::{
    asked::Asked, asking::Asking, cases::Cases, listener::Listener, shelters::Shelters,
    streams::Streams,
};
use super::Process;
use crate::stop::Stop;

/// How often it is asked who was told something.
const PAUSE: Duration = Duration::from_secs(1);
/// How far back it is asked: a unit of work may take a while until what it wrote is seen.
const LOOK_BACK: TimeDelta = TimeDelta::seconds(15);
/// How many arrivals a slow listener may fall behind before it simply looks at its inbox.
const BEHIND: usize = 256;

/// Wakes those who listen.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    arrivals: broadcast::Sender<UserId>,
    asking: Asking,
    stop: Stop,
    cases: Cases,
    shelters: Shelters,
    streams: Streams,
}

impl Default for Live {
    fn default() -> Self {
        Self(Arc::new(Inner {
            arrivals: broadcast::Sender::new(BEHIND),
            asking: Asking::default(),
            stop: Stop::default(),
            cases: Cases::default(),
            shelters: Shelters::default(),
            streams: Streams::default(),
        }))
    }
}

impl Live {
    /// Sends every listener home, so that the process can end.
    pub fn stop(&self) {
        self.0.stop.tell();
    }

    fn listen(&self, store: &Store) -> broadcast::Receiver<UserId> {
        let receiver = self.0.arrivals.subscribe();
        if self.0.asking.has_to_begin() {
            tokio::spawn(self.clone().ask(store.clone()));
        }
        receiver
    }

    /// Asks as long as anybody listens.
    async fn ask(self, store: Store) {
        let mut told = HashSet::new();
        loop {
            tokio::time::sleep(PAUSE).await;
            let nobody_listens = || self.0.arrivals.receiver_count() == 0;
            if self.0.asking.may_end(nobody_listens) {
                return;
            }
            let since = store.now() - LOOK_BACK;
            let arrived = store.reading(
                Caller::System,
                "notifications.arrived",
                move |unit| async move { notifications::arrived_since(&unit, since).await },
            );
            match arrived.await {
                Ok(arrived) => told = self.wake(&told, &arrived),
                Err(error) => tracing::warn!(%error, "who was told something is asked again"),
            }
        }
    }

    /// Wakes whoever was told something new, and remembers what that was.
    fn wake(
        &self,
        told: &HashSet<NotificationId>,
        arrived: &[(NotificationId, UserId)],
    ) -> HashSet<NotificationId> {
        for (_, user) in arrived.iter().filter(|(id, _)| !told.contains(id)) {
            // Nobody listens any more: then nobody has to be woken.
            let _ = self.0.arrivals.send(*user);
        }
        arrived.iter().map(|(id, _)| *id).collect()
    }
}

/// `GET /api/v1/live`: says how the inbox stands, and again whenever something arrives; with
/// `?case=`, also who else has the case open and what of it was saved; with `?shelters=`, also that
/// something in them is another. A program shows its token, and hears of shelters alone.
pub(super) async fn live(State(process): State<Process>, request: Request) -> Response {
    let asked = Asked::of(&process, &request);
    drop(request);
    match Listener::begin(process, asked).await {
        Ok(listener) => {
            let keep = KeepAlive::new().interval(Duration::from_secs(20));
            let events = Sse::new(listener.events()).keep_alive(keep);
            (
                [(CACHE_CONTROL, "no-store")],
                [("x-accel-buffering", "no")],
                events,
            )
                .into_response()
        }
        Err(status) => status.into_response(),
    }
}
