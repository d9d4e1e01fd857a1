use domain::cases::{
    ListQuery,
    list::{AnswerPath, Subject},
};
use sea_orm::{
    Condition, QueryFilter, QuerySelect, Select,
    sea_query::{Alias, Expr, Func, Query, SelectStatement},
};

use super::{
    filters::{Filter, filters},
    frame::column_at,
    sorting::Sorting,
};
use crate::{
    Outcome, Unit,
    cases::case_row,
    tenancy::{DistrictScope, Tenant},
};

/// How much work a list may be.
#[derive(Clone, Copy, Debug)]
pub struct ListLimits {
    /// Up to so many cases, a filter's index leads to them, and they are sorted afterwards. When
    /// every filter has more, the cases are walked in their order until the page is full.
    pub few: u64,
    /// How far is counted where only the cases' own rows are looked at.
    pub counted: u64,
    /// How far is counted where each case has to be asked for its answers.
    pub counted_by_answers: u64,
}

impl Default for ListLimits {
    fn default() -> Self {
        Self {
            few: 2000,
            counted: 1000,
            counted_by_answers: 200,
        }
    }
}

/// How a list is read.
pub(super) struct Plan<'a> {
    pub(super) scope: &'a DistrictScope,
    pub(super) query: &'a ListQuery,
    pub(super) sorting: Sorting,
    /// The answers in the columns.
    pub(super) answers: Vec<AnswerPath>,
    filters: Vec<Filter>,
    limits: ListLimits,
    /// The filter whose index leads to few cases.
    lead: Option<usize>,
}

impl<'a> Plan<'a> {
    /// The plan for a query: one round trip, when it has filters.
    pub(super) async fn of(
        unit: &Unit,
        scope: &'a DistrictScope,
        query: &'a ListQuery,
        limits: ListLimits,
    ) -> Outcome<Self> {
        let filters = filters(unit, scope, query)?;
        let sorting = Sorting::of(unit, &query.sort)?;
        let answers = answers(unit, query)?;
        let lead = lead(unit, scope, &filters, limits.few).await?;
        Ok(Self {
            scope,
            query,
            sorting,
            answers,
            filters,
            limits,
            lead,
        })
    }

    /// The cases of the list.
    pub(super) fn cases(&self) -> Select<case_row::Entity> {
        let mut select = case_row::Entity::in_scope(self.scope).select_only();
        for (place, filter) in self.filters.iter().enumerate() {
            if self.lead == Some(place) {
                let id = Expr::col((case_row::Entity, case_row::Column::Id));
                let led = sea_orm::sea_query::ExprTrait::in_subquery(id, filter.cases(self.scope));
                select = select.filter(Condition::all().add(led));
            } else {
                select = select.filter(filter.condition(self.scope));
            }
        }
        self.sorting
            .join(self.scope, QuerySelect::query(&mut select));
        select
    }

    /// How far the cases are counted; `None` for all of them.
    pub(super) fn counted(&self) -> Option<u64> {
        let by_answers = self.sorting.leaves_out() || self.filters.iter().any(Filter::asks_answers);
        match (self.query.count_all || self.lead.is_some(), by_answers) {
            (true, _) => None,
            (false, false) => Some(self.limits.counted),
            (false, true) => Some(self.limits.counted_by_answers),
        }
    }
}

fn answers(unit: &Unit, query: &ListQuery) -> Outcome<Vec<AnswerPath>> {
    let columns = query.shown_columns().iter();
    let columns = columns.map(|column| column_at(unit, column));
    let columns = columns.collect::<Outcome<Vec<&Subject>>>()?;
    Ok(columns
        .into_iter()
        .filter_map(|column| match column {
            Subject::Answer(path) => Some(path.clone()),
            _ => None,
        })
        .collect())
}

/// The filter with the fewest cases, if they are few.
async fn lead(
    unit: &Unit,
    scope: &DistrictScope,
    filters: &[Filter],
    few: u64,
) -> Outcome<Option<usize>> {
    let leading: Vec<usize> = (0..filters.len())
        .filter(|place| filters[*place].leads())
        .collect();
    if leading.is_empty() {
        return Ok(None);
    }
    let mut probe = Query::select();
    for place in &leading {
        let counted = counted(filters[*place].cases(scope), Some(few + 1));
        probe.expr_as(Expr::from(counted), Alias::new(format!("found_{place}")));
    }
    let Some(row) = sea_orm::ConnectionTrait::query_one(unit.connection(), &probe).await? else {
        return Ok(None);
    };
    let mut fewest: Option<(i64, usize)> = None;
    for place in leading {
        let found: i64 = row.try_get("", &format!("found_{place}"))?;
        if fewest.is_none_or(|fewest| (found, place) < fewest) {
            fewest = Some((found, place));
        }
    }
    let most = i64::try_from(few).unwrap_or(i64::MAX);
    Ok(fewest
        .filter(|(found, _)| *found <= most)
        .map(|(_, place)| place))
}

/// How many rows a query has, counted up to a limit.
pub(super) fn counted(mut rows: SelectStatement, limit: Option<u64>) -> SelectStatement {
    if let Some(limit) = limit {
        rows.limit(limit);
    }
    rows.clear_selects()
        .expr_as(Expr::val(1), Alias::new("one"));
    Query::select()
        .expr(Func::count(Expr::cust("*")))
        .from_subquery(rows, Alias::new("counted"))
        .take()
}
