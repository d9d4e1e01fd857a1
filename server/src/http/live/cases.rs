//! Pages of cases that are open in this process: kept fresh, and woken when something is another.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use domain::{
    cases::{CaseNumber, CasePresence},
    ids::CaseId,
};
use services::{
    Caller, Store,
    cases::{self, OpenPage, Stands},
};
use tokio::sync::broadcast;

use super::asking::Asking;

/// How often it is asked how the cases stand that somebody has open here.
const PAUSE: Duration = Duration::from_secs(1);
/// After how many of these it is said again that the pages are open.
const ROUNDS_BETWEEN: u32 = 10;
/// How many changes a slow listener may fall behind before it simply looks.
const BEHIND: usize = 256;

/// The open pages.
#[derive(Clone)]
pub(super) struct Cases(Arc<Inner>);

struct Inner {
    moved: broadcast::Sender<CaseId>,
    pages: Mutex<BTreeMap<u64, OpenPage>>,
    last: AtomicU64,
    asking: Asking,
}

impl Default for Cases {
    fn default() -> Self {
        Self(Arc::new(Inner {
            moved: broadcast::Sender::new(BEHIND),
            pages: Mutex::default(),
            last: AtomicU64::new(0),
            asking: Asking::default(),
        }))
    }
}

/// A page of a case, open until it is dropped.
pub(super) struct Page {
    cases: Cases,
    store: Store,
    key: u64,
    open: OpenPage,
    number: CaseNumber,
    moved: broadcast::Receiver<CaseId>,
}

impl Cases {
    /// Opens a page of a case.
    ///
    /// # Errors
    /// As [`cases::open_page`].
    pub(super) async fn open(
        &self,
        store: &Store,
        caller: Caller,
        number: CaseNumber,
    ) -> domain::Result<Page> {
        let moved = self.0.moved.subscribe();
        let asked = number.clone();
        let purpose = format!("cases.open_page {number}");
        let page = store.unit(caller, purpose, move |unit| async move {
            cases::open_page(&unit, &asked).await
        });
        let page = page.await?;
        let key = self.0.last.fetch_add(1, Ordering::Relaxed);
        self.pages().insert(key, page);
        if self.0.asking.has_to_begin() {
            tokio::spawn(self.clone().ask(store.clone()));
        }
        Ok(Page {
            cases: self.clone(),
            store: store.clone(),
            key,
            open: page,
            number,
            moved,
        })
    }

    fn pages(&self) -> MutexGuard<'_, BTreeMap<u64, OpenPage>> {
        self.0.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_idle(&self) -> bool {
        self.pages().is_empty()
    }

    /// Asks as long as any page is open.
    async fn ask(self, store: Store) {
        let mut known = Stands::new();
        for round in 1_u32.. {
            tokio::time::sleep(PAUSE).await;
            if self.0.asking.may_end(|| self.is_idle()) {
                return;
            }
            if round % ROUNDS_BETWEEN == 0 {
                self.keep_open(&store).await;
            }
            known = self.look(&store, known).await;
        }
    }

    async fn keep_open(&self, store: &Store) {
        let pages: Vec<OpenPage> = {
            let pages = self.pages();
            pages
                .values()
                .copied()
                .filter(|page| page.told.is_some())
                .collect()
        };
        if pages.is_empty() {
            return;
        }
        let kept = store.unit(
            Caller::System,
            "cases.keep_pages_open",
            move |unit| async move { cases::keep_pages_open(&unit, &pages).await },
        );
        if let Err(error) = kept.await {
            tracing::warn!(%error, "that pages are open is said again later");
        }
    }

    /// Wakes the pages of those cases that stand otherwise than before.
    async fn look(&self, store: &Store, known: Stands) -> Stands {
        let open: BTreeSet<CaseId> = self.pages().values().map(|page| page.case).collect();
        let asked = open.clone();
        let stands = store.reading(
            Caller::System,
            "cases.how_cases_stand",
            move |unit| async move { cases::how_cases_stand(&unit, &asked).await },
        );
        match stands.await {
            Ok(stands) => {
                for case in open {
                    if stands.get(&case) != known.get(&case) {
                        // Nobody listens any more: then nobody has to be woken.
                        let _ = self.0.moved.send(case);
                    }
                }
                stands
            }
            Err(error) => {
                tracing::warn!(%error, "how cases stand is asked again");
                known
            }
        }
    }
}

impl Page {
    /// Waits until something about the case is another.
    pub(super) async fn moved(&mut self) {
        loop {
            match self.moved.recv().await {
                Ok(case) if case != self.open.case => {}
                _ => return,
            }
        }
    }

    /// Who else has the case open and how it stands, as far as this caller may know.
    ///
    /// # Errors
    /// As [`cases::case_presence`].
    pub(super) async fn presence(&self, caller: Caller) -> domain::Result<CasePresence> {
        let number = self.number.clone();
        let purpose = format!("cases.presence {number}");
        let presence = self.store.reading(caller, purpose, move |unit| async move {
            cases::case_presence(&unit, &number).await
        });
        presence.await
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.cases.pages().remove(&self.key);
        let (store, page) = (self.store.clone(), self.open);
        if page.told.is_none() {
            return;
        }
        tokio::spawn(async move {
            let closed = store.unit(Caller::System, "cases.close_page", move |unit| async move {
                cases::close_page(&unit, page).await
            });
            // Where it is not told, it is forgotten a little later.
            if let Err(error) = closed.await {
                tracing::debug!(%error, "that a page was closed could not be told");
            }
        });
    }
}
