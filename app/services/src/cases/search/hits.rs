use std::collections::BTreeMap;

use domain::{
    Text,
    access::{Actor, CasePlace, Permission},
    cases::PersonHit,
    districts::District,
};
use sea_orm::{
    ConnectionTrait, FromQueryResult, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait},
};
use uuid::Uuid;

use super::{case_row, number_of, person_row};
use crate::{
    Failure, Outcome, Unit, cases::names::Names, districts::team, search::Area, users::user,
};

/// A case with who works on it.
struct Case {
    row: case_row::Model,
    team: Text,
    owner: Option<String>,
}

/// The persons as they are shown.
pub(super) async fn hits(
    unit: &Unit,
    actor: &Actor,
    area: &Area,
    districts: &[District],
    persons: Vec<person_row::Model>,
) -> Outcome<Vec<PersonHit>> {
    let mut cases = cases_of(unit, area, &persons).await?;
    let hits = persons.into_iter().map(|person| {
        let names = Names::seen_by(actor, unit.catalog(), &person);
        let case = cases.remove(&person.id);
        let number = case
            .as_ref()
            .filter(|case| may_open(actor, &case.row))
            .map(|case| number_of(&case.row))
            .transpose()?;
        let (team, owner) =
            case.map_or_else(|| (Text::same(""), None), |case| (case.team, case.owner));
        Ok(PersonHit {
            name: names.name,
            latin_name: names.latin_name,
            birth_date: names.birth_date,
            district: district_name(districts, person.district_id),
            team,
            owner,
            number,
        })
    });
    hits.collect()
}

/// The cases of these persons with team and owner, in one look-up.
async fn cases_of(
    unit: &Unit,
    area: &Area,
    persons: &[person_row::Model],
) -> Outcome<BTreeMap<Uuid, Case>> {
    use case_row::Column::{DistrictId, OwnerId, PersonId, TeamId};
    if persons.is_empty() {
        return Ok(BTreeMap::new());
    }
    let of = |column| Expr::col((case_row::Entity, column));
    let mut query = area
        .rows_of_persons::<case_row::Entity>(unit, PersonId, persons)
        .into_query();
    let team = |column| Expr::col((team::Entity, column));
    let own_team = of(DistrictId)
        .eq(team(team::Column::DistrictId))
        .and(of(TeamId).eq(team(team::Column::Id)));
    let user = |column| Expr::col((user::Entity, column));
    let own_user = of(DistrictId)
        .eq(user(user::Column::DistrictId))
        .and(of(OwnerId).eq(user(user::Column::Id)));
    query
        .left_join(team::Entity, own_team)
        .left_join(user::Entity, own_user)
        .expr_as(team(team::Column::Label), Alias::new("team_label"))
        .expr_as(user(user::Column::DisplayName), Alias::new("owner_name"));
    let mut cases = BTreeMap::new();
    for row in unit.connection().query_all(&query).await? {
        let case = case_row::Model::from_query_result(&row, "")?;
        let label: Option<serde_json::Value> = row.try_get("", "team_label")?;
        let team = label.map(serde_json::from_value).transpose();
        let team = team.map_err(|error| Failure::Broken(format!("a team's label: {error}")))?;
        let case = Case {
            team: team.unwrap_or_else(|| Text::same("")),
            owner: row.try_get("", "owner_name")?,
            row: case,
        };
        cases.insert(case.row.person_id, case);
    }
    Ok(cases)
}

fn district_name(districts: &[District], id: Uuid) -> String {
    let known = districts
        .iter()
        .find(|district| Uuid::from(district.id) == id);
    known.map(District::full_name).unwrap_or_default()
}

fn may_open(actor: &Actor, case: &case_row::Model) -> bool {
    let place = CasePlace {
        district: case.district_id.into(),
        team: case.team_id.into(),
        owner: case.owner_id.map(Into::into),
    };
    actor
        .reach(Permission::CASES_READ)
        .is_ok_and(|reach| reach.covers(&place))
}
