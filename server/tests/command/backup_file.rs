//! Backups, and databases to restore them into.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader},
};

use flate2::bufread::GzDecoder;
use serde_json::Value;
use server::backup::{Header, Kind as Values};
use testkit::{Kind, Snapshot, TestDatabase};

use crate::run::{Folder, told_to_owner};

/// A backup in a folder of its own.
pub(crate) struct Backup {
    pub(crate) folder: Folder,
    pub(crate) name: String,
    /// What the program said when it took it.
    pub(crate) said: String,
}

impl Backup {
    pub(crate) fn of(database: &TestDatabase) -> Self {
        let folder = Folder::new();
        let name = folder.name("city.backup");
        let said = told_to_owner(database, &["backup", &name]).unwrap();
        Self { folder, name, said }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        fs::read(&self.name).unwrap()
    }

    /// Restores it.
    pub(crate) fn restore_into(&self, database: &TestDatabase) -> Result<String, String> {
        told_to_owner(database, &["restore", &self.name])
    }

    /// What stands in it, in no order: table to rows, with stored JSON as what it means.
    pub(crate) fn content(&self) -> (Header, BTreeMap<String, Vec<String>>) {
        let bytes = self.bytes();
        let begin = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let mut lines = BufReader::new(GzDecoder::new(&bytes[begin..])).lines();
        let header: Header = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        let mut content = BTreeMap::new();
        for table in &header.tables {
            let mut rows = Vec::new();
            for _ in 0..table.rows {
                let mut row: Vec<Value> =
                    serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
                for (value, column) in row.iter_mut().zip(&table.columns) {
                    if column.kind == Values::Json && !value.is_null() {
                        *value = serde_json::from_str(value.as_str().unwrap()).unwrap();
                    }
                }
                rows.push(serde_json::to_string(&row).unwrap());
            }
            rows.sort_unstable();
            content.insert(table.name.clone(), rows);
        }
        (header, content)
    }
}

/// Everything that a backup of a database has to hold, and a database restored from it.
pub(crate) async fn kept(database: &TestDatabase) -> Snapshot {
    let mut all = database.snapshot().await;
    for rows in all.0.values_mut() {
        rows.retain(|row| !row.contains(RESTORED));
    }
    // What SQLite learnt of its tables.
    all.0.retain(|table, _| !table.starts_with("sqlite_"));
    all.without(&["sessions", "api_tokens", "seaql_migrations"])
}

/// What the audit says of a restore.
pub(crate) const RESTORED: &str = "restored_from_backup_of";

/// The other database.
pub(crate) fn other(kind: Kind) -> Kind {
    match kind {
        Kind::Sqlite => Kind::Postgres,
        Kind::Postgres => Kind::Sqlite,
    }
}

/// Makes a backup large enough that work on it takes its time: decisions on the first case, which
/// stand behind answers and before audit events.
pub(crate) async fn make_large(database: &TestDatabase) {
    let (numbers, id, text) = match database.kind {
        Kind::Sqlite => (
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) \
             SELECT i FROM n)",
            "randomblob(16)",
            "hex(randomblob(1500))",
        ),
        Kind::Postgres => (
            "generate_series(1, 1500)",
            "gen_random_uuid()",
            "array_to_string(ARRAY(SELECT md5(random()::text || numbers::text) \
             FROM generate_series(1, 90)), '')",
        ),
    };
    let sql = format!(
        "INSERT INTO approvals (district_id, id, case_id, case_number, kind, state, shown, \
         asked_by, asked_by_name, asked_at, note) \
         SELECT c.district_id, {id}, c.id, c.number, 'plan', 'refused', '', c.opened_by, '', \
         c.opened_at, {text} FROM (SELECT * FROM cases LIMIT 1) c, {numbers} numbers"
    );
    database.execute(&sql).await;
}
