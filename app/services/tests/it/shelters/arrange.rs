use domain::{
    Error, ProblemCode, Refusal,
    ids::BedId,
    shelters::{StayEvent, Tried, TypedRoom, TypedShelter},
};
use services::shelters::{self, Arrange};
use testkit::{World, on_both_databases};

use super::support::*;
use crate::support::*;

async fn arrange(world: &World, account: &str, what: Arrange) -> domain::Result<()> {
    let done = world.run(account, |unit| async move {
        shelters::arrange(&unit, None, what).await
    });
    done.await.map(drop)
}

fn room(name: &str, beds: &str) -> TypedRoom {
    TypedRoom {
        name: name.to_owned(),
        beds: beds.to_owned(),
        ..TypedRoom::default()
    }
}

on_both_databases! {
    async fn a_shelter_grows_and_what_was_used_stays(world: World) {
        let house = house(&world, ADMIN).await;
        let taken = arrange(&world, ADMIN, Arrange::AddRoom(house.id, room("12", "1"))).await;
        assert_eq!(taken, Err(Error::invalid("name", ProblemCode::NameTaken)));
        let too_many = arrange(&world, ADMIN, Arrange::AddRoom(house.id, room("16", "61"))).await;
        assert_eq!(too_many, Err(Error::invalid("beds", ProblemCode::TooLarge { max: 60 })));
        let first = board(&world, ADMIN, house.id).await.unwrap().rooms[2].id;
        arrange(&world, ADMIN, Arrange::ChangeRoom(first, room("15", "2"))).await.unwrap();
        let beds: Vec<BedId> = board(&world, ADMIN, house.id).await.unwrap().rooms[2]
            .beds.iter().map(|bed| bed.id).collect();
        assert_eq!(beds.len(), 3);
        act(&world, SHELTER, StayEvent::Hold, named(beds[0], "Nagy Őrs")).await.unwrap();
        assert_eq!(
            arrange(&world, ADMIN, Arrange::RemoveBed(beds[0])).await,
            Err(Error::Refused { reason: Refusal::HasHistory })
        );
        assert_eq!(
            arrange(&world, ADMIN, Arrange::RemoveRoom(first)).await,
            Err(Error::Refused { reason: Refusal::HasHistory })
        );
        arrange(&world, ADMIN, Arrange::RemoveBed(beds[2])).await.unwrap();
        arrange(&world, ADMIN, Arrange::ChangeBed(beds[1], room("ablaknál", ""))).await.unwrap();
        let names: Vec<String> = board(&world, ADMIN, house.id).await.unwrap().rooms[2]
            .beds.iter().map(|bed| bed.name.clone()).collect();
        assert_eq!(names, ["1", "ablaknál"]);
    }

    async fn nobody_arranges_what_is_not_theirs(world: World) {
        let house = house(&world, ADMIN).await;
        let bed = house.rooms[2][0];
        let typed = TypedShelter { name: "Másé".to_owned(), ..TypedShelter::default() };
        for what in [Arrange::AddShelter(typed.clone()), Arrange::RemoveBed(bed)] {
            for account in [WORKER, HELPDESK, NEIGHBOUR_SUPERVISOR] {
                let tried = arrange(&world, account, what.clone()).await;
                assert_eq!(tried, Err(Error::Refused { reason: Refusal::PermissionMissing }), "{account}");
            }
        }
    }

    async fn what_could_not_be_done_is_kept_for_whoever_typed_it(world: World) {
        let house = house(&world, SHELTER).await;
        let bed = house.rooms[2][0];
        let tried = Tried {
            event: "hold".to_owned(),
            typed: [("name".to_owned(), "Nagy Őrs".to_owned())].into(),
            problems: vec![domain::Problem::new("minutes", ProblemCode::NotAnInteger)],
            ..Tried::default()
        };
        let kept = tried.clone();
        let keeping = world.run(SHELTER, move |unit| async move { shelters::keep_tried(&unit, bed, &kept).await });
        keeping.await.unwrap();
        let opened = async |account: &str| {
            let id = house.id;
            let read = world.read(account, move |unit| async move {
                shelters::read_board(&unit, id, Some(bed)).await
            });
            read.await.unwrap().opened.unwrap().tried
        };
        assert_eq!(opened(SHELTER).await, Some(tried));
        assert_eq!(opened(WORKER).await, None);
        let key = domain::RequestKey::parse("once").unwrap();
        for _ in 0..2 {
            let (key, typed) = (key.clone(), named(bed, "Nagy Őrs"));
            let done = world.run(SHELTER, move |unit| async move {
                shelters::act_once(&unit, &key, bed, StayEvent::Arrive, &typed).await
            });
            done.await.unwrap();
        }
        assert_eq!(opened(SHELTER).await, None, "what was done is not kept");
    }
}
