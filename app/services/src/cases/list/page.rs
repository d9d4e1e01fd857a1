use chrono::{DateTime, NaiveDate, Utc};
use domain::cases::{CASES_PER_PAGE, Count, list::Subject};
use sea_orm::{
    Condition, ConnectionTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Alias, Expr, ExprTrait, IntoColumnRef, JoinType, SelectStatement},
};
use uuid::Uuid;

use super::{
    Walk, nothing_behind,
    plan::{Plan, counted},
};
use crate::{
    Outcome, Unit,
    cases::{case_row, names::NameParts, person_row, query::find_case},
    districts::team,
    tenancy::Tenant,
    users::user,
};

/// A case of a list with its person, owner and team.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct ListRow {
    pub(super) id: Uuid,
    pub(super) number: String,
    pub(super) stage: String,
    pub(super) opened_at: DateTime<Utc>,
    pub(super) changed_at: DateTime<Utc>,
    pub(super) owner: Option<String>,
    pub(super) team: Option<serde_json::Value>,
    family_name: String,
    given_name: String,
    latin_family_name: String,
    latin_given_name: String,
    birth_date: Option<NaiveDate>,
    total: i64,
}

impl ListRow {
    pub(super) fn person(&self) -> NameParts<'_> {
        NameParts {
            family: &self.family_name,
            given: &self.given_name,
            latin_family: &self.latin_family_name,
            latin_given: &self.latin_given_name,
            birth_date: self.birth_date,
        }
    }
}

/// The rows of the page, one more than it shows where there are more, and how many there are.
///
/// # Errors
/// For a program, when the case behind which the page begins is not within reach.
pub(super) async fn read(
    unit: &Unit,
    plan: &Plan<'_>,
    walk: Walk,
) -> Outcome<(Vec<ListRow>, Count)> {
    let mut rows = read_from(unit, plan, true).await?;
    if rows.is_empty()
        && let Some(after) = &plan.query.after
    {
        match walk {
            // The case behind which the page begins is gone, or was never within reach.
            Walk::ByPeople => rows = read_from(unit, plan, false).await?,
            Walk::ByProgram => {
                let there = find_case(unit, plan.scope, after, false).await;
                there.map_err(|_| nothing_behind())?;
            }
        }
    }
    let total = rows.first().map_or(0, |row| row.total);
    let total = u64::try_from(total).unwrap_or(0);
    let count = match plan.counted() {
        Some(limit) if total > limit => Count::MoreThan(limit),
        _ => Count::Exactly(total),
    };
    Ok((rows, count))
}

/// A walk brings in the people of each case that it passes, which are no more than the page shows.
/// Where a filter leads to the cases, they are sorted first, and only those of the page have theirs
/// brought in.
async fn read_from(unit: &Unit, plan: &Plan<'_>, behind: bool) -> Outcome<Vec<ListRow>> {
    let mut cases = if plan.is_led() {
        let mut page =
            on_the_page(plan, plan.cases_in_order(), behind).column(case_row::Column::Id);
        let page = page_of(plan, QuerySelect::query(&mut page));
        let mut cases = case_row::Entity::in_scope(plan.scope).select_only();
        let statement = QuerySelect::query(&mut cases);
        let id =
            Expr::col((Alias::new(PAGE), case_row::Column::Id)).equals(case(case_row::Column::Id));
        statement.join_subquery(JoinType::InnerJoin, page, Alias::new(PAGE), id);
        plan.sorting.join(plan.scope, statement);
        cases
    } else {
        on_the_page(plan, plan.cases_in_order(), behind)
    };
    let statement = QuerySelect::query(&mut cases);
    bring_in(plan, statement);
    let total = counted(
        plan.cases().into_query(),
        plan.counted().map(|limit| limit + 1),
    );
    statement.expr_as(Expr::from(total), Alias::new("total"));
    page_of(plan, statement);
    let rows = unit.connection().query_all(&*statement).await?;
    let rows = rows.iter().map(|row| ListRow::from_query_result(row, ""));
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The ids of the cases of a page, where they are looked for first.
const PAGE: &str = "page";

fn on_the_page(
    plan: &Plan<'_>,
    cases: Select<case_row::Entity>,
    behind: bool,
) -> Select<case_row::Entity> {
    match plan.query.after.as_ref().filter(|_| behind) {
        Some(after) => cases.filter(plan.sorting.behind(plan.scope, after)),
        None => cases,
    }
}

/// Sorted, and no more than one page and the first case behind it.
fn page_of(plan: &Plan<'_>, statement: &mut SelectStatement) -> SelectStatement {
    plan.sorting.order(statement);
    statement.limit(CASES_PER_PAGE + 1).to_owned()
}

/// What a list shows of each case.
fn bring_in(plan: &Plan<'_>, statement: &mut SelectStatement) {
    use case_row::Column::{ChangedAt, Id, Number, OpenedAt, Stage};
    use person_row::Column::{BirthDate, FamilyName, GivenName, LatinFamilyName, LatinGivenName};
    statement.columns([Id, Number, Stage, OpenedAt, ChangedAt].map(case));
    let person = [
        FamilyName,
        GivenName,
        LatinFamilyName,
        LatinGivenName,
        BirthDate,
    ];
    statement.columns(person.map(|column| (person_row::Entity, column)));
    let owner = Expr::col((user::Entity, user::Column::DisplayName));
    statement.expr_as(owner, Alias::new("owner"));
    join_people(statement);
    let shown = plan.query.shown_columns().contains(&Subject::Team);
    join_team(statement, shown);
}

/// The person, and the owner if there is one: rows of the case's own district.
fn join_people(statement: &mut SelectStatement) {
    use case_row::Column::{DistrictId, OwnerId, PersonId};
    let person = |column| (person_row::Entity, column).into_column_ref();
    let owner = |column| (user::Entity, column).into_column_ref();
    statement.join(
        JoinType::InnerJoin,
        person_row::Entity,
        Condition::all()
            .add(Expr::col(person(person_row::Column::Id)).equals(case(PersonId)))
            .add(Expr::col(person(person_row::Column::DistrictId)).equals(case(DistrictId))),
    );
    statement.join(
        JoinType::LeftJoin,
        user::Entity,
        Condition::all()
            .add(Expr::col(owner(user::Column::Id)).equals(case(OwnerId)))
            .add(Expr::col(owner(user::Column::DistrictId)).equals(case(DistrictId))),
    );
}

fn join_team(statement: &mut SelectStatement, shown: bool) {
    let label = (team::Entity, team::Column::Label).into_column_ref();
    if !shown {
        let none = Expr::cust("NULL");
        statement.expr_as(none, Alias::new("team"));
        return;
    }
    let id = (team::Entity, team::Column::Id).into_column_ref();
    statement.expr_as(Expr::col(label), Alias::new("team"));
    statement.join(
        JoinType::LeftJoin,
        team::Entity,
        Condition::all().add(Expr::col(id).equals(case(case_row::Column::TeamId))),
    );
}

fn case(column: case_row::Column) -> impl IntoColumnRef {
    (case_row::Entity, column)
}
