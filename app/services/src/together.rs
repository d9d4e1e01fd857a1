use sea_orm::{
    ConnectionTrait, DbBackend, Statement,
    sea_query::{
        Alias, CommonTableExpression, DeleteStatement, Expr, InsertStatement, PostgresQueryBuilder,
        Query, SqliteQueryBuilder, SubQueryStatement, UpdateStatement, Value, Values, WithClause,
    },
};

use crate::{Outcome, Unit};

/// The most values in what is sent at once: PostgreSQL takes 65,535.
const VALUES_MAX: usize = 30_000;

/// Statements that write, sent to the database in one round trip where it can be.
///
/// None may need what another one writes, and no row may be written by two: PostgreSQL carries all
/// of them out on the same view of the data. Keys that refer to each other are held against the
/// outcome of them all there, and in order on SQLite, so what is referred to comes first.
#[derive(Debug, Default)]
pub(crate) struct Together(Vec<Write>);

/// One statement.
#[derive(Debug)]
pub(crate) enum Write {
    Insert(InsertStatement),
    Update(UpdateStatement),
    Delete(DeleteStatement),
}

impl Together {
    /// Adds a statement behind those that are there.
    pub(crate) fn add(&mut self, write: impl Into<Write>) {
        self.0.push(write.into());
    }

    /// Sends them all.
    pub(crate) async fn run(self, unit: &Unit) -> Outcome<()> {
        let backend = unit.connection().get_database_backend();
        for statement in statements(backend, self.0) {
            unit.connection().execute_raw(statement).await?;
        }
        Ok(())
    }
}

fn statements(backend: DbBackend, writes: Vec<Write>) -> Vec<Statement> {
    let mut statements = Vec::new();
    let (mut part, mut size) = (Vec::new(), 0);
    for write in writes {
        let built = write.build(backend);
        let values = built.1.0.len();
        if size + values > VALUES_MAX && !part.is_empty() {
            statements.push(as_one(backend, std::mem::take(&mut part)));
            size = 0;
        }
        size += values;
        part.push((write, built));
    }
    if !part.is_empty() {
        statements.push(as_one(backend, part));
    }
    statements
}

type Built = (String, Values);

fn as_one(backend: DbBackend, mut part: Vec<(Write, Built)>) -> Statement {
    let (sql, values) = match (backend, part.len()) {
        (_, 1) => part.remove(0).1,
        (DbBackend::Postgres, _) => with(part.into_iter().map(|(write, _)| write)),
        _ => in_order(part.into_iter().map(|(_, built)| built)),
    };
    Statement::from_sql_and_values(backend, sql, values)
}

/// PostgreSQL: `WITH w0 AS (…), w1 AS (…) SELECT 1`.
fn with(writes: impl Iterator<Item = Write>) -> Built {
    let mut clause = WithClause::new();
    for (number, write) in writes.enumerate() {
        let mut part = CommonTableExpression::new();
        part.table_name(Alias::new(format!("w{number}")))
            .query(SubQueryStatement::from(write));
        clause.cte(part);
    }
    let end = Query::select().expr(Expr::cust("1")).to_owned();
    clause.query(end).build(PostgresQueryBuilder)
}

/// SQLite: one after the other, each with the values that are its own.
fn in_order(built: impl Iterator<Item = Built>) -> Built {
    let mut texts = Vec::new();
    let mut all: Vec<Value> = Vec::new();
    for (text, values) in built {
        texts.push(text);
        all.extend(values.0);
    }
    (texts.join("; "), Values(all))
}

impl Write {
    fn build(&self, backend: DbBackend) -> Built {
        match backend {
            DbBackend::Postgres => self.build_with(&PostgresQueryBuilder),
            _ => self.build_with(&SqliteQueryBuilder),
        }
    }

    fn build_with(&self, builder: &impl sea_orm::sea_query::QueryBuilder) -> Built {
        match self {
            Self::Insert(statement) => statement.build_any(builder),
            Self::Update(statement) => statement.build_any(builder),
            Self::Delete(statement) => statement.build_any(builder),
        }
    }
}

impl From<Write> for SubQueryStatement {
    fn from(write: Write) -> Self {
        match write {
            Write::Insert(statement) => Self::InsertStatement(statement),
            Write::Update(statement) => Self::UpdateStatement(statement),
            Write::Delete(statement) => Self::DeleteStatement(statement),
        }
    }
}

impl From<InsertStatement> for Write {
    fn from(statement: InsertStatement) -> Self {
        Self::Insert(statement)
    }
}

impl From<UpdateStatement> for Write {
    fn from(statement: UpdateStatement) -> Self {
        Self::Update(statement)
    }
}

impl From<DeleteStatement> for Write {
    fn from(statement: DeleteStatement) -> Self {
        Self::Delete(statement)
    }
}
