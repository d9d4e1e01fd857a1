//! Telling open pages what is new, as server-sent events.
//!
//! One task of the process asks the database once a second who was told something, whichever
//! process wrote it, and wakes those who listen; while nobody listens, it does not ask. A page of a
//! case hears in the same stream who else has the case open, and of what was saved of it: browsers
//! open few connections to one host, so a page has one.

mod asking;
mod cases;
mod shelters;
mod streams;

use std::{
    collections::{HashSet, VecDeque},
    convert::Infallible,
    sync::Arc,
    time::Duration,
};

use app::request::SESSION_COOKIE;
use axum::{
    extract::{Query, Request, State},
    http::{StatusCode, header::CACHE_CONTROL},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use chrono::TimeDelta;
use domain::{
    Error,
    access::Actor,
    cases::{CaseNumber, CasePresence},
    ids::{NotificationId, UserId},
    users::SessionLimits,
};
use futures::{Stream, stream};
use serde::Deserialize;
use services::{Caller, Store, notifications};
use tokio::{sync::broadcast, time::Instant};

use self::{
    asking::Asking,
    cases::{Cases, Page},
    shelters::{Shelters, Watched, Which},
    streams::{Streams, Ticket},
};
use super::{
    Process,
    identify::{address, cookie},
};
use crate::stop::{Stop, Stopped};

/// How often it is asked who was told something.
const PAUSE: Duration = Duration::from_secs(1);
/// How far back it is asked: a unit of work may take a while until what it wrote is seen.
const LOOK_BACK: TimeDelta = TimeDelta::seconds(15);
/// How often it is asked whether a listener is still signed in.
const STILL_THERE: Duration = Duration::from_secs(30);
/// The same for whoever listens at a case, which may have gone out of their reach as well.
const STILL_WITHIN_REACH: Duration = Duration::from_secs(15);
/// How often a listener is given a sign of life.
const BEAT: Duration = Duration::from_secs(10);
/// After how long a browser may come back whose stream had to end for another.
const LATER: Duration = Duration::from_mins(10);
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

/// Who listens, and to what.
struct Asked {
    token: Option<String>,
    address: Option<String>,
    known: Known,
    case: Option<String>,
    shelters: Option<String>,
}

/// What a reader was last told in an earlier stream, as its last event's id says.
#[derive(Clone, Debug, Default)]
struct Known {
    notification: Option<NotificationId>,
    shelters: Option<String>,
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

/// `GET /api/v1/live`: says how the inbox stands, and again whenever something arrives; with
/// `?case=`, also who else has the case open and what of it was saved; with `?shelters=`, also that
/// something in them is another.
pub(super) async fn live(State(process): State<Process>, request: Request) -> Response {
    let known = request.headers().get("last-event-id");
    let wish = Query::<Wish>::try_from_uri(request.uri());
    let wish = wish.map(|Query(wish)| wish).unwrap_or_default();
    let asked = Asked {
        token: cookie(request.headers(), SESSION_COOKIE),
        address: address(&process, request.headers(), request.extensions()),
        known: known
            .and_then(|id| id.to_str().ok())
            .map(Known::parse)
            .unwrap_or_default(),
        shelters: wish.shelters(),
        case: wish.case.filter(|number| !number.is_empty()),
    };
    drop(request);
    match listener(process, asked).await {
        Ok(listener) => {
            let keep = KeepAlive::new().interval(Duration::from_secs(20));
            let events = Sse::new(events(listener)).keep_alive(keep);
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

async fn listener(process: Process, asked: Asked) -> Result<Listener, StatusCode> {
    let token = asked.token.ok_or(StatusCode::UNAUTHORIZED)?;
    let address = asked.address;
    let limits = SessionLimits::default();
    let found = process.store.look_up(&token, limits, address.clone()).await;
    let actor = match found {
        Ok(Some(actor)) => actor,
        Ok(None) => return Err(StatusCode::UNAUTHORIZED),
        Err(_) => return Err(StatusCode::SERVICE_UNAVAILABLE),
    };
    let page = match asked.case {
        Some(number) => Some(open_page(&process, &actor, &number).await?),
        None => None,
    };
    let shelters = match asked.shelters {
        Some(which) => {
            let known = asked.known.shelters.clone();
            Some(watch(&process, &actor, &which, known).await?)
        }
        None => None,
    };
    let mut owed = VecDeque::from([Owed::Inbox]);
    owed.extend(page.is_some().then_some(Owed::Case));
    owed.extend(shelters.is_some().then_some(Owed::Shelters));
    Ok(Listener {
        arrivals: process.live.listen(&process.store),
        stop: process.live.0.stop.hears(),
        ticket: process.live.0.streams.begin(actor.user),
        store: process.store,
        actor,
        token,
        address,
        known: asked.known.notification,
        greeted: false,
        page,
        shelters,
        look_at: Instant::now(),
        beat_at: Instant::now() + BEAT,
        told: None,
        owed,
    })
}

/// What cannot be a number is a case that does not exist; one out of reach looks the same.
async fn open_page(
    process: &Process,
    actor: &Arc<Actor>,
    number: &str,
) -> Result<Page, StatusCode> {
    let number = CaseNumber::parse(number).ok_or(StatusCode::NOT_FOUND)?;
    let caller = Caller::Actor(Arc::clone(actor));
    let opened = process.live.0.cases.open(&process.store, caller, number);
    opened.await.map_err(|error| status_of(&error))
}

/// What cannot be a shelter does not exist; one out of reach looks the same.
async fn watch(
    process: &Process,
    actor: &Arc<Actor>,
    which: &str,
    known: Option<String>,
) -> Result<Watched, StatusCode> {
    let which = Which::parse(which).ok_or(StatusCode::NOT_FOUND)?;
    let caller = Caller::Actor(Arc::clone(actor));
    let shelters = &process.live.0.shelters;
    let watched = shelters.open(&process.store, caller, which, known).await;
    watched.map_err(|error| status_of(&error))
}

fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Refused { .. } => StatusCode::FORBIDDEN,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

struct Listener {
    arrivals: broadcast::Receiver<UserId>,
    stop: Stopped,
    ticket: Ticket,
    store: Store,
    actor: Arc<Actor>,
    token: String,
    address: Option<String>,
    known: Option<NotificationId>,
    greeted: bool,
    page: Option<Page>,
    shelters: Option<Watched>,
    /// When it is looked next whether the reader still may hear.
    look_at: Instant,
    /// When the next sign of life is due.
    beat_at: Instant,
    told: Option<CasePresence>,
    owed: VecDeque<Owed>,
}

/// What a listener is to be told next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owed {
    /// How the inbox stands.
    Inbox,
    /// How the case stands, if that is another than before.
    Case,
    /// That something in the shelters is another, if it is.
    Shelters,
    /// That the server is alive.
    Beat,
    /// That another stream has taken its place.
    Later,
    /// Nothing any more.
    End,
}

fn events(listener: Listener) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(listener, |mut listener| async move {
        let event = listener.next_event().await?;
        Some((Ok(event), listener))
    })
}

impl Listener {
    /// What is told next; `None` when there is nothing to wait for any more.
    async fn next_event(&mut self) -> Option<Event> {
        loop {
            let owed = match self.owed.pop_front() {
                Some(owed) => owed,
                None => self.waits_for_something().await,
            };
            let needs_no_look = !self.greeted || matches!(owed, Owed::Later | Owed::Beat);
            let still = needs_no_look || self.is_signed_in().await;
            if !still {
                return None;
            }
            match owed {
                Owed::Inbox => return self.inbox_event().await,
                Owed::Case => {
                    if let Some(event) = self.case_event().await {
                        return Some(event);
                    }
                }
                Owed::Shelters => {
                    if let Some(event) = self.shelters_event() {
                        return Some(event);
                    }
                }
                Owed::Beat => return Some(Event::default().event("beat").data("")),
                Owed::Later => {
                    self.owed.push_back(Owed::End);
                    return Some(Event::default().event("later").data("").retry(LATER));
                }
                Owed::End => return None,
            }
        }
    }

    /// Waits until there is something to tell.
    async fn waits_for_something(&mut self) -> Owed {
        let me = self.actor.user;
        let pause = if self.page.is_some() {
            STILL_WITHIN_REACH
        } else {
            STILL_THERE
        };
        // What is heard meanwhile puts off neither the look nor the sign of life.
        if self.look_at <= Instant::now() {
            self.look_at = Instant::now() + pause;
        }
        loop {
            tokio::select! {
                () = self.stop.told() => return Owed::End,
                () = self.ticket.ended() => return Owed::Later,
                arrived = self.arrivals.recv() => match arrived {
                    Ok(user) if user == me => return Owed::Inbox,
                    Ok(_) => {}
                    Err(broadcast::error::RecvError::Lagged(_)) => return Owed::Inbox,
                    Err(broadcast::error::RecvError::Closed) => return Owed::End,
                },
                () = moved(self.page.as_mut()) => return Owed::Case,
                () = changed(self.shelters.as_mut()) => return Owed::Shelters,
                () = tokio::time::sleep_until(self.beat_at) => {
                    self.beat_at = Instant::now() + BEAT;
                    return Owed::Beat;
                }
                () = tokio::time::sleep_until(self.look_at) => {
                    self.look_at = Instant::now() + pause;
                    if self.page.is_some() {
                        return Owed::Case;
                    }
                    if !self.is_signed_in().await {
                        return Owed::End;
                    }
                }
            }
        }
    }

    /// Whether they are signed in still; with what they may do by now.
    async fn is_signed_in(&mut self) -> bool {
        let limits = SessionLimits::default();
        let found = self
            .store
            .look_up(&self.token, limits, self.address.clone());
        let Ok(Some(actor)) = found.await else {
            return false;
        };
        self.actor = actor;
        true
    }

    /// How the inbox stands now; `None` when that cannot be found out.
    async fn inbox_event(&mut self) -> Option<Event> {
        self.greeted = true;
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
        let data = serde_json::to_string(&state).unwrap_or_default();
        Some(
            Event::default()
                .event("notifications")
                .data(data)
                .id(self.last_id()),
        )
    }

    /// That something in the shelters is another, if it is.
    fn shelters_event(&mut self) -> Option<Event> {
        let mark = self.shelters.as_mut()?.news(&self.actor)?;
        let data = serde_json::json!({"mark": mark}).to_string();
        Some(
            Event::default()
                .event("shelters")
                .data(data)
                .id(self.last_id()),
        )
    }

    /// The id under which a reader who comes back says what they were told.
    fn last_id(&self) -> String {
        let notification = self.known.map(|id| id.to_string()).unwrap_or_default();
        match &self.shelters {
            Some(shelters) => format!("{notification}/{}", shelters.told()),
            None => notification,
        }
    }

    /// How the case stands now, if that is another than what was told.
    async fn case_event(&mut self) -> Option<Event> {
        let caller = Caller::Actor(Arc::clone(&self.actor));
        let presence = match self.page.as_ref()?.presence(caller).await {
            Ok(presence) => presence,
            Err(Error::Unavailable | Error::Internal { .. }) => return None,
            // It is out of reach by now: nothing more is said of it.
            Err(_) => {
                self.page = None;
                CasePresence::default()
            }
        };
        if self.told.as_ref() == Some(&presence) {
            return None;
        }
        let data = serde_json::to_string(&presence).unwrap_or_default();
        self.told = Some(presence);
        Some(Event::default().event("case").data(data))
    }
}

async fn moved(page: Option<&mut Page>) {
    match page {
        Some(page) => page.moved().await,
        None => std::future::pending().await,
    }
}

async fn changed(shelters: Option<&mut Watched>) {
    match shelters {
        Some(shelters) => shelters.moved().await,
        None => std::future::pending().await,
    }
}
