use std::collections::BTreeMap;

use crate::{Kind, TestDatabase};

/// Everything that stands in a database: table to rows, each as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot(pub BTreeMap<String, Vec<String>>);

impl Snapshot {
    /// The same without these tables.
    #[must_use]
    pub fn without(mut self, tables: &[&str]) -> Self {
        self.0.retain(|table, _| !tables.contains(&table.as_str()));
        self
    }

    /// How many rows a table holds.
    pub fn count(&self, table: &str) -> usize {
        self.0.get(table).map_or(0, Vec::len)
    }

    /// The rows that are here and were not there before, as `table: row`.
    pub fn since(&self, before: &Self) -> Vec<String> {
        let fresh = self.0.iter().flat_map(|(table, rows)| {
            let old = before.0.get(table);
            let fresh = rows
                .iter()
                .filter(move |row| old.is_none_or(|old| !old.contains(row)));
            fresh.map(move |row| format!("{table}: {row}"))
        });
        fresh.collect()
    }
}

impl TestDatabase {
    /// The names of all tables.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn tables(&self) -> Vec<String> {
        self.texts(match self.kind {
            Kind::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
            Kind::Postgres => {
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            }
        })
        .await
    }

    /// Everything that stands in it.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn snapshot(&self) -> Snapshot {
        let mut content = BTreeMap::new();
        for table in self.tables().await {
            let row = match self.kind {
                Kind::Sqlite => self.quoted_columns(&table).await,
                Kind::Postgres => "t::text".to_owned(),
            };
            let rows = self
                .texts(&format!("SELECT {row} FROM {table} AS t ORDER BY 1"))
                .await;
            content.insert(table, rows);
        }
        Snapshot(content)
    }

    async fn quoted_columns(&self, table: &str) -> String {
        let columns = format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')");
        self.texts(&columns).await.join(" || ',' || ")
    }
}
