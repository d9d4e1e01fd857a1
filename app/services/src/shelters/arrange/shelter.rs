use domain::{ids::ShelterId, shelters::TypedShelter};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;

use super::{must_fit, scope, tell};
use crate::{
    Outcome, Unit,
    shelters::{
        shelter_row,
        write::{features, find_shelter},
    },
};

/// Makes a shelter of the actor's district.
///
/// # Errors
/// `Invalid` when something is missing or wrong.
pub async fn add_shelter(unit: &Unit, typed: &TypedShelter) -> Outcome<ShelterId> {
    scope(unit)?;
    must_fit(typed.problems())?;
    let district = unit.actor()?.district;
    let id: ShelterId = unit.new_id();
    let row = shelter_row::ActiveModel {
        id: Set(id.into()),
        district_id: Set(district.into()),
        name: Set(typed.name.trim().to_owned()),
        address: Set(typed.address.trim().to_owned()),
        phone: Set(typed.phone.trim().to_owned()),
        features: features(&typed.features)?,
        version: Set(0),
    };
    shelter_row::Entity::insert(row)
        .exec_without_returning(unit.connection())
        .await?;
    tell(unit, district, id.into(), json!({"added": "shelter"})).await?;
    Ok(id)
}

/// Changes what is known of a shelter.
///
/// # Errors
/// `Invalid` when something is missing or wrong; `NotFound` when it is out of reach.
pub async fn change_shelter(unit: &Unit, id: ShelterId, typed: &TypedShelter) -> Outcome<()> {
    let scope = scope(unit)?;
    let row = find_shelter(unit, &scope, id).await?;
    must_fit(typed.problems())?;
    let district = row.district_id.into();
    let mut fresh = row.into_active_model();
    fresh.name = Set(typed.name.trim().to_owned());
    fresh.address = Set(typed.address.trim().to_owned());
    fresh.phone = Set(typed.phone.trim().to_owned());
    fresh.features = features(&typed.features)?;
    fresh.update(unit.connection()).await?;
    tell(unit, district, id.into(), json!({"changed": "shelter"})).await
}
