use std::sync::{Mutex, PoisonError};

use domain::Error;
use sea_orm::EntityTrait;
use tokio::sync::oneshot;

use super::Store;
use crate::{Failure, Outcome, audit::entity};

/// The most requests whose events are written at once.
const TOGETHER: usize = 100;

/// Events that tell of reads, and wait for being written.
#[derive(Default)]
pub(super) struct Events {
    waiting: Mutex<Vec<Waiting>>,
    turn: tokio::sync::Mutex<()>,
}

/// The events of one request, and whom to tell whether they are written.
struct Waiting {
    events: Vec<entity::ActiveModel>,
    written: oneshot::Sender<Written>,
}

/// Whether events were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Yes,
    /// Trying again later is worthwhile.
    NotNow,
    No,
}

impl Events {
    fn add(&self, events: Vec<entity::ActiveModel>) -> oneshot::Receiver<Written> {
        let (written, told) = oneshot::channel();
        let waiting = Waiting { events, written };
        let mut all = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(waiting);
        told
    }

    fn take(&self) -> Vec<Waiting> {
        let mut all = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let some = all.len().min(TOGETHER);
        all.drain(..some).collect()
    }
}

impl Store {
    /// Writes the events of a request that has read, with those of others that came meanwhile:
    /// whoever has the turn writes for all who wait.
    ///
    /// # Errors
    /// When they could not be written: nobody is shown what nobody will know of.
    pub(super) async fn write_events(&self, events: Vec<entity::ActiveModel>) -> Outcome<()> {
        if events.is_empty() {
            return Ok(());
        }
        let mut told = self.events.add(events);
        let turn = self.events.turn.lock().await;
        let written = loop {
            match told.try_recv() {
                Ok(written) => break written,
                Err(oneshot::error::TryRecvError::Closed) => break Written::No,
                Err(oneshot::error::TryRecvError::Empty) => {
                    self.write_waiting(self.events.take()).await;
                }
            }
        };
        drop(turn);
        match written {
            Written::Yes => Ok(()),
            Written::NotNow => Err(Failure::Answer(Error::Unavailable)),
            Written::No => Err(Failure::Broken("events could not be recorded".to_owned())),
        }
    }

    /// If they cannot be written together, each is tried by itself.
    async fn write_waiting(&self, waiting: Vec<Waiting>) {
        let all = waiting.iter().flat_map(|one| one.events.clone()).collect();
        let together = self.write_rows(all).await;
        for one in waiting {
            let written = if together == Written::Yes {
                together
            } else {
                self.write_rows(one.events).await
            };
            // Whoever does not wait any more need not be told.
            let _ = one.written.send(written);
        }
    }

    async fn write_rows(&self, rows: Vec<entity::ActiveModel>) -> Written {
        let Err(failure) = self.insert(rows).await else {
            return Written::Yes;
        };
        tracing::error!(%failure, "events could not be recorded");
        match self.answer(&failure) {
            Error::Unavailable => Written::NotNow,
            _ => Written::No,
        }
    }

    async fn insert(&self, rows: Vec<entity::ActiveModel>) -> Outcome<()> {
        let _turn = self.turn().await?;
        entity::Entity::insert_many(rows)
            .exec_without_returning(&self.recording)
            .await?;
        Ok(())
    }
}
