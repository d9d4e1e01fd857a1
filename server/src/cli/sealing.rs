//! Audit events are sealed while the process serves.

use std::time::Duration;

use services::{
    Store,
    audit::{Look, seal_events},
};

use crate::stop::Stopped;

/// How often what is stored is sealed: until then a change to it is not found.
const BETWEEN_ROUNDS: Duration = Duration::from_secs(10);
/// Every so many rounds, and at first, it is looked back as far as a unit of work may take.
const ROUNDS_BETWEEN_FAR: u64 = 30;

/// Seals what is stored, again and again. A unit of work that was begun runs to its end.
pub(super) async fn by_the_clock(store: Store, mut stopped: Stopped) {
    let mut rounds = tokio::time::interval(BETWEEN_ROUNDS);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut round: u64 = 0;
    while stopped.next(&mut rounds).await {
        let look = if round.is_multiple_of(ROUNDS_BETWEEN_FAR) {
            Look::Far
        } else {
            Look::Near
        };
        seal(&store, look).await;
        round += 1;
    }
}

/// Seals what the last requests left, when the process ends.
pub(super) async fn once_more(store: &Store) {
    seal(store, Look::Far).await;
}

async fn seal(store: &Store, look: Look) {
    match seal_events(store, look).await {
        Ok(count) => tracing::debug!(count, "audit events are sealed"),
        Err(error) => tracing::warn!(%error, "audit events wait for the next time to be sealed"),
    }
}
