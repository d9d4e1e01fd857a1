//! The order of a list, and where a page begins in it.

use domain::{
    Problem, ProblemCode,
    access::FieldAccess,
    cases::{
        CaseNumber,
        list::{AnswerPath, Sort, Subject, can_be_sorted, shape},
    },
    forms::{FieldType, PersonAttribute},
};
use sea_orm::{
    ColumnTrait, Condition, Order, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, IntoColumnRef, JoinType, SelectStatement},
};

use super::frame::field_at;
use crate::{
    Failure, Outcome, Unit,
    cases::case_row,
    forms::index_row,
    tenancy::{DistrictScope, Tenant},
};

/// The index rows that a list is sorted by.
const SORTED: &str = "sorted";

/// An order that the actor may see.
#[derive(Clone, Debug)]
pub(super) struct Sorting {
    by: By,
    descending: bool,
}

#[derive(Clone, Debug)]
enum By {
    Case(case_row::Column),
    /// An answer: only cases that have it are listed.
    Answer {
        path: AnswerPath,
        column: index_row::Column,
    },
}

impl Sorting {
    /// The order that is asked for.
    ///
    /// # Errors
    /// A problem when there is no such order, or the actor may not see what makes it.
    pub(super) fn of(unit: &Unit, sort: &Sort) -> Outcome<Self> {
        let by = by(unit, &sort.by).ok_or_else(|| {
            let problem = Problem::new("sort", ProblemCode::UnknownField);
            Failure::Answer(domain::Error::Invalid {
                problems: vec![problem],
            })
        })?;
        Ok(Self {
            by,
            descending: sort.descending,
        })
    }

    /// Whether only cases with a certain answer are in the list.
    pub(super) const fn leaves_out(&self) -> bool {
        matches!(self.by, By::Answer { .. })
    }

    /// Whether cases of one stage or of one owner lie in this order in an index.
    pub(super) const fn follows_an_index(&self) -> bool {
        matches!(self.by, By::Case(case_row::Column::ChangedAt))
    }

    /// Brings in what the cases are sorted by.
    pub(super) fn join(&self, scope: &DistrictScope, select: &mut SelectStatement) {
        let By::Answer { path, column } = &self.by else {
            return;
        };
        let mut on = Condition::all()
            .add(sorted(index_row::Column::CaseId).equals(case(case_row::Column::Id)))
            .add(sorted(index_row::Column::Form).eq(&path.form))
            .add(sorted(index_row::Column::Field).eq(&path.field))
            .add(sorted(*column).is_not_null());
        if let Some(district) = scope.reach().district() {
            on = on.add(sorted(index_row::Column::DistrictId).eq(uuid::Uuid::from(district)));
        }
        let rows = Alias::new(SORTED);
        select.join_as(JoinType::InnerJoin, index_row::Entity, rows, on);
    }

    /// Sorts; cases that are equal by their ids.
    pub(super) fn order(&self, select: &mut SelectStatement) {
        let order = if self.descending {
            Order::Desc
        } else {
            Order::Asc
        };
        select.order_by_expr(self.value(), order.clone());
        select.order_by_expr(self.id(), order);
    }

    /// Only what comes behind this case; nothing when it is out of reach.
    pub(super) fn behind(&self, scope: &DistrictScope, number: &CaseNumber) -> Condition {
        let last = |column: case_row::Column| {
            case_row::Entity::in_scope(scope)
                .filter(case_row::Column::Number.eq(number.as_str()))
                .select_only()
                .column(column)
                .into_query()
        };
        let value: SelectStatement = match &self.by {
            By::Case(column) => last(*column),
            By::Answer { path, column } => index_row::Entity::in_scope(&scope.whole_district())
                .filter(index_row::Column::CaseId.in_subquery(last(case_row::Column::Id)))
                .filter(index_row::Column::Form.eq(&path.form))
                .filter(index_row::Column::Field.eq(&path.field))
                .select_only()
                .column(*column)
                .limit(1)
                .into_query(),
        };
        let id = last(case_row::Column::Id);
        let (value, id) = (Expr::from(value), Expr::from(id));
        let (reaches, passes, id_passes) = if self.descending {
            (
                self.value().lte(value.clone()),
                self.value().lt(value),
                self.id().lt(id),
            )
        } else {
            (
                self.value().gte(value.clone()),
                self.value().gt(value),
                self.id().gt(id),
            )
        };
        // The first part is what an index can be entered by.
        Condition::all()
            .add(reaches)
            .add(Condition::any().add(passes).add(id_passes))
    }

    fn value(&self) -> Expr {
        match &self.by {
            By::Case(column) => Expr::col(case(*column)),
            By::Answer { column, .. } => sorted(*column),
        }
    }

    fn id(&self) -> Expr {
        match &self.by {
            By::Case(_) => Expr::col(case(case_row::Column::Id)),
            By::Answer { .. } => sorted(index_row::Column::CaseId),
        }
    }
}

fn case(column: case_row::Column) -> impl IntoColumnRef {
    (case_row::Entity, column)
}

fn sorted(column: index_row::Column) -> Expr {
    Expr::col((Alias::new(SORTED), column))
}

fn by(unit: &Unit, subject: &Subject) -> Option<By> {
    match subject {
        Subject::Changed => Some(By::Case(case_row::Column::ChangedAt)),
        Subject::Opened => Some(By::Case(case_row::Column::OpenedAt)),
        Subject::Name => may_see_names(unit).then_some(By::Case(case_row::Column::SortName)),
        Subject::Born => {
            let (form, field) = unit.catalog().source_of(PersonAttribute::BirthDate)?;
            by_answer(unit, &AnswerPath::new(&form.form, &field.id)?)
        }
        Subject::Answer(path) => by_answer(unit, path),
        Subject::Stage | Subject::Owner | Subject::Team => None,
    }
}

fn by_answer(unit: &Unit, path: &AnswerPath) -> Option<By> {
    let (group, field) = field_at(unit, path)?;
    let column = match shape(&field.kind) {
        FieldType::Integer { .. } | FieldType::Decimal { .. } => index_row::Column::IntegerValue,
        _ => index_row::Column::DayValue,
    };
    can_be_sorted(group, field).then(|| By::Answer {
        path: path.clone(),
        column,
    })
}

/// A name that is hidden in part gives no order away.
pub(super) fn may_see_names(unit: &Unit) -> bool {
    let Ok(actor) = unit.actor() else {
        return false;
    };
    [
        PersonAttribute::FamilyName,
        PersonAttribute::GivenName,
        PersonAttribute::LatinFamilyName,
        PersonAttribute::LatinGivenName,
    ]
    .into_iter()
    .all(|attribute| unit.catalog().attribute_access(actor, attribute) > FieldAccess::Hidden)
}
