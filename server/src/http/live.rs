//! Telling open pages what is new, as server-sent events.
//!
//! One task of the process asks the database once a second who was told something, whichever
//! process wrote it, and wakes those who listen; while nobody listens, it does not ask.

use std::{
    collections::HashSet,
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use app::request::SESSION_COOKIE;
use axum::{
    extract::{Request, State},
    http::{StatusCode, header::CACHE_CONTROL},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use chrono::TimeDelta;
use domain::{
    access::Actor,
    ids::{NotificationId, UserId},
    notifications::InboxState,
    users::SessionLimits,
};
use futures::{Stream, stream};
use services::{Caller, Store, notifications};
use tokio::sync::{broadcast, watch};

use super::{
    Process,
    identify::{address, cookie},
};

/// How often it is asked who was told something.
const PAUSE: Duration = Duration::from_secs(1);
/// How far back it is asked: a unit of work may take a while until what it wrote is seen.
const LOOK_BACK: TimeDelta = TimeDelta::seconds(15);
/// How often it is asked whether a listener is still signed in.
const STILL_THERE: Duration = Duration::from_secs(30);
/// How many arrivals a slow listener may fall behind before it simply looks at its inbox.
const BEHIND: usize = 256;

/// Wakes those who listen.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    arrivals: broadcast::Sender<UserId>,
    asking: AtomicBool,
    stop: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self(Arc::new(Inner {
            arrivals: broadcast::Sender::new(BEHIND),
            asking: AtomicBool::new(false),
            stop: watch::Sender::new(false),
        }))
    }
}

impl Live {
    /// Sends every listener home, so that the process can end.
    pub fn stop(&self) {
        self.0.stop.send_replace(true);
    }

    fn listen(&self, store: &Store) -> broadcast::Receiver<UserId> {
        let receiver = self.0.arrivals.subscribe();
        if !self.0.asking.swap(true, Ordering::SeqCst) {
            tokio::spawn(self.clone().ask(store.clone()));
        }
        receiver
    }

    /// Asks as long as anybody listens.
    async fn ask(self, store: Store) {
        let mut told = HashSet::new();
        loop {
            tokio::time::sleep(PAUSE).await;
            if self.0.arrivals.receiver_count() == 0 {
                self.0.asking.store(false, Ordering::SeqCst);
                let nobody = self.0.arrivals.receiver_count() == 0;
                if nobody || self.0.asking.swap(true, Ordering::SeqCst) {
                    return;
                }
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

/// `GET /api/v1/live`: says how the inbox stands, and again whenever something arrives.
pub(super) async fn live(State(process): State<Process>, request: Request) -> Response {
    let Some(token) = cookie(request.headers(), SESSION_COOKIE) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let address = address(&process, &request);
    let limits = SessionLimits::default();
    let found = process.store.look_up(&token, limits, address.clone()).await;
    let actor = match found {
        Ok(Some(actor)) => actor,
        Ok(None) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    let known = request.headers().get("last-event-id");
    let known = known.and_then(|id| id.to_str().ok()?.parse().ok());
    let listener = Listener {
        arrivals: process.live.listen(&process.store),
        stop: process.live.0.stop.subscribe(),
        store: process.store,
        actor,
        token,
        address,
        known,
        greeted: false,
    };
    let keep = KeepAlive::new().interval(Duration::from_secs(20));
    let events = Sse::new(events(listener)).keep_alive(keep);
    (
        [(CACHE_CONTROL, "no-store")],
        [("x-accel-buffering", "no")],
        events,
    )
        .into_response()
}

struct Listener {
    arrivals: broadcast::Receiver<UserId>,
    stop: watch::Receiver<bool>,
    store: Store,
    actor: Arc<Actor>,
    token: String,
    address: Option<String>,
    known: Option<NotificationId>,
    greeted: bool,
}

fn events(listener: Listener) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(listener, |mut listener| async move {
        if listener.greeted && !listener.waits_for_something().await {
            return None;
        }
        let first = !listener.greeted;
        listener.greeted = true;
        let event = listener.next_event(first).await?;
        Some((Ok(event), listener))
    })
}

impl Listener {
    /// Waits until something has arrived; false when there is nothing to wait for any more.
    async fn waits_for_something(&mut self) -> bool {
        let me = self.actor.user;
        let mut look =
            tokio::time::interval_at(tokio::time::Instant::now() + STILL_THERE, STILL_THERE);
        loop {
            tokio::select! {
                () = stopped(&mut self.stop) => return false,
                arrived = self.arrivals.recv() => match arrived {
                    Ok(user) if user == me => return true,
                    Ok(_) => {}
                    Err(broadcast::error::RecvError::Lagged(_)) => return true,
                    Err(broadcast::error::RecvError::Closed) => return false,
                },
                _ = look.tick() => if !self.is_signed_in().await {
                    return false;
                },
            }
        }
    }

    async fn is_signed_in(&self) -> bool {
        let limits = SessionLimits::default();
        let found = self
            .store
            .look_up(&self.token, limits, self.address.clone());
        matches!(found.await, Ok(Some(_)))
    }

    /// How the inbox stands now; `None` when that cannot be found out.
    async fn next_event(&mut self, first: bool) -> Option<Event> {
        if !first && !self.is_signed_in().await {
            return None;
        }
        let known = self.known;
        let caller = Caller::Actor(Arc::clone(&self.actor));
        let state = self
            .store
            .reading(caller, "notifications.state", move |unit| async move {
                let state = notifications::inbox_state(&unit, known).await?;
                Ok((state, notifications::latest(&unit).await?))
            });
        let (state, latest) = state.await.ok()?;
        self.known = latest
            .or(self.known)
            .or(Some(NotificationId(uuid::Uuid::nil())));
        Some(written(&state, self.known))
    }
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    // Whoever could say it is gone: then there is nothing more to come, either.
    let _ = stop.wait_for(|stop| *stop).await;
}

fn written(state: &InboxState, latest: Option<NotificationId>) -> Event {
    let data = serde_json::to_string(state).unwrap_or_default();
    let event = Event::default().event("notifications").data(data);
    match latest {
        Some(latest) => event.id(latest.to_string()),
        None => event,
    }
}
