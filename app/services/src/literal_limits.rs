use sea_orm::{
    ConnectionTrait, DbBackend, QueryResult, Statement,
    sea_query::{PostgresQueryBuilder, SelectStatement, SqliteQueryBuilder, Value, Values},
};

use crate::{Outcome, Unit};

/// The rows of a query, which is sent with its limits written out instead of given as values.
///
/// PostgreSQL keeps the plan of a statement that it is sent again and again only if it need not
/// know the values for a good one. How many rows are wanted decides between walking an index and
/// sorting everything, so with a limit among the values it plans anew each time, which takes longer
/// than reading a page.
pub(crate) async fn rows_of(unit: &Unit, query: &SelectStatement) -> Outcome<Vec<QueryResult>> {
    let db = unit.connection();
    let statement = with_literal_limits(db.get_database_backend(), query);
    Ok(db.query_all_raw(statement).await?)
}

fn with_literal_limits(backend: DbBackend, query: &SelectStatement) -> Statement {
    if backend != DbBackend::Postgres {
        let (sql, values) = query.build(SqliteQueryBuilder);
        return Statement::from_sql_and_values(backend, sql, values);
    }
    let (sql, values) = query.build(PostgresQueryBuilder);
    let (sql, values) = written_out(&sql, values.0);
    Statement::from_sql_and_values(backend, sql, Values(values))
}

/// Values are numbered from 1 in the order in which they occur, each once.
fn written_out(sql: &str, values: Vec<Value>) -> (String, Vec<Value>) {
    let mut parts = sql.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut kept = Vec::with_capacity(values.len());
    for (part, value) in parts.zip(values) {
        let rest = part.trim_start_matches(|sign: char| sign.is_ascii_digit());
        match value {
            Value::BigUnsigned(Some(limit)) if text.ends_with("LIMIT ") => {
                text.push_str(&limit.to_string());
            }
            value => {
                kept.push(value);
                text.push('$');
                text.push_str(&kept.len().to_string());
            }
        }
        text.push_str(rest);
    }
    (text, kept)
}

#[cfg(test)]
mod tests {
    use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};

    use super::*;

    fn query() -> SelectStatement {
        let inner = Query::select()
            .column(Alias::new("id"))
            .from(Alias::new("others"))
            .and_where(Expr::col(Alias::new("name")).eq("$9 LIMIT "))
            .limit(7)
            .take();
        Query::select()
            .column(Alias::new("id"))
            .from(Alias::new("some"))
            .and_where(Expr::col(Alias::new("id")).in_subquery(inner))
            .and_where(Expr::col(Alias::new("number")).gt(5))
            .limit(51)
            .take()
    }

    #[test]
    fn limits_are_written_out_and_the_other_values_numbered_anew() {
        let statement = with_literal_limits(DbBackend::Postgres, &query());
        assert_eq!(
            statement.sql,
            "SELECT \"id\" FROM \"some\" WHERE \"id\" IN (SELECT \"id\" FROM \"others\" \
             WHERE \"name\" = $1 LIMIT 7) AND \"number\" > $2 LIMIT 51"
        );
        let values = statement.values.map(|values| values.0);
        assert_eq!(values, Some(vec!["$9 LIMIT ".into(), 5.into()]));
    }

    #[test]
    fn elsewhere_a_statement_stays_as_it_is() {
        let statement = with_literal_limits(DbBackend::Sqlite, &query());
        assert_eq!(statement.values.map(|values| values.0.len()), Some(4));
    }
}
