use sea_orm::{DbBackend, Statement, Values, sea_query::Value};

/// The same statement with its limits written out instead of given as values.
///
/// How many rows are wanted decides between walking an index and sorting everything. So PostgreSQL
/// keeps the plan of a statement that it is sent again and again only if it need not know the limit,
/// and SQLite makes a new one each time that it is given one, which may take longer than reading a
/// page.
pub(super) fn with_literal_limits(statement: Statement) -> Statement {
    if !statement.sql.contains(LIMIT) {
        return statement;
    }
    let Statement {
        sql,
        values: Some(Values(values)),
        db_backend,
    } = statement
    else {
        return statement;
    };
    let (sql, values) = written_out(&sql, values, db_backend == DbBackend::Postgres);
    Statement {
        sql,
        values: Some(Values(values)),
        db_backend,
    }
}

const LIMIT: &str = "LIMIT ";

/// The places of values are `$1`, `$2`… where they are numbered, and `?` elsewhere, in the order of
/// the values, each once.
fn written_out(sql: &str, values: Vec<Value>, numbered: bool) -> (String, Vec<Value>) {
    let sign = if numbered { '$' } else { '?' };
    let mut text = String::with_capacity(sql.len());
    let mut kept = Vec::with_capacity(values.len());
    let mut values = values.into_iter();
    let mut quote = None;
    let mut rest = sql.chars().peekable();
    while let Some(next) = rest.next() {
        match quote {
            Some(open) if next == open => quote = None,
            None if next == '\'' || next == '"' => quote = Some(next),
            _ => {}
        }
        if quote.is_some() || next != sign {
            text.push(next);
            continue;
        }
        while numbered && rest.next_if(char::is_ascii_digit).is_some() {}
        match values.next() {
            Some(Value::BigUnsigned(Some(limit))) if text.ends_with(LIMIT) => {
                text.push_str(&limit.to_string());
            }
            value => {
                kept.extend(value);
                text.push(sign);
                if numbered {
                    text.push_str(&kept.len().to_string());
                }
            }
        }
    }
    (text, kept)
}

#[cfg(test)]
mod tests {
    use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};

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
            .expr(Expr::cust("'LIMIT ?, LIMIT $1, it''s \"'"))
            .from(Alias::new("some"))
            .and_where(Expr::col(Alias::new("id")).in_subquery(inner))
            .and_where(Expr::col(Alias::new("number")).gt(5))
            .limit(51)
            .take()
    }

    #[test]
    fn limits_are_written_out_and_the_other_values_keep_their_order() {
        for (backend, name, number) in [
            (DbBackend::Postgres, "$1", "$2"),
            (DbBackend::Sqlite, "?", "?"),
        ] {
            let statement = with_literal_limits(backend.build(&query()));
            let expected = format!(
                "SELECT \"id\", 'LIMIT ?, LIMIT $1, it''s \"' FROM \"some\" \
                 WHERE \"id\" IN (SELECT \"id\" FROM \"others\" WHERE \"name\" = {name} LIMIT 7) \
                 AND \"number\" > {number} LIMIT 51"
            );
            assert_eq!(statement.sql, expected);
            let values = statement.values.map(|values| values.0);
            assert_eq!(values, Some(vec!["$9 LIMIT ".into(), 5.into()]));
        }
    }

    #[test]
    fn without_values_a_statement_stays_as_it_is() {
        let plain = Statement::from_string(DbBackend::Sqlite, "SELECT 'a?' LIMIT 5");
        assert_eq!(with_literal_limits(plain.clone()), plain);
    }
}
