use chrono::{DateTime, NaiveDate, Utc};
use domain::cases::{CASES_PER_PAGE, Count, list::Subject};
use sea_orm::{
    Condition, FromQueryResult, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, IntoColumnRef, JoinType, SelectStatement},
};
use uuid::Uuid;

use super::plan::{Plan, counted};
use crate::{
    Outcome, Unit,
    cases::{case_row, names::NameParts, person_row},
    districts::team,
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
pub(super) async fn read(unit: &Unit, plan: &Plan<'_>) -> Outcome<(Vec<ListRow>, Count)> {
    let mut rows = read_from(unit, plan, true).await?;
    if rows.is_empty() && plan.query.after.is_some() {
        // The case behind which the page begins is gone, or was never within reach.
        rows = read_from(unit, plan, false).await?;
    }
    let total = rows.first().map_or(0, |row| row.total);
    let total = u64::try_from(total).unwrap_or(0);
    let count = match plan.counted() {
        Some(limit) if total > limit => Count::MoreThan(limit),
        _ => Count::Exactly(total),
    };
    Ok((rows, count))
}

async fn read_from(unit: &Unit, plan: &Plan<'_>, behind: bool) -> Outcome<Vec<ListRow>> {
    use case_row::Column::{ChangedAt, Id, Number, OpenedAt, Stage};
    use person_row::Column::{BirthDate, FamilyName, GivenName, LatinFamilyName, LatinGivenName};
    let mut select = plan
        .cases()
        .columns([Id, Number, Stage, OpenedAt, ChangedAt])
        .columns([
            FamilyName,
            GivenName,
            LatinFamilyName,
            LatinGivenName,
            BirthDate,
        ])
        .column_as(user::Column::DisplayName, "owner");
    if let Some(after) = plan.query.after.as_ref().filter(|_| behind) {
        select = select.filter(plan.sorting.behind(plan.scope, after));
    }
    let statement = QuerySelect::query(&mut select);
    join_people(statement);
    join_team(
        statement,
        plan.query.shown_columns().contains(&Subject::Team),
    );
    let total = counted(
        plan.cases().into_query(),
        plan.counted().map(|limit| limit + 1),
    );
    statement.expr_as(Expr::from(total), Alias::new("total"));
    plan.sorting.order(statement);
    statement.limit(CASES_PER_PAGE + 1);
    Ok(select
        .into_model::<ListRow>()
        .all(unit.connection())
        .await?)
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
