//! Making shelters, and changing rooms and beds.

use domain::{
    Error, Problem, ProblemCode, Refusal,
    access::Permission,
    audit::AuditAction,
    ids::{BedId, DistrictId, RoomId, ShelterId},
    shelters::{ArrangePage, BEDS_MAX, TypedRoom, TypedShelter},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait,
    PaginatorTrait, QueryFilter,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    bed_row,
    board::read_board,
    kept::{arranged, discard_arranged},
    room_row, shelter_row, stay_row,
    write::{features, find_shelter, touch},
};
use crate::{
    Failure, Outcome, Unit,
    audit::{self, Event},
    tenancy::{DistrictScope, Tenant},
};

/// What is to be arranged.
#[derive(Clone, Debug)]
pub enum Arrange {
    /// A new shelter.
    AddShelter(TypedShelter),
    /// What is known of one.
    ChangeShelter(ShelterId, TypedShelter),
    /// A new room.
    AddRoom(ShelterId, TypedRoom),
    /// What is known of a room, and more beds.
    ChangeRoom(RoomId, TypedRoom),
    /// What is known of a bed.
    ChangeBed(BedId, TypedRoom),
    /// A room goes.
    RemoveRoom(RoomId),
    /// A bed goes.
    RemoveBed(BedId),
}

/// Arranges something, and answers in which shelter. What was tried and kept before is thrown away
/// with it.
///
/// # Errors
/// As those of each change.
pub async fn arrange(unit: &Unit, page: Option<ShelterId>, what: Arrange) -> Outcome<ShelterId> {
    let shelter = match what {
        Arrange::AddShelter(typed) => add_shelter(unit, &typed).await?,
        Arrange::ChangeShelter(id, typed) => {
            change_shelter(unit, id, &typed).await?;
            id
        }
        Arrange::AddRoom(id, typed) => {
            add_room(unit, id, &typed).await?;
            id
        }
        Arrange::ChangeRoom(id, typed) => change_room(unit, id, &typed).await?,
        Arrange::ChangeBed(id, typed) => change_bed(unit, id, &typed).await?,
        Arrange::RemoveRoom(id) => remove_room(unit, id).await?,
        Arrange::RemoveBed(id) => remove_bed(unit, id).await?,
    };
    discard_arranged(unit, page).await?;
    Ok(shelter)
}

/// A shelter to be changed, or the form of a new one, with what was tried before.
///
/// # Errors
/// Refused when the actor may not arrange shelters; `NotFound` when it is out of reach.
pub async fn read_arranged(unit: &Unit, shelter: Option<ShelterId>) -> Outcome<ArrangePage> {
    scope(unit)?;
    let tried = arranged(unit, shelter).await?;
    let board = match shelter {
        Some(id) => Some(read_board(unit, id, None).await?),
        None => None,
    };
    Ok(ArrangePage { board, tried })
}

fn scope(unit: &Unit) -> Outcome<DistrictScope> {
    Ok(unit.scope(Permission::SHELTERS_ARRANGE)?.whole_district())
}

fn must_fit(problems: Vec<Problem>) -> Outcome<()> {
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure::Answer(Error::Invalid { problems }))
}

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

/// Changes what a bed is called, and what it has.
///
/// # Errors
/// `Invalid` when the name is missing, wrong or taken; `NotFound` when it is out of reach.
pub async fn change_bed(unit: &Unit, id: BedId, typed: &TypedRoom) -> Outcome<ShelterId> {
    let scope = scope(unit)?;
    let bed = find_bed(unit, &scope, id).await?;
    must_fit(typed.problems())?;
    let taken = beds_in(unit, bed.room_id, &bed).await?;
    let name = typed.name.trim();
    if taken
        .iter()
        .any(|other| other.id != bed.id && other.name == name)
    {
        return Err(Failure::Answer(Error::invalid(
            "name",
            ProblemCode::NameTaken,
        )));
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
    super::layout::lock_beds(unit, &scope, &[id]).await?;
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

async fn find_bed(unit: &Unit, scope: &DistrictScope, id: BedId) -> Outcome<bed_row::Model> {
    let row = bed_row::Entity::in_scope(scope).filter(bed_row::Column::Id.eq(Uuid::from(id)));
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
        Some(other) if Some(other.id) != except => Err(Failure::Answer(Error::invalid(
            "name",
            ProblemCode::NameTaken,
        ))),
        _ => Ok(()),
    }
}

async fn beds_in(unit: &Unit, room: Uuid, of: &bed_row::Model) -> Outcome<Vec<bed_row::Model>> {
    Ok(bed_row::Entity::in_district(of.district_id.into())
        .filter(bed_row::Column::RoomId.eq(room))
        .all(unit.connection())
        .await?)
}

/// Beds go on counting where those that are there end.
async fn add_beds(unit: &Unit, room: &room_row::Model, typed: &TypedRoom) -> Outcome<()> {
    let new = typed.new_beds().map_err(super::write::invalid)?;
    let there = bed_row::Entity::in_district(room.district_id.into())
        .filter(bed_row::Column::RoomId.eq(room.id))
        .all(unit.connection())
        .await?;
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
            features: features(&domain::shelters::Features::default())?,
            out_reason: Set(None),
        };
        bed_row::Entity::insert(row)
            .exec_without_returning(unit.connection())
            .await?;
    }
    Ok(())
}

async fn tell(
    unit: &Unit,
    district: DistrictId,
    shelter: Uuid,
    mut details: serde_json::Value,
) -> Outcome<()> {
    if let Some(details) = details.as_object_mut() {
        details.insert("shelter".to_owned(), json!(shelter));
    }
    let event = Event::new(district, AuditAction::ShelterArranged).with(details);
    audit::record(unit, event).await?;
    touch(unit, district, [shelter]).await
}
