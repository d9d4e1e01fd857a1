//! Who takes what is due, and hands it to the sender.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{
    ids::WebhookId,
    integration::{Attempt, Verdict},
};
use services::{
    Caller, Store,
    integration::{Integration, Outgoing, due_webhooks, settle, sweep, take_deliveries},
};
use tokio::task::{Id, JoinError, JoinSet};

use super::sender::Sender;
use crate::stop::Stopped;

/// How long what is under way may take once it is time to stop. What has not ended by then is
/// delivered again by whoever looks when the claim has run out.
const LAST_ANSWERS: Duration = Duration::from_secs(5);
/// How often what is old is forgotten.
const BETWEEN_SWEEPS: Duration = Duration::from_hours(1);

/// How fast, and how much at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How often it is looked for what is due.
    pub every: Duration,
    /// How long a receiver has for its status.
    pub patience: Duration,
    /// How much is under way to one receiver at most.
    pub each: usize,
    /// How much is under way to all of them at most.
    pub all: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            every: Duration::from_secs(1),
            patience: Duration::from_secs(15),
            each: 8,
            all: 128,
        }
    }
}

/// Delivers what happened to webhooks.
///
/// Memory is bounded by how much is under way. A receiver that answers slowly, or not at all, has
/// few of these places, and only one while its last answer was a failure: so it holds up nobody.
pub struct Courier {
    store: Store,
    sender: Arc<Sender>,
    pace: Pace,
    under_way: JoinSet<Attempt>,
    going_to: HashMap<Id, WebhookId>,
    receivers: HashMap<WebhookId, Receiver>,
    swept: Option<Instant>,
    rounds: usize,
}

/// What is known of a receiver while something is under way to it, or its last answer was a failure.
#[derive(Clone, Copy, Debug, Default)]
struct Receiver {
    under_way: usize,
    is_failing: bool,
}

impl Courier {
    /// A courier for this store; nothing is sent yet.
    ///
    /// # Errors
    /// One line when it cannot call anybody.
    pub fn new(store: Store, integration: &Integration, pace: Pace) -> Result<Self, String> {
        Ok(Self {
            store,
            sender: Arc::new(Sender::new(&integration.networks, pace.patience)?),
            pace,
            under_way: JoinSet::new(),
            going_to: HashMap::new(),
            receivers: HashMap::new(),
            swept: None,
            rounds: 0,
        })
    }

    /// Delivers what is due, again and again, until told to stop.
    pub async fn work(mut self, mut stopped: Stopped) {
        let mut rounds = tokio::time::interval(self.pace.every);
        rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let ended = tokio::select! {
                biased;
                () = stopped.told() => break,
                _ = rounds.tick() => None,
                Some(ended) = self.under_way.join_next_with_id() => Some(ended),
            };
            match ended {
                Some(ended) => self.ended(ended).await,
                None => self.round().await,
            }
        }
        let rest = async { while self.under_way.join_next().await.is_some() {} };
        if tokio::time::timeout(LAST_ANSWERS, rest).await.is_err() {
            tracing::warn!("receivers of webhooks had not answered yet; they are called again");
        }
    }

    /// Takes what is due for every webhook, first for those to which least is under way, and among
    /// them beginning with another one each time, so that none is always the last when places are
    /// few.
    async fn round(&mut self) {
        self.sweep().await;
        if self.under_way.len() >= self.pace.all {
            return;
        }
        let due = self
            .store
            .reading(Caller::System, "webhooks.due", |unit| async move {
                due_webhooks(&unit).await
            });
        let mut due = due.await.unwrap_or_else(|error| {
            tracing::warn!(%error, "it could not be read what webhooks wait for");
            Vec::new()
        });
        self.receivers
            .retain(|id, receiver| receiver.under_way > 0 || due.contains(id));
        if due.is_empty() {
            return;
        }
        let first = self.rounds % due.len();
        due.rotate_left(first);
        self.rounds = self.rounds.wrapping_add(1);
        due.sort_by_key(|webhook| self.under_way_to(*webhook));
        for webhook in due {
            self.take(webhook).await;
        }
    }

    /// Begins to deliver what is due for a webhook, as far as there are places.
    async fn take(&mut self, webhook: WebhookId) {
        let places = self.places(webhook);
        if places == 0 {
            return;
        }
        let most = u64::try_from(places).unwrap_or(u64::MAX);
        let taken = self
            .store
            .unit(Caller::System, "webhooks.take", move |unit| async move {
                take_deliveries(&unit, webhook, most).await
            });
        match taken.await {
            Ok(taken) => {
                for outgoing in taken {
                    self.begin(webhook, outgoing);
                }
            }
            Err(error) => {
                tracing::warn!(%error, "what webhooks wait for could not be taken; it is tried again");
            }
        }
    }

    fn under_way_to(&self, webhook: WebhookId) -> usize {
        let receiver = self.receivers.get(&webhook);
        receiver.map_or(0, |receiver| receiver.under_way)
    }

    /// Whether so much is under way that a place which becomes free is given away by the next round.
    fn is_crowded(&self) -> bool {
        self.under_way.len() >= self.pace.all - self.pace.all / 4
    }

    fn places(&self, webhook: WebhookId) -> usize {
        let receiver = self.receivers.get(&webhook).copied().unwrap_or_default();
        let each = if receiver.is_failing {
            1
        } else {
            self.pace.each
        };
        let all = self.pace.all.saturating_sub(self.under_way.len());
        each.saturating_sub(receiver.under_way).min(all)
    }

    fn begin(&mut self, webhook: WebhookId, outgoing: Outgoing) {
        let delivery = deliver(self.store.clone(), self.sender.clone(), outgoing);
        let task = self.under_way.spawn(delivery);
        self.going_to.insert(task.id(), webhook);
        self.receivers.entry(webhook).or_default().under_way += 1;
    }

    /// One place is free again: what waits behind it comes next, unless others may wait for places.
    async fn ended(&mut self, ended: Result<(Id, Attempt), JoinError>) {
        let (id, is_failing) = match ended {
            Ok((id, attempt)) => (id, attempt.verdict() != Verdict::Delivered),
            Err(panic) => {
                tracing::error!(%panic, "delivering to a webhook");
                (panic.id(), true)
            }
        };
        let Some(webhook) = self.going_to.remove(&id) else {
            return;
        };
        let receiver = self.receivers.entry(webhook).or_default();
        receiver.under_way = receiver.under_way.saturating_sub(1);
        receiver.is_failing = is_failing;
        if receiver.under_way == 0 && !is_failing {
            self.receivers.remove(&webhook);
        }
        if !is_failing && !self.is_crowded() {
            self.take(webhook).await;
        }
    }

    async fn sweep(&mut self) {
        let is_due = self
            .swept
            .is_none_or(|swept| swept.elapsed() >= BETWEEN_SWEEPS);
        if !is_due {
            return;
        }
        self.swept = Some(Instant::now());
        let swept = self
            .store
            .unit(Caller::System, "webhooks.sweep", |unit| async move {
                sweep(&unit).await
            });
        if let Err(error) = swept.await {
            tracing::warn!(%error, "what webhooks were sent long ago is forgotten later");
        }
    }
}

async fn deliver(store: Store, sender: Arc<Sender>, outgoing: Outgoing) -> Attempt {
    let attempt = sender.send(&outgoing).await;
    if attempt.verdict() != Verdict::Delivered {
        let (id, address) = (&outgoing.id, &outgoing.address);
        tracing::info!(?attempt, %id, %address, "a webhook could not be delivered");
    }
    let claim = outgoing.claim;
    let noted = store.unit(Caller::System, "webhooks.settle", move |unit| async move {
        settle(&unit, claim, attempt).await
    });
    if let Err(error) = noted.await {
        tracing::warn!(%error, "what became of a webhook could not be noted; it is sent again");
    }
    attempt
}
