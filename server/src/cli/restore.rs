use std::{io::Seek, path::Path};

use sea_orm::DatabaseConnection;
use services::{Catalog, Store, audit};

use super::{backup, progress::Progress, stopping::Signals};
use crate::{
    backup::{Header, Restoring, restore as load},
    database,
    settings::Settings,
};

/// Reads a backup through, and then into the database.
pub(super) async fn restore(settings: &Settings, file: &Path) -> Result<(), String> {
    let told = |error: String| format!("{}: {error}", file.display());
    let mut source = backup::open(file).map_err(told)?;
    let checked = backup::read_through(&mut source).map_err(told)?;
    source.rewind().map_err(|error| told(error.to_string()))?;
    let mut signals = Signals::listen()?;
    let db = database::open_to_restore(settings).await?;
    let progress = Progress::new("Restore", "rows", checked.rows());
    let shown = |restoring| match restoring {
        Restoring::Begun => progress.say("the backup is whole and is read into the database"),
        Restoring::Rows(done) => progress.at(done),
        Restoring::Indexes => progress.say("all rows are written; indexes and keys follow"),
    };
    let restored = tokio::select! {
        restored = load(&db, source, shown) => restored,
        () = signals.told() => Err("stopped; the database is as it was".to_owned()),
    };
    progress.give_up();
    let ended = match restored {
        Ok(header) => end(settings, db, &header).await,
        Err(error) => Err(format!("restore: {error}")),
    };
    ended?;
    println!(
        "Restored {}. Everybody signs in again. What happened since is not in it: `server audit \
         verify` and the last exported head tell where the audit ends.",
        backup::words(&checked)
    );
    Ok(())
}

/// Lets the runtime role in, and the audit and the database know.
async fn end(settings: &Settings, db: DatabaseConnection, header: &Header) -> Result<(), String> {
    database::grant(settings, &db).await?;
    let store = Store::new(db, Catalog::new(Vec::new(), Vec::new()));
    let noted = audit::note_restored(&store, header.moment).await;
    let ended = match noted {
        Ok(()) => store.take_stock().await,
        failed => failed,
    };
    store.close().await;
    ended.map_err(|error| format!("everything is restored, but the end failed: {error}"))
}
