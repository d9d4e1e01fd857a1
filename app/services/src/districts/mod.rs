//! Districts, their teams, and the city's settings.

use domain::{
    Text,
    districts::{District, Letterhead},
    ids::{DistrictId, TeamId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict,
};

use crate::{
    Failure, Outcome, Unit, alone,
    tenancy::{Tenant, across},
    wall_clock::wall_time,
};

pub mod district;
mod known;
pub mod setting;
pub mod team;

pub(crate) use known::KnownDistricts;

/// A district as the configuration names it.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistrictConfig {
    /// 1 to 23.
    pub number: i32,
    /// `VIII`.
    pub roman: String,
    /// `Józsefváros`.
    pub name: String,
}

/// The team that takes in new cases.
pub const INTAKE_TEAM: &str = "family";
/// The team at the front desk and in the shelters.
pub const FRONT_TEAM: &str = "front";

/// Writes the districts of the configuration, the city itself, and their teams.
///
/// What is there already keeps its id; names are brought up to date.
pub async fn apply(unit: &Unit, districts: &[DistrictConfig], city: &str) -> Outcome<()> {
    alone(unit).await?;
    unit.known_districts().forget();
    let id = apply_district(unit, 0, "", city).await?;
    tracing::debug!(%id, "the city");
    for config in districts {
        let id = apply_district(unit, config.number, &config.roman, &config.name).await?;
        apply_team(unit, id, INTAKE_TEAM, true, &family_team()).await?;
        apply_team(unit, id, FRONT_TEAM, false, &front_team()).await?;
    }
    Ok(())
}

fn family_team() -> Text {
    Text {
        hu: "Családsegítő csoport".into(),
        uk: "Команда підтримки сімей".into(),
        en: "Family support team".into(),
    }
}

fn front_team() -> Text {
    Text {
        hu: "Ügyfélszolgálat és szállás".into(),
        uk: "Приймальня та притулки".into(),
        en: "Front desk and shelters".into(),
    }
}

async fn apply_district(unit: &Unit, number: i32, roman: &str, name: &str) -> Outcome<DistrictId> {
    let row = district::ActiveModel {
        id: Set(unit.new_id::<DistrictId>().into()),
        number: Set(number),
        roman: Set(roman.to_owned()),
        name: Set(name.to_owned()),
    };
    district::Entity::insert(row)
        .on_conflict(
            OnConflict::column(district::Column::Number)
                .update_columns([district::Column::Roman, district::Column::Name])
                .to_owned(),
        )
        .exec_without_returning(unit.connection())
        .await?;
    let stored = by_number(unit, number).await?;
    Ok(stored.id)
}

async fn apply_team(
    unit: &Unit,
    district: DistrictId,
    code: &str,
    intake: bool,
    label: &Text,
) -> Outcome<()> {
    let label = serde_json::to_value(label).map_err(|error| Failure::Broken(error.to_string()))?;
    let row = team::ActiveModel {
        id: Set(unit.new_id::<TeamId>().into()),
        district_id: Set(district.into()),
        code: Set(code.to_owned()),
        label: Set(label),
        intake: Set(intake),
    };
    team::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([team::Column::DistrictId, team::Column::Code])
                .update_columns([team::Column::Label, team::Column::Intake])
                .to_owned(),
        )
        .exec_without_returning(unit.connection())
        .await?;
    Ok(())
}

/// The district with this number.
pub async fn by_number(unit: &Unit, number: i32) -> Outcome<District> {
    district::Entity::find()
        .filter(district::Column::Number.eq(number))
        .one(unit.connection())
        .await?
        .map(District::from)
        .ok_or(Failure::Answer(domain::Error::NotFound))
}

/// Every district and the city, by id.
pub(crate) async fn all(unit: &Unit) -> Outcome<Vec<District>> {
    let rows = district::Entity::find().all(unit.connection()).await?;
    Ok(rows.into_iter().map(District::from).collect())
}

/// Every district and the city, by number.
///
/// # Errors
/// `SignInNeeded` when nobody is signed in.
pub async fn list_districts(unit: &Unit) -> Outcome<Vec<District>> {
    unit.actor()?;
    let mut districts = all(unit).await?;
    districts.sort_by_key(|district| district.number);
    Ok(districts)
}

/// The district with this id.
pub(crate) async fn by_id(unit: &Unit, id: DistrictId) -> Outcome<District> {
    if let Some(known) = unit.known_districts().get(id) {
        return Ok(known);
    }
    let row = district::Entity::find_by_id(uuid::Uuid::from(id))
        .one(unit.connection())
        .await?
        .ok_or_else(|| Failure::Broken(format!("no district {id}")))?;
    let district = District::from(row);
    unit.known_districts().keep(district.clone());
    Ok(district)
}

/// The head of what the actor prints about this district.
pub(crate) async fn letterhead(unit: &Unit, district: DistrictId) -> Outcome<Letterhead> {
    let city = by_number(unit, CITY).await?;
    let own = by_id(unit, district).await?;
    Ok(Letterhead {
        city: city.full_name(),
        district: if own.number == CITY {
            String::new()
        } else {
            own.full_name()
        },
        at: wall_time(unit.now()),
        by: unit.actor()?.display_name.clone(),
    })
}

/// The number of the city itself.
pub(crate) const CITY: i32 = 0;

/// The team of the district that takes in new cases.
pub(crate) async fn intake_team(unit: &Unit, district: DistrictId) -> Outcome<Option<team::Model>> {
    Ok(team::Entity::in_district(district)
        .filter(team::Column::Intake.eq(true))
        .one(unit.connection())
        .await?)
}

/// The teams of these districts, which are no secret in the city, in the order of the districts'
/// numbers.
pub(crate) async fn teams_of(
    unit: &Unit,
    districts: &[District],
) -> Outcome<Vec<(District, TeamId, Text)>> {
    let ids = districts.iter().map(|one| uuid::Uuid::from(one.id));
    let rows = team::Entity::find()
        .filter(team::Column::DistrictId.is_in(ids))
        .order_by_asc(team::Column::Code);
    let rows = across(unit, async { Ok(rows.all(unit.connection()).await?) }).await?;
    let mut teams = Vec::new();
    for row in rows {
        let own = districts
            .iter()
            .find(|one| uuid::Uuid::from(one.id) == row.district_id);
        let Some(district) = own.cloned() else {
            continue;
        };
        let label = serde_json::from_value(row.label);
        let label = label.map_err(|error| Failure::Broken(format!("team {}: {error}", row.id)))?;
        teams.push((district, row.id.into(), label));
    }
    teams.sort_by_key(|(district, _, _)| district.number);
    Ok(teams)
}

/// Marks the database as a demonstration.
pub async fn mark_demonstration(unit: &Unit) -> Outcome<()> {
    setting::set(unit, DEMONSTRATION, "yes").await
}

/// Whether the database is a demonstration.
pub async fn is_demonstration(unit: &Unit) -> Outcome<bool> {
    Ok(setting::value_of(unit, DEMONSTRATION).await?.is_some())
}

const DEMONSTRATION: &str = "demonstration";
