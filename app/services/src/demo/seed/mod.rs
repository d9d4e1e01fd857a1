mod accounts;
mod batch;
mod numbers;
mod shelters;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use futures::{StreamExt, stream};

use self::{
    accounts::accounts,
    batch::{Plan, made_up_batch, tables},
};
use crate::{
    Caller, Failure, Outcome, Store, Unit, alone,
    bulk::{Lean, Table, Writer},
    districts::{self, DistrictConfig},
};

/// The password of every demonstration account. It opens nothing but made-up data.
pub const DEMO_PASSWORD: &str = "lanchid-demo-2026";

/// Persons that are drawn together. Another size gives another city.
const BATCH: u32 = 500;

/// What to load.
#[derive(Clone, Debug)]
pub struct DemoRequest {
    /// How many persons.
    pub persons: u32,
    /// The seed: the same seed gives the same city.
    pub seed: u64,
    /// The districts of the configuration.
    pub districts: Vec<DistrictConfig>,
    /// The city's name.
    pub city: String,
}

/// How far a load is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loading {
    /// So many persons are written.
    Persons(u32),
    /// All are; indexes and foreign keys are being built.
    Indexes,
}

/// Loads the demonstration city, and tells after each batch how far it is.
///
/// It is one transaction: whatever interrupts it leaves nothing behind, and it can simply be begun
/// again. Answers `false` and changes nothing when the database is a demonstration already.
///
/// People are made up on every core while earlier ones are written. Each batch has its own stream
/// of chance, so the city depends on nothing but the seed. A large city is loaded fastest over
/// [`crate::store::connect_to_load`].
///
/// # Errors
/// When the configuration does not fit the made-up persons, or the database does not answer.
pub async fn seed_demo(
    store: &Store,
    request: DemoRequest,
    progress: impl Fn(Loading) + Send + Sync + 'static,
) -> domain::Result<bool> {
    let hash = store
        .hash_password(DEMO_PASSWORD.to_owned(), *b"lanchid-demo-0-0")
        .await
        .map_err(|failure| store.answer(&failure))?;
    store
        .unit(Caller::System, "demo.seed", move |unit| async move {
            load(&unit, &request, &hash, progress).await
        })
        .await
}

async fn load(
    unit: &Unit,
    request: &DemoRequest,
    hash: &str,
    progress: impl Fn(Loading) + Send + Sync,
) -> Outcome<bool> {
    alone(unit).await?;
    if districts::is_demonstration(unit).await? {
        return Ok(false);
    }
    districts::apply(unit, &request.districts, &request.city).await?;
    let workers = accounts(unit, request.seed, hash).await?;
    let hosts = shelters::hosts(&workers);
    let plan = Plan::new(unit, request, workers).await?;
    write(unit, plan, request.persons, progress).await?;
    shelters::shelters(unit, request.seed, &hosts).await?;
    districts::mark_demonstration(unit).await?;
    Ok(true)
}

/// Tells those who make people up that nobody waits for them any more, also when the load breaks.
#[derive(Default)]
struct Stop(Arc<AtomicBool>);

impl Stop {
    fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.now();
    }
}

/// Makes people up on every core, and writes them in their order.
async fn write(
    unit: &Unit,
    plan: Plan,
    persons: u32,
    progress: impl Fn(Loading) + Send + Sync,
) -> Outcome<()> {
    let tables = tables();
    let names: Vec<&str> = tables.iter().map(Table::name).collect();
    let lean = Lean::begin(unit.connection(), &names).await?;
    let mut writer = Writer::new(unit.clone());
    let (plan, stop) = (Arc::new(plan), Stop::default());
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let mut batches = stream::iter((0..persons).step_by(BATCH as usize))
        .map(|first| {
            let (plan, stopped) = (plan.clone(), stop.0.clone());
            let size = BATCH.min(persons - first);
            tokio::task::spawn_blocking(move || made_up_batch(&plan, first, size, &stopped))
        })
        .buffered(cores + 1);
    let mut outcome = Ok(());
    let mut done = 0;
    while let Some(made_up) = batches.next().await {
        if outcome.is_err() {
            continue; // The others end, and let go of the unit of work.
        }
        let loads = made_up.map_err(|panic| Failure::Broken(panic.to_string()));
        outcome = match loads.flatten() {
            Ok(loads) => writer.write(loads).await,
            Err(failure) => Err(failure),
        };
        if outcome.is_err() {
            stop.now();
        }
        if outcome.is_ok() {
            done = persons.min(done + BATCH);
            progress(Loading::Persons(done));
        }
    }
    outcome?;
    if lean.is_lean() {
        progress(Loading::Indexes);
        lean.end(unit.connection()).await?;
    }
    Ok(())
}
