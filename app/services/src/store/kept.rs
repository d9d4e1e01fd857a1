//! Connections that are kept while nobody needs them; whoever needs one gets the one that was used
//! last, which remembers most.

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use sea_orm::{
    DatabaseConnection, DbBackend, DbErr,
    sqlx::{
        self, Connection, Database, Pool, Postgres, Sqlite,
        pool::{PoolConnection, PoolOptions},
    },
};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
};

use super::{
    IDLE, WAIT,
    sent::{not_acquired, not_executed},
};

/// How long the end of a transaction that has read may wait for something to be sent along with.
const SOON: Duration = Duration::from_millis(2);

/// How long it may take to finish a connection, and how long somebody waits for that before opening
/// another one. It is one round trip.
const FINISHED: Duration = Duration::from_secs(1);

/// How long the pool keeps what it was given back because something went wrong.
const DOUBTED: Duration = Duration::from_mins(1);

/// A kind of database whose connections are kept.
pub(super) trait Keeps: Database {
    /// Whether what nobody waits for is on its way at once, and not only with what is asked next.
    const SENDS_AT_ONCE: bool;
}

impl Keeps for Postgres {
    const SENDS_AT_ONCE: bool = false;
}

impl Keeps for Sqlite {
    const SENDS_AT_ONCE: bool = true;
}

/// As many connections as there are places, to either database.
pub(super) enum Connections {
    Postgres(Kept<Postgres>),
    Sqlite(Kept<Sqlite>),
}

impl Connections {
    /// As many as the database was opened with, and on SQLite so many more for [`Self::apart`].
    pub(super) fn of(db: &DatabaseConnection, more: u32) -> Self {
        if db.get_database_backend() == DbBackend::Postgres {
            let pool = db.get_postgres_connection_pool();
            let places = pool.options().get_max_connections();
            let options = (*pool.connect_options()).clone();
            Self::Postgres(Kept::new(Rest::new(places, options), places))
        } else {
            let pool = db.get_sqlite_connection_pool();
            let places = pool.options().get_max_connections();
            let options = (*pool.connect_options()).clone();
            Self::Sqlite(Kept::new(Rest::new(places + more, options), places))
        }
    }

    /// Places apart from these. On PostgreSQL their connections begin with settings of their own.
    /// On SQLite, where a connection forgets what it has read when another one writes, they are the
    /// same connections.
    pub(super) fn apart(
        &self,
        places: u32,
        settings: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Self {
        match self {
            Self::Postgres(kept) => {
                let options = (*kept.rest.pool.connect_options()).clone();
                let options = options.options(settings);
                Self::Postgres(Kept::new(Rest::new(places, options), places))
            }
            Self::Sqlite(kept) => Self::Sqlite(Kept::new(kept.rest.clone(), places)),
        }
    }

    pub(super) const fn backend(&self) -> DbBackend {
        match self {
            Self::Postgres(_) => DbBackend::Postgres,
            Self::Sqlite(_) => DbBackend::Sqlite,
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not, or no connection is free in time.
    pub(super) async fn ping(&self) -> Result<(), DbErr> {
        match self {
            Self::Postgres(kept) => kept.ping().await,
            Self::Sqlite(kept) => kept.ping().await,
        }
    }

    /// Ends the connections that nobody has needed for so long, but for the one that was used last.
    pub(super) async fn end_unneeded(&self, rested: Duration) {
        match self {
            Self::Postgres(kept) => kept.rest.end_unneeded(rested).await,
            Self::Sqlite(kept) => kept.rest.end_unneeded(rested).await,
        }
    }

    /// Ends every connection, and those that share them as well.
    pub(super) async fn close(&self) {
        match self {
            Self::Postgres(kept) => kept.close().await,
            Self::Sqlite(kept) => kept.close().await,
        }
    }
}

/// Places for whoever uses connections at the same time.
pub(super) struct Kept<D: Database> {
    rest: Arc<Rest<D>>,
    places: Arc<Semaphore>,
}

impl<D: Database> Clone for Kept<D> {
    fn clone(&self) -> Self {
        Self {
            rest: self.rest.clone(),
            places: self.places.clone(),
        }
    }
}

/// Where connections rest.
struct Rest<D: Database> {
    pool: Pool<D>,
    /// None any more, once they are closed.
    resting: Mutex<Option<Vec<Resting<D>>>>,
    /// Held while what was left is sent on a connection, which rests again right behind.
    finishing: tokio::sync::Mutex<()>,
}

struct Resting<D: Database> {
    connection: PoolConnection<D>,
    since: Instant,
    /// Whether nothing is left to be sent on it.
    is_finished: bool,
}

impl<D: Database> Rest<D> {
    fn new(connections: u32, options: <D::Connection as Connection>::Options) -> Arc<Self> {
        let pool = PoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(WAIT)
            .idle_timeout(DOUBTED)
            .connect_lazy_with(options);
        Arc::new(Self {
            pool,
            resting: Mutex::new(Some(Vec::new())),
            finishing: tokio::sync::Mutex::default(),
        })
    }

    async fn take(&self) -> Result<PoolConnection<D>, DbErr> {
        if let Some(Resting {
            mut connection,
            since,
            ..
        }) = self.take_rested().await
        {
            if since.elapsed() < IDLE || connection.ping().await.is_ok() {
                return Ok(connection);
            }
            let _ = connection.close().await;
        }
        self.pool.acquire().await.map_err(not_acquired)
    }

    /// The connection that was used last. One that is only being finished is sooner there than a new
    /// one is opened.
    async fn take_rested(&self) -> Option<Resting<D>> {
        let last = || self.resting().as_mut().and_then(Vec::pop);
        if let Some(rested) = last() {
            return Some(rested);
        }
        let _finished = tokio::time::timeout(FINISHED, self.finishing.lock()).await;
        last()
    }

    /// A connection on which something is left to be sent, and has been for some time.
    fn take_unfinished(&self) -> Option<PoolConnection<D>> {
        let mut resting = self.resting();
        let all = resting.as_mut()?;
        let place = all
            .iter()
            .position(|one| !one.is_finished && one.since.elapsed() >= SOON)?;
        Some(all.remove(place).connection)
    }

    async fn end_unneeded(&self, rested: Duration) {
        for one in self.take_unneeded(rested) {
            let _ = one.connection.close().await;
        }
    }

    /// Whoever puts a connection by puts it last, so those that have rested longest stand first.
    fn take_unneeded(&self, rested: Duration) -> Vec<Resting<D>> {
        let mut resting = self.resting();
        let Some(all) = resting.as_mut() else {
            return Vec::new();
        };
        let long = all.iter().take_while(|one| one.since.elapsed() >= rested);
        let unneeded = long.count().min(all.len().saturating_sub(1));
        all.drain(..unneeded).collect()
    }

    fn resting(&self) -> MutexGuard<'_, Option<Vec<Resting<D>>>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<D: Database> Kept<D> {
    fn new(rest: Arc<Rest<D>>, places: u32) -> Self {
        let places = Arc::new(Semaphore::new(places as usize));
        Self { rest, places }
    }

    /// A connection to be used.
    ///
    /// # Errors
    /// When none is free in time, or none is to be had.
    pub(super) async fn lend(&self) -> Result<Lent<D>, DbErr> {
        let place = tokio::time::timeout(WAIT, self.places.clone().acquire_owned()).await;
        let Ok(Ok(place)) = place else {
            return Err(not_acquired(sqlx::Error::PoolTimedOut));
        };
        Ok(Lent {
            connection: self.rest.take().await?,
            kept: self.clone(),
            _place: place,
        })
    }

    /// Sends what is left to be sent on connections that nobody has needed since. While every place
    /// is taken, all of them are in use.
    async fn finish_resting(&self) {
        loop {
            let _finishing = self.rest.finishing.lock().await;
            let Ok(place) = self.places.clone().try_acquire_owned() else {
                return;
            };
            let Some(connection) = self.rest.take_unfinished() else {
                return;
            };
            let lent = Lent {
                connection,
                kept: self.clone(),
                _place: place,
            };
            lent.finish().await;
        }
    }

    async fn ping(&self) -> Result<(), DbErr> {
        self.lend().await?.ping_and_rest().await
    }

    async fn close(&self) {
        self.places.close();
        // The pool waits for all that were taken from it; those in use go back to it by themselves.
        drop(self.rest.resting().take());
        self.rest.pool.close().await;
    }
}

/// A connection that is in use. If it is only dropped, the pool looks whether it is still good.
pub(super) struct Lent<D: Database> {
    connection: PoolConnection<D>,
    kept: Kept<D>,
    _place: OwnedSemaphorePermit,
}

impl<D: Database> Lent<D> {
    /// Puts the connection by, on which nothing is left to be sent.
    pub(super) fn rest(self) {
        self.put_by(true);
    }

    fn put_by(self, is_finished: bool) {
        if let Some(resting) = self.kept.rest.resting().as_mut() {
            resting.push(Resting {
                connection: self.connection,
                since: Instant::now(),
                is_finished,
            });
        }
    }

    /// Sends what is left to be sent. Whoever has to know of a failure hears of it with the next that
    /// is asked.
    async fn finish(mut self) {
        match tokio::time::timeout(FINISHED, self.connection.ping()).await {
            Ok(Ok(())) => self.rest(),
            Ok(Err(_)) => self.doubt(),
            Err(_) => self.end(),
        }
    }

    async fn ping_and_rest(mut self) -> Result<(), DbErr> {
        match self.connection.ping().await {
            Ok(()) => {
                self.rest();
                Ok(())
            }
            Err(error) => {
                self.doubt();
                Err(not_executed(error))
            }
        }
    }

    /// Has this connection and all that rest looked at by the pool: whatever went wrong here may be
    /// wrong with them, too.
    pub(super) fn doubt(self) {
        if let Some(resting) = self.kept.rest.resting().as_mut() {
            resting.clear();
        }
    }

    /// Ends the connection, which nobody may have any more, and has the others looked at.
    pub(super) fn end(mut self) {
        self.connection.close_on_drop();
        self.doubt();
    }
}

impl<D: Keeps> Lent<D> {
    /// Puts the connection by with what was begun on it. It is sent along with what is asked next,
    /// or by itself if nothing is asked soon.
    pub(super) fn rest_unfinished(self) {
        if D::SENDS_AT_ONCE {
            return self.rest();
        }
        let kept = self.kept.clone();
        if let Ok(runtime) = Handle::try_current() {
            self.put_by(false);
            runtime.spawn(async move {
                tokio::time::sleep(SOON).await;
                kept.finish_resting().await;
            });
        }
    }
}

impl<D: Database> Deref for Lent<D> {
    type Target = D::Connection;

    fn deref(&self) -> &Self::Target {
        &self.connection
    }
}

impl<D: Database> DerefMut for Lent<D> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.connection
    }
}
