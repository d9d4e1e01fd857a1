//! A shelter to work in, and what its people do, in one line each.

use domain::{
    Result,
    cases::CaseNumber,
    ids::{BedId, ShelterId, StayId},
    shelters::{
        Board, Feature, Features, StayEvent, StayState, TypedRoom, TypedShelter, TypedStay,
    },
};
use services::shelters;
use testkit::World;

use crate::support::*;

/// A shelter with its beds, room by room.
pub(crate) struct House {
    pub(crate) id: ShelterId,
    /// A family room without steps with four beds, a room for women with two, and one bed.
    pub(crate) rooms: [Vec<BedId>; 3],
}

/// Makes a shelter in the district of an account that may.
pub(crate) async fn house(world: &World, account: &str) -> House {
    let typed = TypedShelter {
        name: "Gyáli úti szálló".to_owned(),
        address: "1097 Budapest, Gyáli út 33.".to_owned(),
        ..TypedShelter::default()
    };
    let rooms: [(&str, u32, &[Feature]); 3] = [
        ("12", 4, &[Feature::FamilyRoom, Feature::Accessible]),
        ("14", 2, &[Feature::WomenOnly]),
        ("15", 1, &[]),
    ];
    let made = world.run(account, move |unit| async move {
        let id = shelters::add_shelter(&unit, &typed).await?;
        for (name, beds, features) in rooms {
            let room = TypedRoom {
                name: name.to_owned(),
                features: features.iter().copied().collect::<Features>(),
                beds: beds.to_string(),
            };
            shelters::add_room(&unit, id, &room).await?;
        }
        Ok(id)
    });
    let id = made.await.expect("a shelter");
    let board = board(world, account, id).await.expect("its board");
    let beds = |room: usize| board.rooms[room].beds.iter().map(|bed| bed.id).collect();
    House {
        id,
        rooms: [beds(0), beds(1), beds(2)],
    }
}

pub(crate) async fn board(world: &World, account: &str, id: ShelterId) -> Result<Board> {
    world
        .read(account, move |unit| async move {
            shelters::read_board(&unit, id, None).await
        })
        .await
}

pub(crate) async fn act(
    world: &World,
    account: &str,
    event: StayEvent,
    typed: TypedStay,
) -> Result<()> {
    world
        .run(account, move |unit| async move {
            shelters::act(&unit, event, &typed).await
        })
        .await
}

/// Somebody without a case.
pub(crate) fn named(bed: BedId, name: &str) -> TypedStay {
    TypedStay {
        bed: Some(bed),
        name: name.to_owned(),
        ..TypedStay::default()
    }
}

/// The person of a case.
pub(crate) fn of_case(bed: BedId, number: &CaseNumber) -> TypedStay {
    TypedStay {
        bed: Some(bed),
        number: number.to_string(),
        ..TypedStay::default()
    }
}

/// The stay that is in force in a bed.
pub(crate) async fn stay_in(world: &World, house: &House, bed: BedId) -> Option<StayId> {
    let board = board(world, SHELTER, house.id).await.expect("a board");
    let tiles = board.rooms.into_iter().flat_map(|room| room.beds);
    let tile = tiles.into_iter().find(|tile| tile.id == bed)?;
    tile.stay.map(|stay| stay.id)
}

/// What goes on with whoever is in a bed.
pub(crate) async fn goes_on(world: &World, house: &House, bed: BedId) -> TypedStay {
    TypedStay {
        bed: Some(bed),
        stay: stay_in(world, house, bed).await,
        ..TypedStay::default()
    }
}

/// How many stays are in a state.
pub(crate) async fn count(world: &World, state: StayState) -> usize {
    let rows = format!("SELECT 'row' FROM stays WHERE state = '{}'", state.code());
    world.database.texts(&rows).await.len()
}
