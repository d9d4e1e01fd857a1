//! Opening, migrating and loading the database.

use std::{num::NonZeroUsize, path::Path};

use sea_orm::DatabaseConnection;
use services::{
    Caller, Catalog, Store, districts,
    store::{connect, connect_to_load},
    users,
};

use crate::{configuration::Configuration, settings::Settings};

/// Makes the directory of an SQLite file.
///
/// # Errors
/// When it cannot be made.
pub fn prepare_directory(url: &str) -> Result<(), String> {
    match sqlite_file(url).and_then(Path::parent) {
        Some(parent) if !parent.as_os_str().is_empty() => std::fs::create_dir_all(parent)
            .map_err(|error| format!("{}: {error}", parent.display())),
        _ => Ok(()),
    }
}

/// The file in `sqlite:var/lanchid.sqlite`.
fn sqlite_file(url: &str) -> Option<&Path> {
    let path = url.strip_prefix("sqlite:")?.trim_start_matches("//");
    Some(Path::new(path.split('?').next().unwrap_or_default()))
}

/// Brings the schema up to date as the owning role, and lets the runtime role work in it.
///
/// # Errors
/// One line that says which database did not do what.
pub async fn migrate(settings: &Settings) -> Result<(), String> {
    prepare_directory(settings.migration_url())?;
    let failed = |error: sea_orm::DbErr| format!("migration: {error}{}", hint(settings, &error));
    let owner = connect(settings.migration_url(), 1).await.map_err(failed)?;
    migrations::migrate(&owner).await.map_err(failed)?;
    grant(settings, &owner).await?;
    owner.close().await.map_err(failed)
}

/// Lets the runtime role work in the tables, where it is another one than their owner.
///
/// # Errors
/// When PostgreSQL refuses.
pub async fn grant(settings: &Settings, owner: &DatabaseConnection) -> Result<(), String> {
    match role_of(&settings.database_url) {
        Some(role) if settings.migration_database_url.is_some() => {
            let granted = migrations::grant_runtime(owner, &role).await;
            granted.map_err(|error| format!("migration: {error}"))
        }
        _ => Ok(()),
    }
}

/// Opens a database that is there already, as the owning role, to read it.
///
/// # Errors
/// When it is not there, or does not open.
pub async fn open_to_read(settings: &Settings) -> Result<DatabaseConnection, String> {
    let url = settings.migration_url();
    if let Some(file) = sqlite_file(url)
        && !file.exists()
    {
        return Err(format!("there is no database {}", file.display()));
    }
    let opened = connect(url, 1).await;
    opened.map_err(|error| format!("database: {error}"))
}

/// Opens a database as the owning role to restore into it; an SQLite file is made where there is
/// none.
///
/// # Errors
/// When it does not open.
pub async fn open_to_restore(settings: &Settings) -> Result<DatabaseConnection, String> {
    prepare_directory(settings.migration_url())?;
    let opened = connect_to_load(settings.migration_url()).await;
    opened.map_err(|error| format!("database: {error}"))
}

/// What to do about an error, where that is known.
fn hint(settings: &Settings, error: &sea_orm::DbErr) -> &'static str {
    if settings.migration_database_url.is_none() && error.to_string().contains("permission denied")
    {
        "; run `server migrate` as the owner, or set LANCHID_MIGRATION_DATABASE_URL to it"
    } else {
        ""
    }
}

/// The role in `postgres://role:password@host/database`.
fn role_of(url: &str) -> Option<String> {
    let rest = url
        .strip_prefix("postgres://")
        .or_else(|| url.strip_prefix("postgresql://"))?;
    let (role, _) = rest.split_once('@')?;
    Some(role.split(':').next().unwrap_or_default().to_owned())
}

/// Opens the store as the runtime role.
///
/// # Errors
/// When the database cannot be opened, or PostgreSQL's wall would not hold for this role.
pub async fn open(settings: &Settings, configuration: &Configuration) -> Result<Store, String> {
    open_with(settings, configuration.catalog.clone()).await
}

/// Opens the store to look at what has nothing to do with forms and roles, whether or not the
/// configuration can be read.
///
/// # Errors
/// As [`open`].
pub async fn open_bare(settings: &Settings) -> Result<Store, String> {
    open_with(settings, Catalog::new(Vec::new(), Vec::new())).await
}

async fn open_with(settings: &Settings, catalog: Catalog) -> Result<Store, String> {
    prepare_directory(&settings.database_url)?;
    let db = connect(&settings.database_url, connections(settings))
        .await
        .map_err(|error| format!("database: {error}"))?;
    services::tenancy::check_runtime_role(&db)
        .await
        .map_err(|error| format!("database: {error}"))?;
    Ok(Store::new(db, catalog))
}

/// How many connections there may be.
///
/// What they do takes processors, and each that is more only makes others wait. On SQLite it also
/// keeps pages in memory of its own, which it forgets whenever another one has written.
fn connections(settings: &Settings) -> u32 {
    let processors = std::thread::available_parallelism().map_or(2, NonZeroUsize::get);
    let processors = u32::try_from(processors).unwrap_or(u32::MAX);
    let suitable = if settings.database_url.starts_with("sqlite:") {
        processors.saturating_add(2)
    } else {
        processors.saturating_mul(4).clamp(8, 32)
    };
    settings.database_connections.unwrap_or(suitable)
}

/// Opens the store to work with it: every version of a form that was ever in force is kept, and
/// known.
///
/// # Errors
/// When a form changed without a new version although there are answers under it.
pub async fn open_to_work(
    settings: &Settings,
    configuration: &Configuration,
) -> Result<Store, String> {
    ready(open(settings, configuration).await?).await
}

/// Opens the store as the owning role to load many rows into it.
///
/// # Errors
/// As [`open_to_work`].
pub async fn open_to_load(
    settings: &Settings,
    configuration: &Configuration,
) -> Result<Store, String> {
    let db = connect_to_load(settings.migration_url())
        .await
        .map_err(|error| format!("database: {error}"))?;
    ready(Store::new(db, configuration.catalog.clone())).await
}

async fn ready(store: Store) -> Result<Store, String> {
    let known = store.with_known_forms().await;
    let store = known.map_err(|refused| format!("forms: {refused}"))?;
    let found = store.with_search_words().await;
    let store = found.map_err(|error| format!("search: {error}"))?;
    let sorted = store.with_sort_names().await;
    let store = sorted.map_err(|error| format!("sorting by name: {error}"))?;
    let indexed = store.with_indexed_answers().await;
    indexed.map_err(|error| format!("index of answers: {error}"))
}

/// Writes districts, teams and roles of the configuration.
///
/// # Errors
/// When the database does not answer.
pub async fn apply(store: &Store, configuration: &Configuration) -> Result<(), String> {
    let wanted = configuration.clone();
    store
        .unit(Caller::System, "config.apply", move |unit| async move {
            districts::apply(&unit, &wanted.districts, &wanted.city).await?;
            users::apply_roles(&unit, wanted.catalog.roles()).await
        })
        .await
        .map_err(|error| format!("configuration: {error}"))
}
