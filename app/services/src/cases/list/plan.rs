use domain::{
    access::Reach,
    cases::{
        ListQuery,
        list::{AnswerPath, Subject},
    },
};
use sea_orm::{
    Condition, ConnectionTrait, QueryFilter, QuerySelect, Select,
    sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement},
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
    /// The same for whoever sees the whole city, where a walk may be longer.
    pub few_in_the_city: u64,
    /// How far is counted where only the cases' own rows are looked at.
    pub counted: u64,
    /// How far is counted where each case has to be asked for its answers.
    pub counted_by_answers: u64,
}

impl Default for ListLimits {
    fn default() -> Self {
        Self {
            few: 1000,
            few_in_the_city: 5000,
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
    reading: Reading,
}

/// From where to where cases are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// In the order of the list, until the page is full.
    Walk,
    /// The same, along an index that holds only what the filter lets through.
    Along,
    /// From the index of this filter, which leads to few cases; they are sorted afterwards.
    Led(usize),
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
        let few = match scope.reach() {
            Reach::City => limits.few_in_the_city,
            _ => limits.few,
        };
        let reading = if sorting.follows_an_index() && matches!(filters[..], [Filter::Indexed(_)]) {
            Reading::Along
        } else {
            let lead = lead(unit, scope, &filters, few).await?;
            lead.map_or(Reading::Walk, Reading::Led)
        };
        Ok(Self {
            scope,
            query,
            sorting,
            answers,
            filters,
            limits,
            reading,
        })
    }

    /// The cases of the list, in no order.
    pub(super) fn cases(&self) -> Select<case_row::Entity> {
        self.cases_by(Filter::condition)
    }

    /// The cases of the list, as they are read in their order.
    pub(super) fn cases_in_order(&self) -> Select<case_row::Entity> {
        match self.reading {
            Reading::Walk => self.cases_by(Filter::condition_in_passing),
            Reading::Along | Reading::Led(_) => self.cases(),
        }
    }

    fn cases_by(
        &self,
        condition: impl Fn(&Filter, &DistrictScope) -> Condition,
    ) -> Select<case_row::Entity> {
        let mut select = case_row::Entity::in_scope(self.scope).select_only();
        for (place, filter) in self.filters.iter().enumerate() {
            select = select.filter(if self.reading == Reading::Led(place) {
                let id = Expr::col((case_row::Entity, case_row::Column::Id));
                Condition::all().add(id.in_subquery(filter.cases(self.scope)))
            } else {
                condition(filter, self.scope)
            });
        }
        self.sorting
            .join(self.scope, QuerySelect::query(&mut select));
        select
    }

    /// Whether a filter leads to the cases, so that they are sorted behind it.
    pub(super) const fn is_led(&self) -> bool {
        matches!(self.reading, Reading::Led(_))
    }

    /// How far the cases are counted; `None` for all of them.
    pub(super) fn counted(&self) -> Option<u64> {
        let by_answers = self.sorting.leaves_out() || self.filters.iter().any(Filter::asks_answers);
        match (self.query.count_all || self.is_led(), by_answers) {
            (true, _) => None,
            (false, false) => Some(self.limits.counted),
            (false, true) => Some(self.limits.counted_by_answers),
        }
    }
}

pub(super) fn answers(unit: &Unit, query: &ListQuery) -> Outcome<Vec<AnswerPath>> {
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
    let rows = unit.connection().query_all(&probe).await?;
    let Some(row) = rows.first() else {
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
        .expr_as(Expr::cust("1"), Alias::new("one"));
    Query::select()
        .expr(Func::count(Expr::cust("*")))
        .from_subquery(rows, Alias::new("counted"))
        .take()
}
