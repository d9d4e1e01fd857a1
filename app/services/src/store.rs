//! The store: opens the database, and runs units of work to their end.

mod busy;
mod events;
mod heard;
mod kept;
mod literal_limits;
mod opening;
mod power_cut;
mod sent;
mod standing;
mod stock;
mod transaction;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, SubsecRound, Utc};
use domain::Error;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, RuntimeErr, sqlx};
use tokio::sync::{Semaphore, SemaphorePermit};

use self::{busy::Busy, events::Events, kept::Connections, standing::Standing};
use crate::{
    Caller, Catalog, Failure, Outcome, Unit, audit,
    integration::Integration,
    source::{Clock, Entropy, SystemClock, SystemEntropy},
    tenancy,
    unit::{Outside, Surroundings},
};
pub use heard::Heard;
pub(crate) use heard::tell;
pub use opening::{connect, connect_to_load};
pub use transaction::{Listener, Transaction};

/// How long a unit waits for its turn, or for a connection.
const WAIT: Duration = Duration::from_secs(10);

/// How long a connection rests before it is asked for a sign of life when it is needed again.
const IDLE: Duration = Duration::from_secs(1);

/// The database with everything that units of work need.
#[derive(Clone)]
pub struct Store {
    db: DatabaseConnection,
    units: Arc<Connections>,
    clock: Arc<dyn Clock>,
    surroundings: Surroundings,
    hashing: Arc<Semaphore>,
    turn: Arc<Semaphore>,
    events: Arc<Events>,
    busy: Busy,
    door: Standing,
    recording: Standing,
    listener: Option<Listener>,
}

/// What a unit of work may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Reads,
    Writes,
}

impl Store {
    /// A store over an open database, with the machine's time and chance.
    pub fn new(db: DatabaseConnection, catalog: Catalog) -> Self {
        Self::with_sources(db, catalog, Arc::new(SystemClock), Arc::new(SystemEntropy))
    }

    /// A store with its own time and chance.
    pub fn with_sources(
        db: DatabaseConnection,
        catalog: Catalog,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        let units = Connections::of(&db, Standing::CONNECTIONS);
        Self {
            door: Standing::at_the_door(&units),
            recording: Standing::recording(&units),
            units: Arc::new(units),
            listener: None,
            db,
            clock,
            surroundings: Surroundings {
                entropy,
                catalog: Arc::new(catalog),
                districts: Arc::default(),
                outside: Outside::default(),
            },
            hashing: Arc::new(Semaphore::new(2)),
            turn: Arc::new(Semaphore::new(1)),
            events: Arc::default(),
            busy: Busy::default(),
        }
    }

    /// The forms and roles.
    pub fn catalog(&self) -> &Catalog {
        &self.surroundings.catalog
    }

    /// The same store where mail is sent: what is notified is written into the outbox as well.
    #[must_use]
    pub fn that_mails(mut self) -> Self {
        self.surroundings.outside.mails = true;
        self
    }

    /// The same store where outside systems are told in this way.
    #[must_use]
    pub fn that_tells(mut self, integration: Arc<Integration>) -> Self {
        self.surroundings.outside.integration = integration;
        self
    }

    /// The same store where somebody hears of every statement of a unit of work: what a use case
    /// asks the database can be counted, and explained.
    #[must_use]
    pub fn that_is_heard(mut self, listener: Listener) -> Self {
        self.listener = Some(listener);
        self
    }

    /// The same store with another catalogue.
    #[must_use]
    pub(crate) fn with_catalog(mut self, catalog: Catalog) -> Self {
        self.surroundings.catalog = Arc::new(catalog);
        self
    }

    /// Runs one unit of work on behalf of the caller.
    ///
    /// The work runs in a task of its own: a client that hangs up does not stop it half-way. Its
    /// transaction is committed when it succeeds, and rolled back otherwise. `purpose` names the
    /// work in the audit when it is refused.
    ///
    /// # Errors
    /// What the work answers. A fault of ours is logged, and answered with its reference alone.
    pub async fn unit<T, F, Fut>(
        &self,
        caller: Caller,
        purpose: impl Into<String> + Send,
        work: F,
    ) -> domain::Result<T>
    where
        T: Send + 'static,
        F: FnOnce(Unit) -> Fut + Send + 'static,
        Fut: Future<Output = Outcome<T>> + Send + 'static,
    {
        self.to_the_end(Access::Writes, caller, purpose.into(), work)
            .await
    }

    /// Runs one unit of work that only reads: it waits for no other unit, and the events that tell
    /// of it are written together with those of others. They are there before it answers.
    ///
    /// # Errors
    /// As [`Self::unit`]; and when the work writes after all, on PostgreSQL.
    pub async fn reading<T, F, Fut>(
        &self,
        caller: Caller,
        purpose: impl Into<String> + Send,
        work: F,
    ) -> domain::Result<T>
    where
        T: Send + 'static,
        F: FnOnce(Unit) -> Fut + Send + 'static,
        Fut: Future<Output = Outcome<T>> + Send + 'static,
    {
        self.to_the_end(Access::Reads, caller, purpose.into(), work)
            .await
    }

    async fn to_the_end<T, F, Fut>(
        &self,
        access: Access,
        caller: Caller,
        purpose: String,
        work: F,
    ) -> domain::Result<T>
    where
        T: Send + 'static,
        F: FnOnce(Unit) -> Fut + Send + 'static,
        Fut: Future<Output = Outcome<T>> + Send + 'static,
    {
        let store = self.clone();
        let at_work = self.busy.begin();
        let task = tokio::spawn(async move {
            let _at_work = at_work;
            let outcome = store.run(access, caller.clone(), work).await;
            if let Err(Failure::Answer(error)) = &outcome
                && is_refusal(error)
            {
                store.note_refusal(caller, purpose, error.clone()).await;
            }
            outcome
        });
        match task.await {
            Ok(outcome) => outcome.map_err(|failure| self.answer(&failure)),
            Err(panic) => Err(self.answer(&Failure::Broken(panic.to_string()))),
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// `Unavailable` when it does not.
    pub async fn ping(&self) -> domain::Result<()> {
        let answered = self.units.ping().await;
        answered.map_err(|error| self.answer(&error.into()))
    }

    /// Waits until no unit of work is under way, also none whose caller has gone.
    pub async fn until_quiet(&self) {
        self.busy.until_quiet().await;
    }

    /// Ends the connections that nobody has needed for so long: each keeps what it has read and the
    /// statements that it knows. One remains in each place where they are used.
    pub async fn end_unneeded_connections(&self, rested: Duration) {
        for standing in [&self.door, &self.recording] {
            standing.end_unneeded(rested).await;
        }
        self.units.end_unneeded(rested).await;
    }

    /// Ends every connection.
    pub async fn close(&self) {
        for standing in [&self.door, &self.recording] {
            standing.close().await;
        }
        self.units.close().await;
        if let Err(error) = self.db.close_by_ref().await {
            tracing::warn!(%error, "closing the database");
        }
    }

    /// Where somebody's session is looked up, before it is known who they are.
    pub(crate) fn door(&self) -> &Standing {
        &self.door
    }

    /// Single statements over the connections of units of work, outside any of them: what a unit
    /// costs is measured against them. PostgreSQL's wall lets nothing through unless such a
    /// statement has said who acts.
    pub fn bare(&self) -> impl ConnectionTrait + use<> {
        Standing::bare(self.units.clone())
    }

    /// A place among the few password hashes that are worked out at the same time.
    pub(crate) fn hashing(&self) -> &Semaphore {
        &self.hashing
    }

    async fn run<T, F, Fut>(&self, access: Access, caller: Caller, work: F) -> Outcome<T>
    where
        F: FnOnce(Unit) -> Fut,
        Fut: Future<Output = Outcome<T>>,
    {
        let reads = access == Access::Reads;
        let turn = if reads { None } else { self.turn().await? };
        let beginning = tenancy::beginning(self.db.get_database_backend(), &caller, reads);
        let transaction = Transaction::begin(&self.units, beginning, self.listener.clone()).await?;
        let unit = Unit::new(
            transaction,
            caller,
            self.now(),
            self.surroundings.clone(),
            reads,
        );
        let outcome = work(unit.clone()).await;
        let (transaction, events) = unit
            .into_parts()
            .ok_or_else(|| Failure::Broken("a unit of work outlived its work".into()))?;
        match outcome {
            // Nothing is to last, and nobody has to wait for its end.
            Ok(_) if reads => drop(transaction),
            Ok(_) => transaction.commit().await?,
            Err(_) => transaction.rollback().await?,
        }
        drop(turn);
        if outcome.as_ref().map_or_else(shows_data, |_| true) {
            self.write_events(events).await?;
        }
        outcome
    }

    /// SQLite lets one write at a time, and whoever waits for its lock asks again and again, in no
    /// order. So within this process units wait for their turn, first come, first served.
    async fn turn(&self) -> Outcome<Option<SemaphorePermit<'_>>> {
        if self.db.get_database_backend() != DbBackend::Sqlite {
            return Ok(None);
        }
        let turn = tokio::time::timeout(WAIT, self.turn.acquire()).await;
        match turn {
            Ok(Ok(turn)) => Ok(Some(turn)),
            _ => Err(Failure::Answer(Error::Unavailable)),
        }
    }

    /// The time, as exactly as both databases keep it.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now().trunc_subsecs(6)
    }

    async fn note_refusal(&self, caller: Caller, purpose: String, error: Error) {
        let noted = self
            .run(Access::Writes, caller, |unit| async move {
                audit::record_refusal(&unit, &purpose, &error).await
            })
            .await;
        if let Err(failure) = noted {
            tracing::error!(%failure, "a refusal could not be recorded");
        }
    }

    /// Turns a failure into what the caller may know.
    pub(crate) fn answer(&self, failure: &Failure) -> Error {
        match failure {
            Failure::Answer(error) => error.clone(),
            Failure::Database(error) if is_passing(error) => {
                tracing::warn!(%error, "the database does not answer");
                Error::Unavailable
            }
            Failure::Database(_) | Failure::Broken(_) => {
                let reference = self.reference();
                tracing::error!(%reference, %failure, "internal error");
                Error::Internal { reference }
            }
        }
    }

    fn reference(&self) -> String {
        reference_from(self.surroundings.entropy.as_ref())
    }

    /// A reference for a fault outside any unit of work.
    pub fn fault_reference() -> String {
        reference_from(&SystemEntropy)
    }
}

/// Whether a failure tells what is stored.
const fn shows_data(failure: &Failure) -> bool {
    matches!(failure, Failure::Answer(Error::Conflict { .. }))
}

/// Whether an answer is told of in the audit as refused.
const fn is_refusal(error: &Error) -> bool {
    matches!(
        error,
        Error::Refused { .. } | Error::NotFound | Error::Overtaken { .. }
    )
}

/// Readable over the phone, like a case number.
fn reference_from(entropy: &dyn Entropy) -> String {
    let mut bytes = [0_u8; 8];
    entropy.fill(&mut bytes);
    domain::cases::CaseNumber::from_random(u64::from_le_bytes(bytes)).to_string()
}

/// Whether trying again later is worthwhile: no connection was free or one was lost, SQLite was
/// busy, or PostgreSQL gave way to another unit of work.
fn is_passing(error: &DbErr) -> bool {
    const PASSING: [&str; 2] = ["database is locked", "deadlock detected"];
    let told = error.to_string();
    matches!(error, DbErr::ConnectionAcquire(_))
        || is_lost(error)
        || PASSING.iter().any(|words| told.contains(words))
}

/// Whether the connection is gone: it broke off, or PostgreSQL was stopped, or is only starting.
fn is_lost(error: &DbErr) -> bool {
    const ENDED: [&str; 3] = ["57P01", "57P02", "57P03"];
    let (DbErr::Conn(cause) | DbErr::Exec(cause) | DbErr::Query(cause)) = error else {
        return false;
    };
    match cause {
        RuntimeErr::SqlxError(cause) => match &**cause {
            sqlx::Error::Io(_) => true,
            sqlx::Error::Database(told) => told.code().is_some_and(|code| ENDED.contains(&&*code)),
            _ => false,
        },
        RuntimeErr::Internal(_) => false,
    }
}
