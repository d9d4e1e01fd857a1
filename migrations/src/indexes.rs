//! Indexes that take the place of narrower ones.

use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

/// The name of an index, its table, and its columns from now on.
pub(crate) type Wider = (&'static str, &'static str, &'static str);

/// Gives these indexes of SQLite more columns. Where it keeps statistics, it looks at their tables
/// anew: what was known of an index goes with it.
pub(crate) async fn widen(manager: &SchemaManager<'_>, indexes: &[Wider]) -> Result<(), DbErr> {
    let db = manager.get_connection();
    for (name, table, columns) in indexes {
        db.execute_unprepared(&format!("DROP INDEX {name}")).await?;
        db.execute_unprepared(&format!("CREATE INDEX {name} ON {table} ({columns})"))
            .await?;
    }
    if manager.has_table("sqlite_stat1").await? {
        // As many rows as behind a large load tell enough.
        db.execute_unprepared("PRAGMA analysis_limit = 2000")
            .await?;
        let mut tables: Vec<&str> = indexes.iter().map(|(_, table, _)| *table).collect();
        tables.dedup();
        for table in tables {
            db.execute_unprepared(&format!("ANALYZE {table}")).await?;
        }
    }
    Ok(())
}
