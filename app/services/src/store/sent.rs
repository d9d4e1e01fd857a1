//! How a statement of `SeaORM` reaches a connection of sqlx, and what comes back.

use sea_orm::{
    ConnAcquireErr, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values,
    sqlx::{self, AssertSqlSafe, Database, Executor, IntoArguments, Postgres, query::Query},
};
use sea_query_sqlx::SqlxValues;

use super::{kept::Lent, literal_limits::with_literal_limits};

pub(super) async fn execute<D: Database>(
    lent: &mut Lent<D>,
    statement: Statement,
) -> Result<ExecResult, DbErr>
where
    for<'a> &'a mut D::Connection: Executor<'a, Database = D>,
    SqlxValues: IntoArguments<D>,
    ExecResult: From<D::QueryResult>,
{
    let executed = query(statement).execute(&mut **lent).await;
    executed.map(Into::into).map_err(not_executed)
}

pub(super) async fn as_text<D: Database>(lent: &mut Lent<D>, sql: &str) -> Result<ExecResult, DbErr>
where
    for<'a> &'a mut D::Connection: Executor<'a, Database = D>,
    ExecResult: From<D::QueryResult>,
{
    let sql = AssertSqlSafe(sql.to_owned());
    let executed = (&mut **lent).execute(sql).await;
    executed.map(Into::into).map_err(not_executed)
}

pub(super) async fn copy_in(
    lent: &mut Lent<Postgres>,
    sql: &str,
    rows: &[u8],
) -> Result<(), DbErr> {
    let mut copying = lent.copy_in_raw(sql).await.map_err(not_executed)?;
    let sent = copying.send(rows).await.map(drop);
    // Whatever became of the rows: until this is said, the connection takes nothing else.
    let finished = copying.finish().await.map(drop);
    sent.and(finished).map_err(not_executed)
}

pub(super) async fn one<D: Database>(
    lent: &mut Lent<D>,
    statement: Statement,
) -> Result<Option<QueryResult>, DbErr>
where
    for<'a> &'a mut D::Connection: Executor<'a, Database = D>,
    SqlxValues: IntoArguments<D>,
    QueryResult: From<D::Row>,
{
    let row = query(statement).fetch_optional(&mut **lent).await;
    row.map(|row| row.map(Into::into)).map_err(not_queried)
}

pub(super) async fn all<D: Database>(
    lent: &mut Lent<D>,
    statement: Statement,
) -> Result<Vec<QueryResult>, DbErr>
where
    for<'a> &'a mut D::Connection: Executor<'a, Database = D>,
    SqlxValues: IntoArguments<D>,
    QueryResult: From<D::Row>,
{
    let rows = query(statement).fetch_all(&mut **lent).await;
    let rows = rows.map_err(not_queried)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

fn query<'a, D: Database>(statement: Statement) -> Query<'a, D, SqlxValues>
where
    SqlxValues: IntoArguments<D>,
{
    let statement = with_literal_limits(statement);
    let values = statement.values.unwrap_or_else(|| Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql), SqlxValues(values))
}

pub(super) fn not_acquired(error: sqlx::Error) -> DbErr {
    match error {
        sqlx::Error::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        sqlx::Error::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        error => DbErr::Conn(RuntimeErr::SqlxError(error.into())),
    }
}

pub(super) fn not_executed(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(error.into()))
}

pub(super) fn not_queried(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}
