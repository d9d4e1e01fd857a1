//! The commands that hold the audit against its chain.

mod signing;
mod words;

use std::{fs, path::Path};

use domain::audit::Head;
use services::{
    Caller, Store,
    audit::{Verified, count_events, head, verify},
};

use super::{AuditCommand, progress::Progress};
use crate::{database, settings::Settings};
use signing::{HeadFile, Key};

pub(super) async fn run(settings: &Settings, command: AuditCommand) -> Result<(), String> {
    match command {
        AuditCommand::Verify {
            district,
            head,
            public_key,
        } => {
            let head = head.map(|file| read_head(&file, public_key.as_deref()));
            let head = head.transpose()?;
            let store = database::open_bare(settings).await?;
            let verified = verify_all(&store, district, head.as_ref()).await;
            store.close().await;
            report(&verified?)
        }
        AuditCommand::Head { key } => {
            let key = key.as_deref().map(read_key).transpose()?;
            let store = database::open_bare(settings).await?;
            let head = store.reading(Caller::System, "audit.head", |unit| async move {
                head(&unit).await
            });
            let head = head.await;
            store.close().await;
            let head = head.map_err(|error| format!("audit head: {error}"))?;
            println!("{}", HeadFile::of(&head, key.as_ref())?.text());
            Ok(())
        }
        AuditCommand::Key { file } => make_key(&file),
    }
}

async fn verify_all(
    store: &Store,
    district: Option<i32>,
    head: Option<&Head>,
) -> Result<Vec<Verified>, String> {
    let told = |error: domain::Error| match (error, district) {
        (domain::Error::NotFound, Some(number)) => format!("there is no district {number}"),
        (error, _) => format!("audit verify: {error}"),
    };
    let count = count_events(store, district).await.map_err(told)?;
    let progress = Progress::new("Audit", "events", count);
    let verified = verify(store, district, head, |done| progress.at(done)).await;
    progress.give_up();
    verified.map_err(told)
}

/// One line for each district in which something is wrong.
fn report(all: &[Verified]) -> Result<(), String> {
    let verified: u64 = all.iter().map(|one| one.verified).sum();
    let waiting: u64 = all.iter().map(|one| one.waiting).sum();
    println!("{verified} audit events are as they were sealed, {waiting} are not sealed yet.");
    let mut faults: Vec<String> = all
        .iter()
        .filter_map(|one| Some(words::told(&one.district, one.fault.as_ref()?)))
        .collect();
    let Some(last) = faults.pop() else {
        return Ok(());
    };
    for fault in faults {
        eprintln!("server: {fault}");
    }
    Err(last)
}

fn read_head(file: &Path, public_key: Option<&str>) -> Result<Head, String> {
    let told = |reason: String| format!("{}: {reason}", file.display());
    let text = fs::read_to_string(file).map_err(|error| told(error.to_string()))?;
    HeadFile::read(&text, public_key).map_err(told)
}

fn read_key(file: &Path) -> Result<Key, String> {
    let told = |reason: String| format!("{}: {reason}", file.display());
    let text = fs::read_to_string(file).map_err(|error| told(error.to_string()))?;
    Key::read(&text).map_err(told)
}

fn make_key(file: &Path) -> Result<(), String> {
    let key = Key::make()?;
    key.write(file)
        .map_err(|error| format!("{}: {error}", file.display()))?;
    println!("{}", key.public());
    Ok(())
}
