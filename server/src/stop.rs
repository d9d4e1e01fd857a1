//! Telling what runs in the background to come to its end.

use tokio::sync::watch;

/// Says when it is time to stop, to as many as hear it.
#[derive(Debug)]
pub struct Stop(watch::Sender<bool>);

/// Hears when it is time to stop.
#[derive(Clone, Debug)]
pub struct Stopped(watch::Receiver<bool>);

impl Default for Stop {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Stop {
    /// Tells everybody.
    pub fn tell(&self) {
        self.0.send_replace(true);
    }

    /// Somebody who hears it.
    pub fn hears(&self) -> Stopped {
        Stopped(self.0.subscribe())
    }
}

impl Stopped {
    /// Waits until it is time to stop.
    pub async fn told(&mut self) {
        // Whoever could say it is gone: then there is nothing more to come, either.
        let _ = self.0.wait_for(|told| *told).await;
    }

    /// Whether it is time to stop.
    pub fn is_told(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits for the next round of a clock; false when it is time to stop instead.
    pub async fn next(&mut self, rounds: &mut tokio::time::Interval) -> bool {
        tokio::select! {
            biased;
            () = self.told() => false,
            _ = rounds.tick() => true,
        }
    }
}
