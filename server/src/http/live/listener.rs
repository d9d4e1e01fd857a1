//! One page that listens.

use std::{collections::VecDeque, convert::Infallible, sync::Arc, time::Duration};

use axum::{http::StatusCode, response::sse::Event};
use domain::{
    Error,
    access::Actor,
    cases::{CaseNumber, CasePresence},
    ids::{NotificationId, UserId},
};
use futures::{Stream, stream};
use services::{Caller, Store, notifications};
use tokio::{sync::broadcast, time::Instant};

use super::{
    asked::{Asked, Shown},
    cases::Page,
    shelters::{Watched, Which},
    streams::Ticket,
};
use crate::{http::Process, stop::Stopped};

/// How often it is asked whether a listener is still signed in.
const STILL_THERE: Duration = Duration::from_secs(30);
/// The same for whoever listens at a case, which may have gone out of their reach as well.
const STILL_WITHIN_REACH: Duration = Duration::from_secs(15);
/// How often a listener is given a sign of life.
const BEAT: Duration = Duration::from_secs(10);
/// How soon a browser comes back whose stream broke off, at the earliest and at the latest: within
/// what a board may be behind, and not all at the same moment.
const BACK: (u64, u64) = (300, 900);
/// After how long a browser may come back whose stream had to end for another.
const LATER: Duration = Duration::from_mins(10);

/// Somebody who listens.
pub(super) struct Listener {
    arrivals: broadcast::Receiver<UserId>,
    stop: Stopped,
    ticket: Ticket,
    store: Store,
    actor: Arc<Actor>,
    shown: Shown,
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

impl Listener {
    /// Lets somebody listen who is signed in, to what is within their reach.
    pub(super) async fn begin(process: Process, asked: Asked) -> Result<Self, StatusCode> {
        let shown = asked.shown.ok_or(StatusCode::UNAUTHORIZED)?;
        if shown.is_program() && asked.shelters.is_none() {
            // There is nothing else here that a token opens.
            return Err(StatusCode::UNAUTHORIZED);
        }
        let address = asked.address;
        let found = shown.actor(&process.store, address.clone()).await;
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
                let known = asked.known.shelters;
                Some(watch(&process, &actor, &which, known).await?)
            }
            None => None,
        };
        let is_program = shown.is_program();
        let mut owed = VecDeque::from([if is_program { Owed::Beat } else { Owed::Inbox }]);
        owed.extend(page.is_some().then_some(Owed::Case));
        owed.extend(shelters.is_some().then_some(Owed::Shelters));
        Ok(Self {
            arrivals: process.live.listen(&process.store),
            stop: process.live.0.stop.hears(),
            ticket: process.live.0.streams.begin(actor.user),
            store: process.store,
            actor,
            shown,
            address,
            known: asked.known.notification,
            greeted: is_program,
            page,
            shelters,
            look_at: Instant::now(),
            beat_at: Instant::now() + BEAT,
            told: None,
            owed,
        })
    }

    /// What they are told, as it comes.
    pub(super) fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut listener| async move {
            let event = listener.next_event().await?;
            Some((Ok(event), listener))
        })
    }

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
                    Ok(user) if user == me && !self.shown.is_program() => return Owed::Inbox,
                    Ok(_) => {}
                    Err(broadcast::error::RecvError::Lagged(_)) if self.shown.is_program() => {}
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
        let found = self.shown.actor(&self.store, self.address.clone());
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
                .retry(back(self.actor.user))
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
                .retry(back(self.actor.user))
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

/// How soon the browser of this user comes back.
fn back(user: UserId) -> Duration {
    let (earliest, latest) = BACK;
    let spread = user.0.as_u64_pair().1 % (latest - earliest);
    Duration::from_millis(earliest + spread)
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
