//! How many streams one user may have open at a time.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use domain::ids::UserId;
use tokio::sync::oneshot;

/// The most streams of one user. One more ends the oldest, which nobody has looked at for longest.
const STREAMS_MAX: usize = 20;

/// Every stream of the process, by user, the oldest first.
#[derive(Clone, Default)]
pub(super) struct Streams(Arc<Mutex<BTreeMap<UserId, VecDeque<Open>>>>);

struct Open {
    number: u64,
    /// Gone with it, the stream ends.
    _end: oneshot::Sender<()>,
}

/// The right to one stream, until it is dropped.
pub(super) struct Ticket {
    streams: Streams,
    user: UserId,
    number: u64,
    ended: oneshot::Receiver<()>,
}

impl Streams {
    /// One more stream of this user.
    pub(super) fn begin(&self, user: UserId) -> Ticket {
        let (end, ended) = oneshot::channel();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = all.entry(user).or_default();
        let number = own.back().map_or(0, |last| last.number + 1);
        own.push_back(Open { number, _end: end });
        if own.len() > STREAMS_MAX {
            own.pop_front();
        }
        Ticket {
            streams: self.clone(),
            user,
            number,
            ended,
        }
    }
}

impl Ticket {
    /// Waits until a later stream has taken its place.
    pub(super) async fn ended(&mut self) {
        // The other side says nothing; it goes.
        let _ = (&mut self.ended).await;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut all = self
            .streams
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = all.get_mut(&self.user) {
            own.retain(|open| open.number != self.number);
            if own.is_empty() {
                all.remove(&self.user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[test]
    fn one_stream_too_many_ends_the_oldest_of_the_same_user() {
        let streams = Streams::default();
        let (me, other) = (
            UserId(uuid::Uuid::from_u128(1)),
            UserId(uuid::Uuid::from_u128(2)),
        );
        let mut others = streams.begin(other);
        let mut mine: Vec<Ticket> = (0..STREAMS_MAX).map(|_| streams.begin(me)).collect();
        assert!(mine[0].ended().now_or_never().is_none());
        mine.push(streams.begin(me));
        assert!(mine[0].ended().now_or_never().is_some());
        assert!(mine[1].ended().now_or_never().is_none());
        assert!(others.ended().now_or_never().is_none());
        mine.truncate(2);
        mine.push(streams.begin(me));
        assert!(
            mine[1].ended().now_or_never().is_none(),
            "there is room again"
        );
    }
}
