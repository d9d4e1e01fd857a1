use domain::{
    Error, Refusal,
    ids::BedId,
    shelters::{StayEvent, StayState, TypedStay},
};
use futures::future::join_all;
use services::shelters;
use testkit::on_both_databases;

use super::support::*;
use crate::support::*;

/// How many want the same at the same moment.
const CLIENTS: usize = 200;

on_both_databases! {
    async fn two_hundred_race_for_one_bed_and_one_wins(world: World) {
        let house = house(&world, SHELTER).await;
        let bed = house.rooms[2][0];
        world.actor(WORKER).await;
        let events = [StayEvent::Hold, StayEvent::Arrive];
        let tries = (0..CLIENTS).map(|client| {
            let typed = named(bed, &format!("guest {client}"));
            act(&world, [SHELTER, WORKER][client % 2], events[client / 2 % 2], typed)
        });
        let answers = join_all(tries).await;
        let won = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(won, 1);
        for answer in answers.into_iter().filter_map(Result::err) {
            let heard = matches!(answer, Error::Refused { reason: Refusal::BedHeld | Refusal::BedOccupied });
            assert!(heard, "the others hear why: {answer:?}");
        }
        assert_eq!(count(&world, StayState::Held).await + count(&world, StayState::Staying).await, 1);
    }

    async fn two_hundred_race_for_the_last_family_room_and_one_family_is_together(world: World) {
        let house = house(&world, SHELTER).await;
        let room = house.rooms[0].clone();
        let mut numbers = Vec::new();
        for family in 0..CLIENTS {
            let number = world.register(WORKER, &format!("Сім’я {family}"), "Олена").await;
            save(&world, WORKER, &number, "family", 0, &FAMILY).await.unwrap();
            numbers.push(number);
        }
        let tries = numbers.iter().map(|number| {
            let beds: Vec<(i32, BedId)> = vec![(-1, room[0]), (0, room[1]), (1, room[2])];
            let number = number.clone();
            world.run(WORKER, |unit| async move {
                shelters::hold_beds(&unit, &number, &beds, &TypedStay::default(), false).await
            })
        });
        let answers = join_all(tries).await;
        let won: Vec<usize> = answers.iter().filter_map(|answer| Some(answer.as_ref().ok()?.len())).collect();
        for answer in answers.iter().filter_map(|answer| answer.as_ref().err()) {
            assert_eq!(*answer, Error::Refused { reason: Refusal::BedHeld });
        }
        assert_eq!(won, [3], "one family, and all of it");
        assert_eq!(count(&world, StayState::Held).await, 3);
    }
}

/// Two children who are with the person.
const FAMILY: [(&str, &str); 9] = [
    ("household_type", "one_parent"),
    ("members.0.member_name", "Марко"),
    ("members.0.member_relation", "child"),
    ("members.0.member_age", "7"),
    ("members.0.member_where", "with_person"),
    ("members.1.member_name", "Софія"),
    ("members.1.member_relation", "child"),
    ("members.1.member_age", "5"),
    ("members.1.member_where", "with_person"),
];
