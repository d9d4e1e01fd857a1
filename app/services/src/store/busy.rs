use std::sync::Arc;

use tokio::sync::watch;

/// How many units of work are under way.
#[derive(Clone)]
pub(super) struct Busy(Arc<watch::Sender<usize>>);

/// A unit of work that is under way as long as this is there.
pub(super) struct AtWork(Busy);

impl Default for Busy {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl Busy {
    pub(super) fn begin(&self) -> AtWork {
        self.0.send_modify(|count| *count += 1);
        AtWork(self.clone())
    }

    pub(super) async fn until_quiet(&self) {
        // The sender is here, so the wait ends with what it waits for.
        let _ = self.0.subscribe().wait_for(|count| *count == 0).await;
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        let Self(busy) = self;
        busy.0.send_modify(|count| *count -= 1);
    }
}
