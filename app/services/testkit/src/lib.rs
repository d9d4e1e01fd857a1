//! Throw-away databases and worlds for the tests of `services` and `server`.
//!
//! A test is written once, takes a [`World`], and runs on both databases:
//!
//! ```ignore
//! on_both_databases! {
//!     async fn a_caseworker_finds_whom_they_registered(world: World) {
//!         let number = world.register("caseworker1.d08", "Шевченко", "Олена").await;
//!         let found = world.run("caseworker1.d08", |unit| async move {
//!             services::cases::search_persons(&unit, "shevch").await
//!         });
//!         assert_eq!(found.await.unwrap().hits[0].number, Some(number));
//!     }
//! }
//! ```
//!
//! That makes the tests `a_caseworker_…::sqlite` and `a_caseworker_…::postgres`. Those on
//! PostgreSQL need a private cluster on the socket that `TEST_POSTGRES_SOCKET` names; without it
//! they fail.

mod config;
mod database;
mod postgres;
mod run;
mod snapshot;
mod sources;
mod sqlite;
pub mod trial;
mod world;

pub use config::{Config, config};
pub use database::{Kind, TestDatabase};
pub use run::run;
pub use snapshot::Snapshot;
pub use sources::{TestClock, TestEntropy};
pub use world::{Account, PASSWORD, World, inputs, integration};
