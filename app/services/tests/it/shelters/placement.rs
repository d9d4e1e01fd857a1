use domain::{
    Error, Refusal,
    cases::CaseNumber,
    ids::BedId,
    shelters::{Against, Feature, Features, Placement, StayEvent, TypedRoom, TypedStay},
};
use services::shelters::{self, Wanted};
use testkit::{World, on_both_databases};

use super::support::*;
use crate::support::*;

async fn placement(
    world: &World,
    account: &str,
    number: &CaseNumber,
    wanted: Wanted,
) -> domain::Result<Placement> {
    let number = number.clone();
    world
        .read(account, |unit| async move {
            shelters::read_placement(&unit, &number, &wanted).await
        })
        .await
}

/// A mother with a boy of fifteen and a small child; the father is elsewhere.
async fn family(world: &World) -> CaseNumber {
    let number = world.register(WORKER, "Шевченко", "Олена").await;
    let typed = [
        ("household_type", "one_parent"),
        ("members.0.member_name", "Марко"),
        ("members.0.member_relation", "child"),
        ("members.0.member_age", "15"),
        ("members.0.member_sex", "male"),
        ("members.0.member_where", "with_person"),
        ("members.1.member_name", "Софія"),
        ("members.1.member_relation", "child"),
        ("members.1.member_age", "1"),
        ("members.1.member_where", "with_person"),
        ("members.2.member_name", "Тарас"),
        ("members.2.member_relation", "partner"),
        ("members.2.member_where", "ukraine"),
    ];
    save(world, WORKER, &number, "family", 0, &typed)
        .await
        .unwrap();
    number
}

on_both_databases! {
    async fn a_family_is_offered_rooms_with_the_reasons_against_the_others(world: World) {
        house(&world, SHELTER).await;
        let number = family(&world).await;
        let found = placement(&world, WORKER, &number, Wanted::default()).await.unwrap();
        let names: Vec<&str> = found.guests.iter().map(|guest| guest.name.as_str()).collect();
        assert_eq!(names, ["Шевченко Олена", "Марко", "Софія"], "who is elsewhere needs no place");
        let rooms: Vec<&str> = found.together.iter().map(|one| one.room.as_str()).collect();
        assert_eq!(rooms[0], "12");
        assert!(found.together[0].proposal.fits());
        assert_eq!(found.together[0].proposal.against, [Against::NoCot]);
        let women = found.together.iter().find(|one| one.room == "14").unwrap();
        assert!(women.proposal.against.contains(&Against::WomenOnly));
        assert!(women.proposal.against.contains(&Against::TooFewBeds { free: 2, needed: 3 }));
        assert_eq!(found.apart, []);
    }

    async fn a_room_is_held_in_one_step_and_nobody_is_parted_silently(world: World) {
        let house = house(&world, SHELTER).await;
        let number = family(&world).await;
        let found = placement(&world, WORKER, &number, Wanted::default()).await.unwrap();
        let beds = found.together[0].proposal.beds.clone();
        let hold = |beds: Vec<(i32, BedId)>, parted: bool| {
            let number = number.clone();
            world.run(WORKER, move |unit| async move {
                shelters::hold_beds(&unit, &number, &beds, &TypedStay::default(), parted).await
            })
        };
        assert_eq!(hold(beds.clone(), false).await.unwrap().len(), 3);
        let now = placement(&world, WORKER, &number, Wanted::default()).await.unwrap();
        assert_eq!(now.now.len(), 3);
        assert!(now.together[0].proposal.fits(), "what is held for them is free for them");
        let mut swapped = beds.clone();
        swapped[0].1 = beds[1].1;
        swapped[1].1 = beds[0].1;
        assert_eq!(hold(swapped, false).await.unwrap().len(), 3, "they change beds");
        let parted = vec![(-1, house.rooms[2][0]), (0, house.rooms[0][0]), (1, house.rooms[0][1])];
        let silently = hold(parted.clone(), false).await;
        assert_eq!(silently, Err(Error::Refused { reason: Refusal::PartedSilently }));
        assert_eq!(hold(parted, true).await.unwrap().len(), 3);
        let twice = vec![(-1, house.rooms[0][0]), (0, house.rooms[0][0])];
        assert_eq!(hold(twice, true).await, Err(Error::Malformed));
    }

    async fn whoever_stays_already_is_not_offered_a_second_bed(world: World) {
        let house = house(&world, SHELTER).await;
        let number = family(&world).await;
        act(&world, SHELTER, StayEvent::Arrive, of_case(house.rooms[2][0], &number)).await.unwrap();
        let found = placement(&world, WORKER, &number, Wanted::default()).await.unwrap();
        assert_eq!(found.chosen, [0, 1]);
        assert_eq!(found.now[0].place[1], "15");
    }

    async fn what_people_need_is_read_from_the_forms_as_far_as_it_may_be_seen(world: World) {
        house(&world, SHELTER).await;
        let number = family(&world).await;
        let typed = [
            ("housing_type", "hotel"),
            ("accessibility_needs", "wheelchair"),
            ("placement_wishes", "near_work"),
        ];
        save(&world, WORKER, &number, "housing", 0, &typed).await.unwrap();
        let found = placement(&world, WORKER, &number, Wanted::default()).await.unwrap();
        assert_eq!(found.needs, Features::from_iter([Feature::Accessible]));
        assert!(found.needs_from_forms);
        let single = found.together.iter().find(|one| one.room == "15").unwrap();
        assert!(single.proposal.against.contains(&Against::NotAccessible));
        let nothing = Wanted { needs: Some(Features::default()), ..Wanted::default() };
        let found = placement(&world, WORKER, &number, nothing).await.unwrap();
        assert_eq!((found.needs, found.needs_from_forms), (Features::default(), false));
        // What is sensitive in the form stays so here.
        let operator = placement(&world, SHELTER, &number, Wanted::default()).await.unwrap();
        assert_eq!((operator.needs, operator.needs_from_forms), (Features::default(), false));
    }

    async fn a_cot_is_refused_to_whoever_is_known_to_be_too_old(world: World) {
        let house = house(&world, SHELTER).await;
        let cot = house.rooms[0][0];
        let typed = TypedRoom {
            name: "1".to_owned(),
            features: Features::from_iter([Feature::Cot]),
            ..TypedRoom::default()
        };
        let changed = world.run(SHELTER, move |unit| async move {
            shelters::change_bed(&unit, cot, &typed).await
        });
        changed.await.unwrap();
        let number = family(&world).await;
        let of = |member: i32| TypedStay { member: Some(member), ..of_case(cot, &number) };
        let refused = Err(Error::Refused { reason: Refusal::TooOldForCot });
        let today = services::wall_clock::wall_day(world.store.now());
        let plan = TypedStay { from: today.to_string(), ..of(0) };
        for (event, typed) in [(StayEvent::Hold, of(0)), (StayEvent::Arrive, of(0)), (StayEvent::Plan, plan)] {
            assert_eq!(act(&world, SHELTER, event, typed).await, refused, "{event:?}");
        }
        let boy = TypedStay { member: Some(0), ..of_case(house.rooms[0][1], &number) };
        act(&world, SHELTER, StayEvent::Arrive, boy).await.unwrap();
        let moves = TypedStay { bed: Some(cot), ..goes_on(&world, &house, house.rooms[0][1]).await };
        assert_eq!(act(&world, SHELTER, StayEvent::Move, moves).await, refused);
        act(&world, SHELTER, StayEvent::Hold, of(1)).await.unwrap();
    }

    async fn a_case_out_of_reach_is_placed_by_nobody(world: World) {
        house(&world, SHELTER).await;
        let number = family(&world).await;
        let foreign = placement(&world, NEIGHBOUR, &number, Wanted::default()).await;
        assert_eq!(foreign, Err(Error::NotFound));
        let desk = placement(&world, HELPDESK, &number, Wanted::default()).await;
        assert_eq!(desk, Err(Error::Refused { reason: Refusal::PermissionMissing }));
    }
}
