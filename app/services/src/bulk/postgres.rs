//! PostgreSQL: one statement for any number of rows, with one text for each column. It is an
//! ordinary INSERT, so that row-level security holds as for every other.

use sea_orm::{DbBackend, Statement, Value};

use super::{
    Table,
    written::{kind, write},
};
use crate::{Failure, Outcome};

/// Between two values of a column.
const BETWEEN: char = '\u{1f}';
/// Stands for no value.
const NONE: char = '\u{1e}';

/// The statement that inserts every row.
pub(super) fn insert(table: &Table) -> Outcome<Statement> {
    let width = table.columns.len().max(1);
    let mut texts = vec![String::new(); width];
    for (at, row) in table.values.chunks(width).enumerate() {
        for (text, value) in texts.iter_mut().zip(row) {
            if at > 0 {
                text.push(BETWEEN);
            }
            let begun = text.len();
            if !write(text, value)? {
                text.push(NONE);
            } else if text[begun..].contains([BETWEEN, NONE]) {
                return Err(Failure::Broken("a text with a separating sign".to_owned()));
            }
        }
    }
    let values: Vec<Value> = texts.into_iter().map(Value::from).collect();
    let sql = text(table)?;
    Ok(Statement::from_sql_and_values(
        DbBackend::Postgres,
        sql,
        values,
    ))
}

fn text(table: &Table) -> Outcome<String> {
    let casts: Vec<String> = (1..)
        .zip(&table.values[..table.columns.len()])
        .map(|(number, value)| Ok(format!("c{number}::{}", kind(value)?)))
        .collect::<Outcome<_>>()?;
    let numbers = 1..=table.columns.len();
    let arrays: Vec<String> = numbers.clone().map(array).collect();
    let names: Vec<String> = numbers.map(|number| format!("c{number}")).collect();
    Ok(format!(
        "INSERT INTO \"{}\" (\"{}\") SELECT {} FROM unnest({}) AS rows({}){}",
        table.name,
        table.columns.join("\",\""),
        casts.join(", "),
        arrays.join(", "),
        names.join(", "),
        if table.once {
            " ON CONFLICT DO NOTHING"
        } else {
            ""
        },
    ))
}

/// A column's text, taken apart. An empty one is one empty value.
fn array(number: usize) -> String {
    format!(
        "CASE WHEN ${number}::text = '' THEN ARRAY[''] \
         ELSE string_to_array(${number}::text, U&'\\001f', U&'\\001e') END"
    )
}
