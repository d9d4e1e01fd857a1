//! Making shelters, and changing rooms and beds.

mod bed;
mod room;
mod shelter;

pub use self::{
    bed::{change_bed, remove_bed},
    room::{add_room, change_room, remove_room},
    shelter::{add_shelter, change_shelter},
};

use domain::{
    Error, Problem, ProblemCode,
    access::Permission,
    audit::AuditAction,
    ids::{BedId, DistrictId, RoomId, ShelterId},
    shelters::{ArrangePage, TypedRoom, TypedShelter},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    board::read_board,
    kept::{arranged, discard_arranged},
    write::touch,
};
use crate::{
    Failure, Outcome, Unit,
    audit::{self, Event},
    tenancy::DistrictScope,
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

fn name_taken() -> Failure {
    Failure::Answer(Error::invalid("name", ProblemCode::NameTaken))
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
