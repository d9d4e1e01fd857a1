//! Everything that stands in a database but the audit, read in one question: cheap enough to be
//! compared after every attempt.

use testkit::{Kind, TestDatabase};

/// How everything is asked for.
pub(crate) struct Content {
    question: String,
}

impl Content {
    pub(crate) async fn of(database: &TestDatabase) -> Self {
        let mut tables = Vec::new();
        for table in database.tables().await {
            if table != "audit_events" {
                let row = row_as_text(database, &table).await;
                tables.push(format!("SELECT '{table}: ' || {row} FROM {table} AS t"));
            }
        }
        let question = format!("{} ORDER BY 1", tables.join(" UNION ALL "));
        Self { question }
    }

    /// Every row as `table: row`.
    pub(crate) async fn read(&self, database: &TestDatabase) -> Vec<String> {
        database.texts(&self.question).await
    }
}

async fn row_as_text(database: &TestDatabase, table: &str) -> String {
    match database.kind {
        Kind::Sqlite => {
            let columns =
                format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')");
            database.texts(&columns).await.join(" || ',' || ")
        }
        Kind::Postgres => "t::text".to_owned(),
    }
}

/// The rows that only one of two readings has.
pub(crate) fn difference(before: &[String], after: &[String]) -> Vec<String> {
    if before == after {
        return Vec::new();
    }
    let only = |these: &[String], others: &[String], sign: char| {
        let only = these.iter().filter(|row| !others.contains(row));
        only.map(|row| format!("{sign} {row}")).collect::<Vec<_>>()
    };
    [only(before, after, '-'), only(after, before, '+')].concat()
}
