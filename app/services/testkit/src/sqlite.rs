//! A file for each test, written from the bytes of the template.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use services::store::connect;

use crate::{Kind, TestDatabase};

/// A database of these bytes; an empty one without any.
pub(crate) async fn create(bytes: &[u8]) -> TestDatabase {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = env::temp_dir().join(format!("lanchid-test-{}-{number}.sqlite", process::id()));
    fs::write(&path, bytes).expect("a file for the database");
    let name = path.to_string_lossy().into_owned();
    let url = format!("sqlite:{name}");
    TestDatabase {
        kind: Kind::Sqlite,
        owner: connect(&url, 1).await.expect("the database"),
        url,
        name,
    }
}

/// Ends a database, and answers its bytes.
pub(crate) async fn take(database: TestDatabase) -> Vec<u8> {
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)").await;
    database
        .owner
        .close()
        .await
        .expect("the end of the database");
    let path = PathBuf::from(database.name);
    let bytes = fs::read(&path).expect("the file of the database");
    for part in ["", "-wal", "-shm"] {
        remove(&path.with_extension(format!("sqlite{part}")));
    }
    bytes
}

fn remove(path: &Path) {
    if path.exists() {
        fs::remove_file(path).expect("the end of the file");
    }
}
