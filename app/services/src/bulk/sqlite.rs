//! SQLite: statements of some hundred rows, always the same text, so that each is prepared once.

use sea_orm::{DbBackend, Statement, Value};

use super::Table;

/// The most values in one statement: many more make it slower again.
const VALUES_MAX: usize = 1000;

/// Statements that insert every row.
pub(super) fn inserts(table: Table) -> impl Iterator<Item = Statement> {
    let width = table.columns.len().max(1);
    let size = (VALUES_MAX / width).max(1) * width;
    let (whole, single) = (text(&table, size / width), text(&table, 1));
    let mut values = table.values.into_iter();
    std::iter::from_fn(move || {
        // What is left over goes row by row: other texts would push the prepared ones out.
        let (sql, count) = if values.len() >= size {
            (&whole, size)
        } else {
            (&single, width)
        };
        let values: Vec<Value> = values.by_ref().take(count).collect();
        (!values.is_empty()).then(|| Statement::from_sql_and_values(DbBackend::Sqlite, sql, values))
    })
}

fn text(table: &Table, rows: usize) -> String {
    let row = format!("({})", vec!["?"; table.columns.len()].join(","));
    let columns = table.columns.join("\",\"");
    let conflict = if table.once {
        " ON CONFLICT DO NOTHING"
    } else {
        ""
    };
    let rows = vec![row; rows].join(",");
    format!(
        "INSERT INTO \"{}\" (\"{columns}\") VALUES {rows}{conflict}",
        table.name
    )
}
