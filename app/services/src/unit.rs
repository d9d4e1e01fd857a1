use std::sync::{Arc, Mutex, PoisonError, atomic::AtomicUsize};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    RequestKey,
    access::{Actor, Permission},
};
use uuid::Uuid;

use crate::{
    Catalog, Failure, Outcome, audit::entity, districts::KnownDistricts, integration::Integration,
    source::Entropy, store::Transaction, tenancy::DistrictScope, wall_clock::wall_day,
};

/// On whose behalf a unit of work runs.
#[derive(Clone, Debug)]
pub enum Caller {
    /// A signed-in user.
    Actor(Arc<Actor>),
    /// Somebody at the door: signing in, or showing a session's token.
    Door,
    /// An administrator at the command line.
    System,
}

/// One unit of work: one transaction, one caller, one `now`, one source of ids.
///
/// Only a unit hands out a connection. It is cheap to clone, and every clone must be gone when the
/// work ends.
#[derive(Clone)]
pub struct Unit(Arc<Inner>);

/// What every unit of work of a process has at hand.
#[derive(Clone)]
pub(crate) struct Surroundings {
    /// Where chance comes from.
    pub(crate) entropy: Arc<dyn Entropy>,
    /// The forms and roles.
    pub(crate) catalog: Arc<Catalog>,
    /// The districts that were asked for before.
    pub(crate) districts: Arc<KnownDistricts>,
    /// How the world outside hears of what happens here.
    pub(crate) outside: Outside,
}

/// How the world outside hears of what happens here.
#[derive(Clone, Default)]
pub(crate) struct Outside {
    /// Whether mail is sent from here, so that it is worth writing into the outbox.
    pub(crate) mails: bool,
    /// How outside systems are told.
    pub(crate) integration: Arc<Integration>,
}

pub(crate) struct Inner {
    pub(crate) transaction: Transaction,
    caller: Caller,
    now: DateTime<Utc>,
    surroundings: Surroundings,
    /// Whether it only reads, so that its events are written behind it.
    reads: bool,
    /// What it leaves to be written behind it.
    events: Mutex<Vec<entity::ActiveModel>>,
    /// How many pieces of work go through the gate between districts at this moment.
    through_gate: AtomicUsize,
}

impl Unit {
    pub(crate) fn new(
        transaction: Transaction,
        caller: Caller,
        now: DateTime<Utc>,
        surroundings: Surroundings,
        reads: bool,
    ) -> Self {
        Self(Arc::new(Inner {
            transaction,
            caller,
            now,
            surroundings,
            reads,
            events: Mutex::default(),
            through_gate: AtomicUsize::new(0),
        }))
    }

    /// Ends the unit and gives its transaction back, and the events that are still to be written;
    /// `None` while a clone is still held.
    pub(crate) fn into_parts(self) -> Option<(Transaction, Vec<entity::ActiveModel>)> {
        let inner = Arc::into_inner(self.0)?;
        let events = inner.events.into_inner();
        let events = events.unwrap_or_else(PoisonError::into_inner);
        Some((inner.transaction, events))
    }

    /// Keeps an event until the unit has read; gives it back when the unit can write it itself.
    pub(crate) fn keep_event(&self, event: entity::ActiveModel) -> Option<entity::ActiveModel> {
        if !self.0.reads {
            return Some(event);
        }
        self.leave_event(event);
        None
    }

    /// Keeps an event that is written behind the unit, also if what the unit wrote is undone.
    pub(crate) fn leave_event(&self, event: entity::ActiveModel) {
        let mut events = self.0.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.push(event);
    }

    /// The connection, inside the transaction and its tenancy.
    pub fn connection(&self) -> &Transaction {
        &self.0.transaction
    }

    /// The one time of this unit.
    pub fn now(&self) -> DateTime<Utc> {
        self.0.now
    }

    /// The day on the wall in Budapest.
    pub fn today(&self) -> NaiveDate {
        wall_day(self.0.now)
    }

    /// On whose behalf it runs.
    pub fn caller(&self) -> &Caller {
        &self.0.caller
    }

    /// The signed-in user.
    ///
    /// # Errors
    /// `SignInNeeded` when nobody is signed in.
    pub fn actor(&self) -> Outcome<&Actor> {
        match &self.0.caller {
            Caller::Actor(actor) => Ok(actor),
            Caller::Door | Caller::System => Err(Failure::Answer(domain::Error::SignInNeeded)),
        }
    }

    /// What the actor may touch with this permission: where every query starts.
    ///
    /// # Errors
    /// Refused when no role of the actor carries the permission.
    pub fn scope(&self, permission: Permission) -> Outcome<DistrictScope> {
        Ok(DistrictScope::of(self.actor()?, permission)?)
    }

    /// How many pieces of work go through the gate between districts at this moment.
    pub(crate) fn through_gate(&self) -> &AtomicUsize {
        &self.0.through_gate
    }

    /// The districts that were asked for before.
    pub(crate) fn known_districts(&self) -> &KnownDistricts {
        &self.0.surroundings.districts
    }

    /// Whether mail is sent from here.
    pub fn mails(&self) -> bool {
        self.0.surroundings.outside.mails
    }

    /// How outside systems are told.
    pub(crate) fn integration(&self) -> &Integration {
        &self.0.surroundings.outside.integration
    }

    /// The forms and roles.
    pub fn catalog(&self) -> &Catalog {
        &self.0.surroundings.catalog
    }

    /// A new id: a version 7 UUID of this unit's time.
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        let mut random = [0_u8; 10];
        self.0.surroundings.entropy.fill(&mut random);
        let millis = u64::try_from(self.0.now.timestamp_millis()).unwrap_or(0);
        T::from(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// A key for a request that is to happen once.
    pub fn new_key(&self) -> RequestKey {
        let mut random = [0_u8; 16];
        self.0.surroundings.entropy.fill(&mut random);
        RequestKey::from_random(u128::from_le_bytes(random))
    }

    /// A random number.
    pub fn random(&self) -> u64 {
        let mut bytes = [0_u8; 8];
        self.0.surroundings.entropy.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// Random bytes, fit for a secret.
    pub fn secret(&self) -> [u8; 32] {
        let mut bytes = [0_u8; 32];
        self.0.surroundings.entropy.fill(&mut bytes);
        bytes
    }
}
