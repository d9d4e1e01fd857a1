use domain::{
    Refusal,
    ids::{RoomId, ShelterId},
    shelters::TypedRoom,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait,
    PaginatorTrait, QueryFilter,
};
use serde_json::json;
use uuid::Uuid;

use super::{bed::add_beds, must_fit, name_taken, scope, tell};
use crate::{
    Failure, Outcome, Unit,
    shelters::{
        bed_row, room_row,
        write::{features, find_shelter},
    },
    tenancy::{DistrictScope, Tenant},
};

/// Adds a room with so many beds, which are called by their numbers.
///
/// # Errors
/// `Invalid` when something is missing or wrong, or the name is taken; `NotFound` when the shelter
/// is out of reach.
pub async fn add_room(unit: &Unit, shelter: ShelterId, typed: &TypedRoom) -> Outcome<RoomId> {
    let scope = scope(unit)?;
    let shelter = find_shelter(unit, &scope, shelter).await?;
    must_fit(typed.problems())?;
    let id: RoomId = unit.new_id();
    name_must_be_free(unit, shelter.id, &typed.name, None).await?;
    let row = room_row::ActiveModel {
        id: Set(id.into()),
        district_id: Set(shelter.district_id),
        shelter_id: Set(shelter.id),
        name: Set(typed.name.trim().to_owned()),
        features: features(&typed.features)?,
    };
    room_row::Entity::insert(row)
        .exec_without_returning(unit.connection())
        .await?;
    let room = find_room(unit, &scope, id).await?;
    add_beds(unit, &room, typed).await?;
    let told = json!({"added": "room", "room": id});
    tell(unit, shelter.district_id.into(), shelter.id, told).await?;
    Ok(id)
}

/// Changes a room, and adds beds to it.
///
/// # Errors
/// As [`add_room`].
pub async fn change_room(unit: &Unit, id: RoomId, typed: &TypedRoom) -> Outcome<ShelterId> {
    let scope = scope(unit)?;
    let room = find_room(unit, &scope, id).await?;
    must_fit(typed.problems())?;
    name_must_be_free(unit, room.shelter_id, &typed.name, Some(room.id)).await?;
    add_beds(unit, &room, typed).await?;
    let (district, shelter) = (room.district_id, room.shelter_id);
    let mut fresh = room.into_active_model();
    fresh.name = Set(typed.name.trim().to_owned());
    fresh.features = features(&typed.features)?;
    fresh.update(unit.connection()).await?;
    let told = json!({"changed": "room", "room": id});
    tell(unit, district.into(), shelter, told).await?;
    Ok(shelter.into())
}

/// Removes a room without beds.
///
/// # Errors
/// Refused while it has beds; `NotFound` when it is out of reach.
pub async fn remove_room(unit: &Unit, id: RoomId) -> Outcome<ShelterId> {
    let scope = scope(unit)?;
    let room = find_room(unit, &scope, id).await?;
    let beds = bed_row::Entity::in_scope(&scope)
        .filter(bed_row::Column::RoomId.eq(room.id))
        .count(unit.connection())
        .await?;
    if beds > 0 {
        return Err(Refusal::HasHistory.into());
    }
    let (district, shelter) = (room.district_id, room.shelter_id);
    room.delete(unit.connection()).await?;
    let told = json!({"removed": "room", "room": id});
    tell(unit, district.into(), shelter, told).await?;
    Ok(shelter.into())
}

async fn find_room(unit: &Unit, scope: &DistrictScope, id: RoomId) -> Outcome<room_row::Model> {
    let row = room_row::Entity::in_scope(scope).filter(room_row::Column::Id.eq(Uuid::from(id)));
    row.one(unit.connection())
        .await?
        .ok_or(Failure::not_found())
}

async fn name_must_be_free(
    unit: &Unit,
    shelter: Uuid,
    name: &str,
    except: Option<Uuid>,
) -> Outcome<()> {
    let scope = scope(unit)?;
    let other = room_row::Entity::in_scope(&scope)
        .filter(room_row::Column::ShelterId.eq(shelter))
        .filter(room_row::Column::Name.eq(name.trim()))
        .one(unit.connection())
        .await?;
    match other {
        Some(other) if Some(other.id) != except => Err(name_taken()),
        _ => Ok(()),
    }
}
