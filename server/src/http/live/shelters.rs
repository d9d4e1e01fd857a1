//! Open boards of shelters: woken when something in a shelter is another.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use domain::{
    access::{Actor, Permission},
    ids::{DistrictId, ShelterId},
};
use services::{
    Caller, Store,
    shelters::{self, ShelterVersion},
};
use tokio::sync::watch;

use super::asking::Asking;

/// How often it is asked how far shelters have come, unless another process tells.
const PAUSE: Duration = Duration::from_secs(1);
/// How long is waited for more once somebody has told: what happens together is asked for once.
const TOGETHER: Duration = Duration::from_millis(50);

/// How far every shelter has come.
type Versions = BTreeMap<ShelterId, (DistrictId, (i64, i64))>;

/// The open boards.
#[derive(Clone)]
pub(super) struct Shelters(Arc<Inner>);

struct Inner {
    versions: watch::Sender<Option<Arc<Versions>>>,
    asking: Asking,
}

impl Default for Shelters {
    fn default() -> Self {
        Self(Arc::new(Inner {
            versions: watch::Sender::new(None),
            asking: Asking::default(),
        }))
    }
}

/// Which shelters a board shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// All of the city.
    All,
    /// One of the reader's district.
    One(ShelterId),
}

impl Which {
    /// What stands in the address: `all`, or the id of a shelter.
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "all" => Some(Self::All),
            id => id.parse().ok().map(Self::One),
        }
    }
}

/// An open board.
pub(super) struct Watched {
    versions: watch::Receiver<Option<Arc<Versions>>>,
    which: Which,
    /// What was last told, or what the reader knows from before.
    told: Option<String>,
}

impl Shelters {
    /// Opens a board. `known` is what its reader was last told, in an earlier stream.
    ///
    /// # Errors
    /// As [`shelters::may_watch`].
    pub(super) async fn open(
        &self,
        store: &Store,
        caller: Caller,
        which: Which,
        known: Option<String>,
    ) -> domain::Result<Watched> {
        let one = match which {
            Which::All => None,
            Which::One(id) => Some(id),
        };
        store
            .reading(caller, "shelters.watch", move |unit| async move {
                shelters::may_watch(&unit, one).await
            })
            .await?;
        let versions = self.0.versions.subscribe();
        if self.0.asking.has_to_begin() {
            tokio::spawn(self.clone().ask(store.clone()));
        }
        Ok(Watched {
            versions,
            which,
            told: known,
        })
    }

    /// Asks as long as any board is open.
    async fn ask(self, store: Store) {
        let mut heard = store.hear(shelters::CHANNEL).await;
        loop {
            let asked = store.reading(Caller::System, "shelters.versions", |unit| async move {
                shelters::versions(&unit).await
            });
            match asked.await {
                Ok(versions) => self.tell(versions),
                Err(error) => tracing::warn!(%error, "how far shelters have come is asked again"),
            }
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                () = heard.next() => tokio::time::sleep(TOGETHER).await,
            }
            if self
                .0
                .asking
                .may_end(|| self.0.versions.receiver_count() == 0)
            {
                return;
            }
        }
    }

    fn tell(&self, versions: Vec<ShelterVersion>) {
        let versions: Versions = versions
            .into_iter()
            .map(|one| (one.id, (one.district, one.version)))
            .collect();
        self.0.versions.send_if_modified(|known| {
            let differs = known.as_deref() != Some(&versions);
            if differs {
                *known = Some(Arc::new(versions));
            }
            differs
        });
    }
}

impl Watched {
    /// Waits until something in any shelter is another.
    pub(super) async fn moved(&mut self) {
        if self.versions.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// What is told: how far the shelters of this board have come, if that is not what was told
    /// before; `None` inside where the reader may not know of them any more.
    pub(super) fn news(&mut self, actor: &Actor) -> Option<String> {
        let versions = self.versions.borrow_and_update().clone()?;
        let mark = mark_seen(&versions, self.which, actor);
        if self.told.as_ref() == Some(&mark) {
            return None;
        }
        self.told = Some(mark.clone());
        Some(mark)
    }

    /// What was last told.
    pub(super) fn told(&self) -> &str {
        self.told.as_deref().unwrap_or_default()
    }
}

/// How far the shelters have come, as far as the reader may know of them.
fn mark_seen(versions: &Versions, which: Which, actor: &Actor) -> String {
    let Ok(reach) = actor.reach(Permission::SHELTERS_READ) else {
        return String::new();
    };
    let seen = versions.iter().filter(|(id, (district, _))| match which {
        Which::All => true,
        Which::One(one) => **id == one && reach.district().is_none_or(|own| own == *district),
    });
    domain::shelters::mark(seen.map(|(_, (_, version))| *version))
}
