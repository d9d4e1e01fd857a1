//! Filters as conditions on cases.

use chrono::NaiveDate;
use domain::{
    Problem, ProblemCode,
    cases::{
        ListQuery, Stage, Whose,
        list::{Accepted, AnswerPath, Span, Subject, Wanted, accepted, accepted_days},
    },
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement},
};
use uuid::Uuid;

use super::frame::field_at;
use crate::{
    Failure, Outcome, Unit,
    cases::case_row::{self, nearly_all},
    districts::team,
    forms::index_row,
    tenancy::{DistrictScope, Tenant},
    wall_clock::start_of_day,
};

/// What must hold of every case of a list.
#[derive(Clone, Debug)]
pub(super) enum Filter {
    /// When something happened.
    Moments(Condition),
    /// Something else of the case's own row.
    Case(Condition),
    /// One stage, or one owner: an index has its cases in the order of their last change.
    Indexed(Condition),
    /// An answer.
    Answer(AnswerFilter),
}

/// What an answer must be.
#[derive(Clone, Debug)]
pub(super) struct AnswerFilter {
    path: AnswerPath,
    accepted: Accepted,
}

/// The filters of a query, as far as the actor may use them.
///
/// # Errors
/// A problem for each that does not exist, is hidden, or whose values mean nothing.
pub(super) fn filters(
    unit: &Unit,
    scope: &DistrictScope,
    query: &ListQuery,
) -> Outcome<Vec<Filter>> {
    let mut filters = whose(unit, query.whose)?;
    let case_type = unit.catalog().case_type();
    let is_known = |stage| {
        case_type
            .workflows()
            .any(|workflow| workflow.stage(stage).is_some())
    };
    if query.stages.iter().any(|stage| !is_known(stage)) {
        let problems = vec![Problem::new("stage", ProblemCode::NotAChoice)];
        return Err(Failure::Answer(domain::Error::Invalid { problems }));
    }
    if !query.stages.is_empty() {
        let codes = query.stages.iter().map(Stage::code);
        let stage = Condition::all().add(case_row::Column::Stage.is_in(codes));
        filters.push(if query.stages.len() == 1 {
            Filter::Indexed(stage)
        } else {
            Filter::Case(stage)
        });
    }
    let mut problems = Vec::new();
    for (subject, wanted) in &query.filters {
        match filter(unit, scope, subject, wanted) {
            Ok(filter) => filters.push(filter),
            Err(code) => problems.push(Problem::new(subject.to_string(), code)),
        }
    }
    if problems.is_empty() {
        Ok(filters)
    } else {
        Err(Failure::Answer(domain::Error::Invalid { problems }))
    }
}

fn whose(unit: &Unit, whose: Whose) -> Outcome<Vec<Filter>> {
    use case_row::Column::OwnerId;
    let condition = match whose {
        // What is shared is no part of the scope: it is listed by itself.
        Whose::All | Whose::Shared => return Ok(Vec::new()),
        Whose::Mine => OwnerId.eq(Uuid::from(unit.actor()?.user)),
        Whose::Nobodys => OwnerId.is_null(),
    };
    Ok(vec![Filter::Indexed(Condition::all().add(condition))])
}

fn filter(
    unit: &Unit,
    scope: &DistrictScope,
    subject: &Subject,
    wanted: &Wanted,
) -> Result<Filter, ProblemCode> {
    use case_row::Column::{ChangedAt, OpenedAt};
    let within = |column| -> Result<Filter, ProblemCode> {
        Ok(Filter::Moments(moments(
            column,
            &accepted_days(wanted)?.days,
        )))
    };
    let condition = match subject {
        Subject::Opened => return within(OpenedAt),
        Subject::Changed => return within(ChangedAt),
        Subject::Owner => owner(wanted)?,
        Subject::Team => team(scope, wanted)?,
        Subject::Answer(path) => {
            let (_, field) = field_at(unit, path).ok_or(ProblemCode::UnknownField)?;
            return Ok(Filter::Answer(AnswerFilter {
                path: path.clone(),
                accepted: accepted(field, wanted)?,
            }));
        }
        Subject::Name | Subject::Born | Subject::Stage => return Err(ProblemCode::UnknownField),
    };
    Ok(Filter::Case(condition))
}

/// Days on the wall, as the moments between which they lie.
fn moments(column: case_row::Column, days: &[Span<NaiveDate>]) -> Condition {
    let mut any = Condition::any();
    for (from, to) in days {
        let mut all = Condition::all();
        if let Some(from) = from {
            all = all.add(column.gte(start_of_day(*from)));
        }
        if let Some(after) = to.and_then(|to| to.succ_opt()) {
            all = all.add(column.lt(start_of_day(after)));
        }
        any = any.add(all);
    }
    any
}

fn owner(wanted: &Wanted) -> Result<Condition, ProblemCode> {
    let column = case_row::Column::OwnerId;
    let ids = wanted.any_of.iter().map(|id| id.parse::<Uuid>());
    let ids: Vec<Uuid> = ids
        .collect::<Result<_, _>>()
        .map_err(|_| ProblemCode::NotAChoice)?;
    no_span(wanted)?;
    let mut any = Condition::any();
    if !ids.is_empty() {
        any = any.add(column.is_in(ids));
    }
    if wanted.none {
        any = any.add(column.is_null());
    }
    Ok(any)
}

fn team(scope: &DistrictScope, wanted: &Wanted) -> Result<Condition, ProblemCode> {
    no_span(wanted)?;
    if wanted.none {
        return Err(ProblemCode::NotAChoice);
    }
    let named = team::Entity::in_scope(&scope.whole_district())
        .filter(team::Column::Code.is_in(&wanted.any_of))
        .select_only()
        .column(team::Column::Id)
        .into_query();
    Ok(Condition::all().add(case_row::Column::TeamId.in_subquery(named)))
}

fn no_span(wanted: &Wanted) -> Result<(), ProblemCode> {
    if wanted.from.is_some() || wanted.to.is_some() {
        return Err(ProblemCode::NotAChoice);
    }
    Ok(())
}

/// Whether a column's value lies within a span.
fn within<T: Into<sea_orm::Value> + Copy>(
    column: index_row::Column,
    (from, to): &Span<T>,
) -> Condition {
    let from = from.map(|from| column.gte(from));
    let to = to.map(|to| column.lte(to));
    let none = (from.is_none() && to.is_none()).then(|| column.is_not_null());
    let parts = from.into_iter().chain(to).chain(none);
    parts.fold(Condition::all(), Condition::add)
}

impl Filter {
    /// As a condition on each case that is looked at.
    pub(super) fn condition(&self, scope: &DistrictScope) -> Condition {
        match self {
            Self::Moments(condition) | Self::Case(condition) | Self::Indexed(condition) => {
                condition.clone()
            }
            Self::Answer(filter) => filter.condition(scope),
        }
    }

    /// As a condition on each case that is passed in a certain order: nothing that tempts the
    /// database to leave that order for another index. Moments may be what is sorted by.
    pub(super) fn condition_in_passing(&self, scope: &DistrictScope) -> Condition {
        match self {
            Self::Case(condition) | Self::Indexed(condition) => {
                Condition::all().add(nearly_all(condition.clone()))
            }
            Self::Moments(_) | Self::Answer(_) => self.condition(scope),
        }
    }

    /// Whether an index can lead to its cases: not if cases without an answer count.
    pub(super) fn leads(&self) -> bool {
        match self {
            Self::Moments(_) | Self::Case(_) | Self::Indexed(_) => true,
            Self::Answer(filter) => !filter.accepted.unanswered,
        }
    }

    /// Whether each case has to be asked for its answers.
    pub(super) const fn asks_answers(&self) -> bool {
        matches!(self, Self::Answer(_))
    }

    /// The ids of the cases that it leads to.
    pub(super) fn cases(&self, scope: &DistrictScope) -> SelectStatement {
        match self {
            Self::Moments(condition) | Self::Case(condition) | Self::Indexed(condition) => {
                case_row::Entity::in_scope(scope)
                    .filter(condition.clone())
                    .select_only()
                    .column(case_row::Column::Id)
                    .into_query()
            }
            Self::Answer(filter) => index_row::Entity::in_scope(&scope.whole_district())
                .filter(filter.named())
                .filter(filter.values())
                .select_only()
                .column(index_row::Column::CaseId)
                .into_query(),
        }
    }
}

impl AnswerFilter {
    fn named(&self) -> Condition {
        Condition::all()
            .add(index_row::Column::Form.eq(&self.path.form))
            .add(index_row::Column::Field.eq(&self.path.field))
    }

    fn values(&self) -> Condition {
        use index_row::Column::{DayValue, IntegerValue, TextValue};
        let mut any = Condition::any();
        if !self.accepted.texts.is_empty() {
            any = any.add(TextValue.is_in(&self.accepted.texts));
        }
        for span in &self.accepted.numbers {
            any = any.add(within(IntegerValue, span));
        }
        for span in &self.accepted.days {
            any = any.add(within(DayValue, span));
        }
        any
    }

    fn condition(&self, scope: &DistrictScope) -> Condition {
        let mut any = Condition::any();
        if !self.values().is_empty() {
            any = any.add(self.some(scope, Some(self.values())));
        }
        if self.accepted.unanswered {
            any = any.add(self.some(scope, None).not());
        }
        any
    }

    /// Whether the case has an answer like this. It is asked of one case at a time: as an
    /// `EXISTS`, PostgreSQL would rather read every answer like this of the district first.
    fn some(&self, scope: &DistrictScope, values: Option<Condition>) -> Expr {
        let case = (case_row::Entity, case_row::Column::Id);
        let mut of_the_case = index_row::Entity::in_scope(&scope.whole_district())
            .filter(Expr::col((index_row::Entity, index_row::Column::CaseId)).equals(case))
            .filter(self.named())
            .select_only()
            .expr_as(Expr::cust("1"), "found");
        if let Some(values) = values {
            of_the_case = of_the_case.filter(values);
        }
        let mut one = of_the_case.into_query();
        one.limit(1);
        Expr::from(one).is_not_null()
    }
}
