//! Reading cases: every query starts from a scope.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Text,
    cases::CaseNumber,
    ids::{CaseId, DistrictId},
};
use sea_orm::{
    ColumnTrait, EntityName, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, RelationDef, Select, sea_query::LockType,
};
use uuid::Uuid;

use super::{case_row, person_row};
use crate::{
    Failure, Outcome, Unit,
    districts::team,
    forms::answers_row,
    search::key_row,
    tenancy::{DistrictScope, Tenant, across},
    users::user,
};

/// A case with its person.
pub(crate) struct Found {
    pub(crate) case: case_row::Model,
    pub(crate) person: person_row::Model,
}

impl Found {
    pub(crate) fn id(&self) -> CaseId {
        self.case.id.into()
    }

    pub(crate) fn district(&self) -> DistrictId {
        self.case.district_id.into()
    }

    pub(crate) fn number(&self) -> Outcome<CaseNumber> {
        number_of(&self.case)
    }
}

pub(crate) fn number_of(case: &case_row::Model) -> Outcome<CaseNumber> {
    readable_number(&case.number)
}

/// A number as the database has it.
pub(crate) fn readable_number(number: &str) -> Outcome<CaseNumber> {
    CaseNumber::parse(number)
        .ok_or_else(|| Failure::Broken(format!("a case has the unreadable number {number}")))
}

/// The case of this number, if the scope covers it. With `lock`, nobody else changes it or its
/// person until the transaction ends.
pub(crate) async fn find_case(
    unit: &Unit,
    scope: &DistrictScope,
    number: &CaseNumber,
    lock: bool,
) -> Outcome<Found> {
    let mut query = case_row::Entity::in_scope(scope)
        .filter(case_row::Column::Number.eq(number.as_str()))
        .join(JoinType::InnerJoin, to_person())
        .select_also(person_row::Entity);
    if lock {
        // Both: whoever waited for the case would otherwise see the person as they were before.
        let both = [case_row::Entity.table_ref(), person_row::Entity.table_ref()];
        QueryTrait::query(&mut query).lock_with_tables(LockType::Update, both);
    }
    let (case, person) = query
        .one(unit.connection())
        .await?
        .ok_or(Failure::not_found())?;
    let person =
        person.ok_or_else(|| Failure::Broken(format!("case {} has no person", case.id)))?;
    Ok(Found { case, person })
}

/// The cases of these numbers that the scope covers, in no order.
pub(crate) async fn cases_with_persons(
    unit: &Unit,
    scope: &DistrictScope,
    numbers: &[CaseNumber],
) -> Outcome<Vec<Found>> {
    let rows = case_row::Entity::in_scope(scope)
        .filter(case_row::Column::Number.is_in(numbers.iter().map(CaseNumber::as_str)));
    with_persons(unit, rows).await
}

/// So many cases of a district, by their numbers.
pub(crate) async fn first_cases(
    unit: &Unit,
    district: DistrictId,
    count: u64,
) -> Outcome<Vec<Found>> {
    let rows = case_row::Entity::in_district(district)
        .order_by_asc(case_row::Column::Number)
        .limit(count);
    let mut found = with_persons(unit, rows).await?;
    found.sort_by(|one, other| one.case.number.cmp(&other.case.number));
    Ok(found)
}

/// The case of this number, in whichever district it is, locked until the unit ends: for whoever
/// asks for it by its number.
pub(crate) async fn case_anywhere(
    unit: &Unit,
    number: &CaseNumber,
) -> Outcome<Option<case_row::Model>> {
    let row = case_row::Entity::of_found().filter(case_row::Column::Number.eq(number.as_str()));
    Ok(row.lock_exclusive().one(unit.connection()).await?)
}

/// The cases of these ids in these districts, in no order, for whoever a grant opens them to.
pub(crate) async fn cases_of_ids(
    unit: &Unit,
    districts: &BTreeSet<Uuid>,
    ids: &[Uuid],
) -> Outcome<Vec<Found>> {
    let rows = case_row::Entity::of_found()
        .filter(case_row::Column::DistrictId.is_in(districts.iter().copied()))
        .filter(case_row::Column::Id.is_in(ids.iter().copied()));
    with_persons(unit, rows).await
}

async fn with_persons(unit: &Unit, cases: Select<case_row::Entity>) -> Outcome<Vec<Found>> {
    let found = cases
        .join(JoinType::InnerJoin, to_person())
        .select_also(person_row::Entity)
        .all(unit.connection())
        .await?;
    let pairs = found.into_iter();
    Ok(pairs
        .filter_map(|(case, person)| {
            Some(Found {
                case,
                person: person?,
            })
        })
        .collect())
}

/// What persons, each of a district, are found by beside their names, for whoever a grant opens
/// them to.
pub(crate) async fn keys_of_persons(
    unit: &Unit,
    persons: &[(Uuid, Uuid)],
) -> Outcome<Vec<key_row::Model>> {
    let (districts, ids): (BTreeSet<Uuid>, BTreeSet<Uuid>) = persons.iter().copied().unzip();
    Ok(key_row::Entity::of_found()
        .filter(key_row::Column::DistrictId.is_in(districts))
        .filter(key_row::Column::PersonId.is_in(ids))
        .all(unit.connection())
        .await?)
}

/// From a case to its person, who belongs to the same district.
fn to_person() -> RelationDef {
    let to = case_row::Entity::belongs_to(person_row::Entity);
    to.from((case_row::Column::PersonId, case_row::Column::DistrictId))
        .to((person_row::Column::Id, person_row::Column::DistrictId))
        .into()
}

/// Every form's answers of a case, by form.
pub(crate) async fn answers_of(
    unit: &Unit,
    found: &Found,
) -> Outcome<BTreeMap<String, answers_row::Model>> {
    let rows = answers_row::Entity::in_district(found.district())
        .filter(answers_row::Column::CaseId.eq(found.case.id))
        .all(unit.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.form.clone(), row))
        .collect())
}

/// The display names of these users, who work on a case of this district or once did: a case that
/// came from elsewhere still names those who worked on it there.
pub(crate) async fn user_names(
    unit: &Unit,
    district: DistrictId,
    ids: impl IntoIterator<Item = Uuid>,
) -> Outcome<BTreeMap<Uuid, String>> {
    let ids: BTreeSet<Uuid> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut names = names_in(unit, user::Entity::in_district(district), &ids).await?;
    let elsewhere: BTreeSet<Uuid> = ids
        .into_iter()
        .filter(|id| !names.contains_key(id))
        .collect();
    if !elsewhere.is_empty() {
        let found = names_in(unit, user::Entity::of_found(), &elsewhere);
        names.extend(across(unit, found).await?);
    }
    Ok(names)
}

async fn names_in(
    unit: &Unit,
    users: Select<user::Entity>,
    ids: &BTreeSet<Uuid>,
) -> Outcome<BTreeMap<Uuid, String>> {
    let rows = users
        .filter(user::Column::Id.is_in(ids.iter().copied()))
        .all(unit.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.display_name))
        .collect())
}

/// The label of a team.
pub(crate) async fn team_label(unit: &Unit, found: &Found) -> Outcome<Text> {
    let row = team::Entity::in_district(found.district())
        .filter(team::Column::Id.eq(found.case.team_id))
        .one(unit.connection())
        .await?
        .ok_or_else(|| Failure::Broken(format!("case {} has no team", found.case.id)))?;
    label_of(&row)
}

/// The labels of these teams, in whichever district each is: of cases that grants open.
pub(crate) async fn team_labels(
    unit: &Unit,
    ids: &BTreeSet<Uuid>,
) -> Outcome<BTreeMap<Uuid, Text>> {
    let rows = team::Entity::of_found()
        .filter(team::Column::Id.is_in(ids.iter().copied()))
        .all(unit.connection())
        .await?;
    let labels = rows.iter().map(|row| Ok((row.id, label_of(row)?)));
    labels.collect()
}

/// What is answered in these forms of these cases, in whichever district each is: of cases that
/// grants open.
pub(crate) async fn answers_in(
    unit: &Unit,
    cases: &[Uuid],
    forms: &BTreeSet<&str>,
) -> Outcome<Vec<answers_row::Model>> {
    if forms.is_empty() {
        return Ok(Vec::new());
    }
    Ok(answers_row::Entity::of_found()
        .filter(answers_row::Column::CaseId.is_in(cases.iter().copied()))
        .filter(answers_row::Column::Form.is_in(forms.iter().copied()))
        .all(unit.connection())
        .await?)
}

/// The label of a team's row.
pub(crate) fn label_of(row: &team::Model) -> Outcome<Text> {
    serde_json::from_value(row.label.clone())
        .map_err(|error| Failure::Broken(format!("team {}: {error}", row.id)))
}
