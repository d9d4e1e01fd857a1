//! How the process comes to its end.

use std::{io, time::Duration};

use services::Store;
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    task::{JoinHandle, JoinSet},
    time::timeout,
};

use super::sealing;

/// How long the last work takes at most, once nobody waits for an answer any more.
const LAST_WORK: Duration = Duration::from_secs(10);

/// Hears when the process is told to stop. Before anybody listens, a signal ends it at once.
pub(super) struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    pub(super) fn listen() -> Result<Self, String> {
        let hear = |kind| signal(kind).map_err(|error| format!("signals: {error}"));
        Ok(Self {
            interrupt: hear(SignalKind::interrupt())?,
            terminate: hear(SignalKind::terminate())?,
        })
    }

    /// Waits until the process is told.
    pub(super) async fn told(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// What has to come to its end.
pub(super) struct Running {
    pub(super) serving: JoinHandle<io::Result<()>>,
    pub(super) background: JoinSet<()>,
    pub(super) store: Store,
    pub(super) within: Duration,
}

impl Running {
    /// Waits for what has begun, and no longer than it may take: a client that never reads its
    /// answer, or never ends its question, holds nobody up for ever.
    pub(super) async fn end(self) {
        let Self {
            serving,
            background,
            store,
            within,
        } = self;
        if timeout(within, serving).await.is_err() {
            let seconds = within.as_secs();
            tracing::warn!(
                seconds,
                "requests were still on their way; they are cut off"
            );
        }
        let last = async {
            background.join_all().await;
            store.until_quiet().await;
            sealing::once_more(&store).await;
            store.close().await;
        };
        if timeout(LAST_WORK, last).await.is_err() {
            let seconds = LAST_WORK.as_secs();
            tracing::warn!(
                seconds,
                "the last work took too long; what had begun is undone"
            );
        }
    }
}
