//! What writers know, held against what the database holds.

use std::{collections::BTreeMap, time::Duration};

use super::{
    stored::{self, Stored},
    writer::{Pending, Writer},
};
use crate::{Kind, World};

/// What became of attempts that were not answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unanswered {
    /// Those that are there, whole.
    pub whole: usize,
    /// Those of which nothing is there.
    pub absent: usize,
}

/// Everything that was acknowledged is there, and everything else whole or not at all. A
/// registration that turns out to be there is known to its writer afterwards.
///
/// # Panics
/// When anything is there by half, missing, twice, or more than anybody sent; or when a transaction
/// or a lock is left.
pub async fn hold(world: &World, writers: &mut [Writer]) -> Unanswered {
    until_quiet(world).await;
    let mut stored = stored::stored(&world.database).await;
    let mut unanswered = Unanswered::default();
    for writer in writers {
        hold_one(&mut stored, writer, &mut unanswered);
    }
    assert!(stored.is_empty(), "nobody sent these: {stored:?}");
    stored::found_as_stored(world).await;
    unanswered
}

fn hold_one(
    stored: &mut BTreeMap<String, Stored>,
    writer: &mut Writer,
    unanswered: &mut Unanswered,
) {
    let last = writer.cases.len();
    for (place, known) in (1..).zip(&writer.cases) {
        let found = stored.remove(&known.family);
        let found = found.unwrap_or_else(|| panic!("{} is lost", known.family));
        assert_eq!(found.number, known.number);
        let mut wanted = known.given.clone();
        if let Some(Pending::Save(given)) = writer.pending.as_ref().filter(|_| place == last) {
            if found.given.len() > wanted.len() {
                wanted.push(given.clone());
                unanswered.whole += 1;
            } else {
                unanswered.absent += 1;
            }
        }
        assert_eq!(found.given, wanted, "the saves of {}", known.family);
    }
    if let Some(Pending::Register(family)) = writer.pending.clone() {
        match stored.remove(&family) {
            Some(found) => {
                assert_eq!(found.given.len(), 1, "{family}");
                unanswered.whole += 1;
                writer.registered(found.number, family);
            }
            None => unanswered.absent += 1,
        }
    }
}

/// Waits until nobody but us has a transaction open or holds a lock. PostgreSQL ends in a moment what
/// belongs to a client that has gone; on SQLite the system gives the locks of a dead process back,
/// and whoever writes next would meet one that is left.
///
/// # Panics
/// When somebody has left one.
pub(super) async fn until_quiet(world: &World) {
    if world.database.kind == Kind::Sqlite {
        return;
    }
    for _ in 0..600 {
        if open_transactions(world).await == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("somebody has left a transaction open");
}

/// How many transactions of others are open in PostgreSQL. Each holds the lock of its own virtual
/// number, which everybody may see; what others do at the moment only a superuser sees.
///
/// # Panics
/// When the database does not answer.
pub async fn open_transactions(world: &World) -> usize {
    const OPEN: &str = "SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid \
        WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() \
        AND l.locktype = 'virtualxid'";
    world.database.rows(OPEN).await.len()
}
