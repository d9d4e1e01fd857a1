use services::{
    Store,
    demo::{DemoRequest, Loading, seed_demo as load_demo},
};

use super::progress::Progress;
use crate::{configuration::Configuration, database, settings::Settings};

/// Loads the demonstration city, and lets the database take stock of it.
pub(super) async fn seed_demo(settings: &Settings, persons: u32, seed: u64) -> Result<(), String> {
    let configuration = super::commands::configuration(settings)?;
    database::migrate(settings).await?;
    let store = database::open_to_load(settings, &configuration).await?;
    let loaded = load(&store, &configuration, persons, seed).await;
    if loaded == Ok(true) {
        eprintln!("The database takes stock.");
        let taken = store.take_stock().await;
        taken.map_err(|error| format!("taking stock: {error}"))?;
    }
    store.close().await;
    loaded.map(drop)
}

/// Loads the demonstration city; answers whether it was not there already.
pub(super) async fn load(
    store: &Store,
    configuration: &Configuration,
    persons: u32,
    seed: u64,
) -> Result<bool, String> {
    database::apply(store, configuration).await?;
    let request = DemoRequest {
        persons,
        seed,
        districts: configuration.districts.clone(),
        city: configuration.city.clone(),
    };
    let progress = Progress::new("Demonstration city", "persons", persons.into());
    let shown = progress.clone();
    let told = move |loading: Loading| match loading {
        Loading::Persons(done) => shown.at(done.into()),
        Loading::Indexes => shown.say("All are written; indexes and foreign keys follow"),
    };
    let loaded = load_demo(store, request, told).await.map_err(|error| {
        progress.give_up();
        format!("demonstration city: {error}; nothing of it was kept, so it can be loaded again")
    })?;
    if loaded {
        progress.finish();
    } else {
        progress.give_up();
        eprintln!("The demonstration city is there already; nothing was changed.");
    }
    Ok(loaded)
}
