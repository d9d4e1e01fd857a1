//! The ways that lead to those who may fit, and how the first of them are found in one statement.

use domain::search::RANKED_MAX;
use sea_orm::sea_query::{
    self, Alias, CommonTableExpression, Expr, ExprTrait, Order, SelectStatement, UnionType,
    WithClause,
};

use super::vocabulary::wrapped;

const MOST: u64 = RANKED_MAX as u64;
/// All whom the widest ways lead to.
const EVERYONE: &str = "everyone";
const WAY: &str = "way";
const PERSON: &str = "person_id";
const KIND: &str = "kind";
const COLUMNS: [&str; 3] = [PERSON, WAY, KIND];

/// What somebody is found by. Those of an earlier kind come first.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Telephones, documents, case numbers.
    Numbers,
    /// A day on which few were born, with a name.
    BornOnTheDay,
    /// A longer time in which somebody was born.
    BornThen,
    /// A name alone.
    Named,
}

/// Ways of one kind, the narrowest first.
pub(super) struct Ways {
    kind: Kind,
    ways: Vec<Way>,
}

struct Way {
    /// A query for a column `person_id`.
    persons: SelectStatement,
    /// Whether no other way leads to all of them.
    is_widest: bool,
}

impl Ways {
    pub(super) const fn new(kind: Kind) -> Self {
        let ways = Vec::new();
        Self { kind, ways }
    }

    /// Another way, behind those that are here. Unless it is one of the widest, its query has to ask
    /// whether there are [`too_many`](Self::too_many).
    pub(super) fn add(&mut self, persons: SelectStatement, is_widest: bool) {
        self.ways.push(Way { persons, is_widest });
    }

    /// Whether the widest ways led to more than are ranked, up to those of this kind. Somebody to whom
    /// several lead counts for each, and a way may be cut short, so rows are counted: that says it too
    /// early for some, and too late for none.
    pub(super) fn too_many(&self) -> Expr {
        let found = sea_query::Query::select()
            .expr(Expr::cust("COUNT(*)"))
            .from(Alias::new(EVERYONE))
            .and_where(Expr::col(Alias::new(KIND)).lte(literal(self.kind as usize)))
            .take();
        Expr::from(found).gt(literal(RANKED_MAX))
    }
}

/// Those of the first ways before those of later ones, each once, at most [`RANKED_MAX`].
///
/// Narrow ways tell only who comes first. So the widest are followed before them, and the narrow ones
/// only where too many were found up to their kind: otherwise all are taken, in whatever order. One
/// more than are ranked shows that there are too many.
pub(super) fn first_of(kinds: Vec<Ways>) -> Option<SelectStatement> {
    let (mut widest, mut narrow) = (Vec::new(), Vec::new());
    let ways = kinds.into_iter().flat_map(|ways| {
        let kind = ways.kind;
        ways.ways.into_iter().map(move |way| (kind, way))
    });
    for (place, (kind, way)) in ways.enumerate() {
        if way.is_widest {
            widest.push(some_of(way.persons, kind, place, MOST + 1));
        } else {
            narrow.push(some_of(way.persons, kind, place, MOST));
        }
    }
    let everyone = together(widest)?;
    Some(if narrow.is_empty() {
        in_order(everyone)
    } else {
        let found = columns().from(Alias::new(EVERYONE)).take();
        let all = together(std::iter::once(found).chain(narrow))?;
        in_order(all).with_cte(named(everyone)).take()
    })
}

/// The first persons of a way, with its place.
fn some_of(mut persons: SelectStatement, kind: Kind, place: usize, most: u64) -> SelectStatement {
    persons
        .expr_as(literal(place), Alias::new(WAY))
        .expr_as(literal(kind as usize), Alias::new(KIND))
        .limit(most);
    wrapped(persons, "some", &COLUMNS)
}

/// A number of ours, which stands in the text, so that it needs no value of its own.
fn literal(number: usize) -> Expr {
    Expr::cust(number.to_string())
}

fn together(queries: impl IntoIterator<Item = SelectStatement>) -> Option<SelectStatement> {
    queries.into_iter().reduce(|mut all, next| {
        all.union(UnionType::All, next);
        all
    })
}

fn columns() -> SelectStatement {
    sea_query::Query::select()
        .columns(COLUMNS.map(Alias::new))
        .take()
}

fn named(everyone: SelectStatement) -> WithClause {
    let mut table = CommonTableExpression::new();
    table
        .table_name(Alias::new(EVERYONE))
        .columns(COLUMNS.map(Alias::new))
        .materialized(true)
        .query(everyone);
    WithClause::new().cte(table).to_owned()
}

fn in_order(all: SelectStatement) -> SelectStatement {
    let person = || Expr::col(Alias::new(PERSON));
    sea_query::Query::select()
        .expr(person())
        .from_subquery(all, Alias::new("ways"))
        .group_by_col(Alias::new(PERSON))
        .order_by_expr(Expr::col(Alias::new(WAY)).min(), Order::Asc)
        .order_by_expr(person(), Order::Asc)
        .limit(MOST)
        .take()
}
