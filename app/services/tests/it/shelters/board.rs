use domain::{
    Error, Refusal,
    shelters::{ShelterList, StayEvent},
};
use services::shelters;
use testkit::{World, on_both_databases};

use super::support::*;
use crate::support::*;

async fn list(world: &World, account: &str) -> domain::Result<ShelterList> {
    world
        .read(account, |unit| async move {
            shelters::list_shelters(&unit).await
        })
        .await
}

on_both_databases! {
    async fn the_city_counts_beds_and_knows_no_names(world: World) {
        let house = house(&world, SHELTER).await;
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        act(&world, SHELTER, StayEvent::Arrive, of_case(house.rooms[2][0], &number)).await.unwrap();
        for account in [NEIGHBOUR, CALL_CENTRE, "programme", HELPDESK] {
            let seen = list(&world, account).await.unwrap();
            assert_eq!((seen.total.free, seen.total.occupied), (6, 1), "{account}");
            let text = serde_json::to_string(&seen).unwrap();
            assert!(!text.contains("Шевченко") && !text.contains(number.as_str()), "{account}");
            assert_eq!(seen.shelters[0].open, account != NEIGHBOUR, "{account}");
        }
        assert_eq!(
            list(&world, "dpo").await,
            Err(Error::Refused { reason: Refusal::PermissionMissing })
        );
    }

    async fn names_are_for_those_who_give_people_places(world: World) {
        let house = house(&world, SHELTER).await;
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        act(&world, SHELTER, StayEvent::Arrive, of_case(house.rooms[2][0], &number)).await.unwrap();
        let guest = async |account: &str| {
            let board = board(&world, account, house.id).await.unwrap();
            let stay = board.rooms[2].beds[0].stay.clone().unwrap();
            (stay.guest, stay.number.is_some())
        };
        assert_eq!(guest(SHELTER).await, ("Шевченко Олена".to_owned(), true));
        assert_eq!(guest(COLLEAGUE).await, ("Шевченко Олена".to_owned(), true));
        for account in [HELPDESK, ADMIN, "programme"] {
            assert_eq!(guest(account).await, (String::new(), false), "{account}");
        }
    }

    async fn every_change_and_every_end_of_a_hold_is_another_version(world: World) {
        let house = house(&world, SHELTER).await;
        let version = async || {
            let versions = world.store.reading(services::Caller::System, "test", |unit| async move {
                shelters::versions(&unit).await
            });
            versions.await.unwrap()[0].version
        };
        let first = version().await;
        act(&world, SHELTER, StayEvent::Hold, named(house.rooms[2][0], "Nagy Őrs")).await.unwrap();
        let held = version().await;
        assert_ne!(first, held);
        world.clock.advance(chrono::TimeDelta::hours(3));
        assert_ne!(version().await, held, "nobody wrote anything, and the bed is free");
        let asked = world.read(SHELTER, |unit| async move { shelters::versions(&unit).await });
        assert_eq!(asked.await, Err(Error::NotFound), "for the process alone");
    }

    async fn who_was_in_a_shelter_is_told_page_by_page(world: World) {
        let house = house(&world, SHELTER).await;
        let bed = house.rooms[2][0];
        for guest in 0..53 {
            act(&world, SHELTER, StayEvent::Arrive, named(bed, &format!("guest {guest}"))).await.unwrap();
            world.clock.advance(chrono::TimeDelta::minutes(1));
            let goes = goes_on(&world, &house, bed).await;
            act(&world, SHELTER, StayEvent::Depart, goes).await.unwrap();
        }
        let page = async |after| {
            let asked = world.read(SHELTER, move |unit| async move {
                shelters::read_occupancy(&unit, house.id, None, after).await
            });
            asked.await.unwrap()
        };
        let first = page(None).await;
        assert_eq!((first.rows.len(), first.rows[0].stay.guest.as_str()), (50, "guest 52"));
        let second = page(first.more).await;
        assert_eq!((second.rows.len(), second.more), (3, None));
        let id = house.id;
        for account in [NEIGHBOUR, HELPDESK] {
            let asked = world.read(account, move |unit| async move {
                shelters::read_occupancy(&unit, id, None, None).await
            });
            assert!(asked.await.is_err(), "{account}");
        }
    }
}
