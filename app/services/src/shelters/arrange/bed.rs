use domain::{
    Error, ProblemCode, Refusal,
    ids::{BedId, ShelterId},
    shelters::{BEDS_MAX, Features, TypedRoom},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait,
    PaginatorTrait, QueryFilter,
};
use serde_json::json;
use uuid::Uuid;

use super::{must_fit, name_taken, scope, tell};
use crate::{
    Failure, Outcome, Unit,
    shelters::{
        bed_row,
        layout::lock_beds,
        room_row, stay_row,
        write::{features, invalid},
    },
    tenancy::{DistrictScope, Tenant},
};

/// Changes what a bed is called, and what it has.
///
/// # Errors
/// `Invalid` when the name is missing, wrong or taken; `NotFound` when it is out of reach.
pub async fn change_bed(unit: &Unit, id: BedId, typed: &TypedRoom) -> Outcome<ShelterId> {
    let scope = scope(unit)?;
    let bed = find_bed(unit, &scope, id).await?;
    must_fit(typed.problems())?;
    let taken = beds_in(unit, bed.district_id, bed.room_id).await?;
    let name = typed.name.trim();
    if taken
        .iter()
        .any(|other| other.id != bed.id && other.name == name)
    {
        return Err(name_taken());
    }
    let (district, shelter) = (bed.district_id, bed.shelter_id);
    let mut fresh = bed.into_active_model();
    fresh.name = Set(name.to_owned());
    fresh.features = features(&typed.features)?;
    fresh.update(unit.connection()).await?;
    let told = json!({"changed": "bed", "bed": id});
    tell(unit, district.into(), shelter, told).await?;
    Ok(shelter.into())
}

/// Removes a bed in which nobody ever was. One that has a history is taken out of service.
///
/// # Errors
/// Refused when somebody was in it, is, or is to be; `NotFound` when it is out of reach.
pub async fn remove_bed(unit: &Unit, id: BedId) -> Outcome<ShelterId> {
    let scope = scope(unit)?;
    lock_beds(unit, &scope, &[id]).await?;
    let bed = find_bed(unit, &scope, id).await?;
    let stays = stay_row::Entity::in_scope(&scope)
        .filter(stay_row::Column::BedId.eq(bed.id))
        .count(unit.connection())
        .await?;
    if stays > 0 {
        return Err(Refusal::HasHistory.into());
    }
    let (district, shelter) = (bed.district_id, bed.shelter_id);
    bed.delete(unit.connection()).await?;
    let told = json!({"removed": "bed", "bed": id});
    tell(unit, district.into(), shelter, told).await?;
    Ok(shelter.into())
}

/// Beds go on counting where those that are there end.
pub(super) async fn add_beds(
    unit: &Unit,
    room: &room_row::Model,
    typed: &TypedRoom,
) -> Outcome<()> {
    let new = typed.new_beds().map_err(invalid)?;
    let there = beds_in(unit, room.district_id, room.id).await?;
    let in_all = u32::try_from(there.len())
        .unwrap_or(u32::MAX)
        .saturating_add(new);
    if in_all > BEDS_MAX {
        let max = i64::from(BEDS_MAX);
        return Err(Failure::Answer(Error::invalid(
            "beds",
            ProblemCode::TooLarge { max },
        )));
    }
    let numbers = there.iter().filter_map(|bed| bed.name.parse::<u32>().ok());
    let last = numbers.max().unwrap_or(0);
    for number in (last + 1)..=(last + new) {
        let row = bed_row::ActiveModel {
            id: Set(unit.new_id::<BedId>().into()),
            district_id: Set(room.district_id),
            shelter_id: Set(room.shelter_id),
            room_id: Set(room.id),
            name: Set(number.to_string()),
            features: features(&Features::default())?,
            out_reason: Set(None),
        };
        bed_row::Entity::insert(row)
            .exec_without_returning(unit.connection())
            .await?;
    }
    Ok(())
}

async fn find_bed(unit: &Unit, scope: &DistrictScope, id: BedId) -> Outcome<bed_row::Model> {
    let row = bed_row::Entity::in_scope(scope).filter(bed_row::Column::Id.eq(Uuid::from(id)));
    row.one(unit.connection())
        .await?
        .ok_or(Failure::not_found())
}

async fn beds_in(unit: &Unit, district: Uuid, room: Uuid) -> Outcome<Vec<bed_row::Model>> {
    Ok(bed_row::Entity::in_district(district.into())
        .filter(bed_row::Column::RoomId.eq(room))
        .all(unit.connection())
        .await?)
}
