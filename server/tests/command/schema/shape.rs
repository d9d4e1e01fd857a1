//! What a process relies on in a schema.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use testkit::{Kind, TestDatabase};

/// Columns and rules, as far as whoever reads and writes depends on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// By `table.column`.
    columns: BTreeMap<String, Column>,
    /// `kind: table: what`.
    rules: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Column {
    kind: String,
    may_be_empty: bool,
    may_be_left_out: bool,
}

const SQLITE_COLUMNS: &str = "SELECT t.name || '.' || c.name || '|' || c.type || '|' || \
    (CASE WHEN c.\"notnull\" THEN '' ELSE 'empty' END) || '|' || \
    (CASE WHEN c.dflt_value IS NULL THEN '' ELSE 'default' END) \
    FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'";

const SQLITE_RULES: &str = "SELECT 'unique: ' || tbl_name || ': ' || name FROM sqlite_master \
    WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE%' UNION ALL \
    SELECT 'trigger: ' || tbl_name || ': ' || name FROM sqlite_master WHERE type = 'trigger'";

const POSTGRES_COLUMNS: &str = "SELECT table_name || '.' || column_name || '|' || data_type || '|' || \
    (CASE WHEN is_nullable = 'YES' THEN 'empty' ELSE '' END) || '|' || \
    (CASE WHEN column_default IS NULL THEN '' ELSE 'default' END) \
    FROM information_schema.columns WHERE table_schema = 'public'";

const POSTGRES_RULES: &str = "SELECT (CASE contype WHEN 'c' THEN 'check' WHEN 'f' THEN 'reference' \
    ELSE 'constraint' END) || ': ' || conrelid::regclass || ': ' || conname FROM pg_constraint \
    WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'u', 'x') UNION ALL \
    SELECT 'unique: ' || indrelid::regclass || ': ' || indexrelid::regclass FROM pg_index \
    JOIN pg_class ON oid = indrelid WHERE indisunique AND relnamespace = 'public'::regnamespace \
    UNION ALL SELECT 'trigger: ' || tgrelid::regclass || ': ' || tgname FROM pg_trigger \
    WHERE NOT tgisinternal";

impl Shape {
    pub(super) async fn of(database: &TestDatabase) -> Self {
        Self::in_transaction(&database.owner, database.kind).await
    }

    pub(super) async fn in_transaction(db: &impl ConnectionTrait, kind: Kind) -> Self {
        let (backend, columns, rules) = match kind {
            Kind::Sqlite => (DbBackend::Sqlite, SQLITE_COLUMNS, SQLITE_RULES),
            Kind::Postgres => (DbBackend::Postgres, POSTGRES_COLUMNS, POSTGRES_RULES),
        };
        let columns = texts(db, backend, columns).await;
        Self {
            columns: columns.iter().map(|row| column(row)).collect(),
            rules: texts(db, backend, rules).await.into_iter().collect(),
        }
    }

    /// What a process would miss, or run against, that knows only what was there before.
    pub(super) fn missed_by_who_knows(&self, before: &Self) -> Vec<String> {
        let mut faults = Vec::new();
        for (name, old) in &before.columns {
            match self.columns.get(name) {
                None => faults.push(format!("{name} is gone")),
                Some(new) if new.kind != old.kind => {
                    faults.push(format!("{name} is another type"));
                }
                Some(new) if old.may_be_empty && !new.may_be_empty => {
                    faults.push(format!("{name} may not be empty any more"));
                }
                Some(new) if old.may_be_left_out && !new.may_be_left_out => {
                    faults.push(format!("{name} may not be left out any more"));
                }
                Some(_) => {}
            }
        }
        for (name, new) in &self.columns {
            let is_known = before.columns.contains_key(name) || !before.has(table(name));
            if !is_known && !new.may_be_empty && !new.may_be_left_out {
                faults.push(format!("{name} has to be written"));
            }
        }
        let new = self.rules.difference(&before.rules);
        let met = new.filter(|rule| {
            rule.split(": ")
                .nth(1)
                .is_some_and(|table| before.has(table))
        });
        faults.extend(met.cloned());
        faults
    }

    fn has(&self, wanted: &str) -> bool {
        self.columns.keys().any(|name| table(name) == wanted)
    }
}

fn table(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

fn column(row: &str) -> (String, Column) {
    let mut parts = row.split('|').map(str::to_owned);
    let mut part = || parts.next().unwrap_or_default();
    let name = part();
    let column = Column {
        kind: part(),
        may_be_empty: !part().is_empty(),
        may_be_left_out: !part().is_empty(),
    };
    (name, column)
}

async fn texts(db: &impl ConnectionTrait, backend: DbBackend, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(backend, sql)).await;
    let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let text = |row: &sea_orm::QueryResult| row.try_get_by_index(0).expect(sql);
    rows.iter().map(text).collect()
}
