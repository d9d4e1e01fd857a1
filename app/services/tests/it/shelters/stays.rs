use chrono::TimeDelta;
use domain::{
    Error, ProblemCode, Refusal,
    ids::BedId,
    shelters::{BedState, StayEvent, StayState, TypedStay},
};
use services::{Caller, shelters};
use testkit::on_both_databases;

use super::support::*;
use crate::{
    integration::{add_for_all, deliver_all},
    support::*,
};

fn refused(reason: Refusal) -> domain::Result<()> {
    Err(Error::Refused { reason })
}

on_both_databases! {
    async fn a_guest_is_held_a_bed_comes_moves_and_goes(world: World) {
        let house = house(&world, SHELTER).await;
        let [family, women, _] = &house.rooms;
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        act(&world, WORKER, StayEvent::Hold, of_case(family[0], &number)).await.unwrap();
        let held = board(&world, SHELTER, house.id).await.unwrap();
        let tile = &held.rooms[0].beds[0];
        assert_eq!(tile.state, BedState::Held);
        assert_eq!(tile.stay.as_ref().unwrap().guest, "Шевченко Олена");
        assert_eq!(held.shelter.counts.free, 6);

        let arrives = goes_on(&world, &house, family[0]).await;
        act(&world, SHELTER, StayEvent::Arrive, arrives).await.unwrap();
        let moves = TypedStay { bed: Some(women[0]), ..goes_on(&world, &house, family[0]).await };
        act(&world, SHELTER, StayEvent::Move, moves).await.unwrap();
        assert_eq!(stay_in(&world, &house, family[0]).await, None);
        let goes = goes_on(&world, &house, women[0]).await;
        act(&world, SHELTER, StayEvent::Depart, goes.clone()).await.unwrap();
        assert_eq!(act(&world, SHELTER, StayEvent::Depart, goes).await, refused(Refusal::WrongState));
        let board = board(&world, SHELTER, house.id).await.unwrap();
        assert_eq!(board.shelter.counts.free, 7);
        assert_eq!(count(&world, StayState::Ended).await, 2, "one stay in each bed");
        let events = events(&world).await;
        for action in ["bed_held", "guest_arrived", "guest_moved", "guest_departed"] {
            assert_eq!(events.iter().filter(|event| event.action == action).count(), 1, "{action}");
        }
    }

    async fn a_hold_runs_out_by_itself(world: World) {
        let house = house(&world, SHELTER).await;
        let bed = house.rooms[2][0];
        let first = TypedStay { minutes: "30".to_owned(), ..named(bed, "Бондар Марія") };
        act(&world, SHELTER, StayEvent::Hold, first).await.unwrap();
        let second = named(bed, "Kovács Jánosné");
        assert_eq!(
            act(&world, SHELTER, StayEvent::Hold, second.clone()).await,
            refused(Refusal::BedHeld)
        );
        world.clock.advance(TimeDelta::minutes(30));
        let board = board(&world, SHELTER, house.id).await.unwrap();
        assert_eq!(board.rooms[2].beds[0].state, BedState::Free);
        act(&world, SHELTER, StayEvent::Arrive, second).await.unwrap();
        assert_eq!(count(&world, StayState::Expired).await, 1);
    }

    async fn the_clock_writes_down_what_ran_out_and_tells_of_it_once(world: World) {
        let house = house(&world, SHELTER).await;
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let [family, women, single] = &house.rooms;
        let hold = |bed, minutes: &str, typed: TypedStay| TypedStay {
            bed: Some(bed),
            minutes: minutes.to_owned(),
            ..typed
        };
        let guest = |name| named(family[0], name);
        for typed in [
            hold(family[0], "30", of_case(family[0], &number)),
            hold(women[0], "30", guest("Бондар Марія")),
            hold(single[0], "90", guest("Nagy Őrs")),
        ] {
            act(&world, SHELTER, StayEvent::Hold, typed).await.unwrap();
        }
        world.clock.advance(TimeDelta::minutes(30));
        let sweep = || world.store.unit(Caller::System, "test", |unit| async move {
            shelters::expire_holds(&unit).await
        });
        // Whoever comes to the bed first writes it down; the clock, what is left.
        act(&world, SHELTER, StayEvent::Arrive, named(women[0], "Kovács Jánosné")).await.unwrap();
        assert_eq!((sweep().await, sweep().await), (Ok(1), Ok(0)));
        assert_eq!((count(&world, StayState::Expired).await, count(&world, StayState::Held).await), (2, 1));
        let told = events(&world).await;
        let told: Vec<_> = told.iter().filter(|event| event.action == "hold_expired").collect();
        assert_eq!(told.len(), 2);
        let by_clock = told.iter().find(|event| event.case_id.is_some()).unwrap();
        assert!(told.iter().all(|event| event.actor_id.is_none()), "nobody did it: {told:?}");
        assert_eq!(by_clock.details["bed"], serde_json::json!(family[0]));
    }

    async fn a_move_tells_which_bed_is_free_again(world: World) {
        let house = house(&world, SHELTER).await;
        let [family, ..] = &house.rooms;
        let webhook = add_for_all(&world, ADMIN).await;
        act(&world, SHELTER, StayEvent::Hold, named(family[0], "Бондар Марія")).await.unwrap();
        let moves = |to, typed| TypedStay { bed: Some(to), ..typed };
        let held = goes_on(&world, &house, family[0]).await;
        act(&world, SHELTER, StayEvent::Move, moves(family[1], held)).await.unwrap();
        let held = goes_on(&world, &house, family[1]).await;
        act(&world, SHELTER, StayEvent::Arrive, held).await.unwrap();
        let stays = goes_on(&world, &house, family[1]).await;
        act(&world, SHELTER, StayEvent::Move, moves(family[2], stays.clone())).await.unwrap();
        let told = deliver_all(&world, webhook).await;
        let about = |bed: BedId| -> Vec<&str> {
            let own = told.iter().filter(|body| body["data"]["bed"] == serde_json::json!(bed));
            own.map(|body| body["type"].as_str().unwrap()).collect()
        };
        assert_eq!(about(family[0]), ["bed.held", "bed.released"]);
        assert_eq!(about(family[1]), ["bed.held", "stay.began"]);
        assert_eq!(about(family[2]), ["stay.moved"]);
        let moved = told.iter().find(|body| body["type"] == "stay.moved").unwrap();
        assert_eq!(moved["data"]["from_bed"], serde_json::json!(family[1]));
        assert_eq!(moved["data"]["from_stay"], serde_json::json!(stays.stay));
    }

    async fn whoever_came_without_a_case_is_joined_to_theirs(world: World) {
        let house = house(&world, SHELTER).await;
        let [family, women, single] = &house.rooms;
        act(&world, SHELTER, StayEvent::Arrive, named(women[0], "Olena S.")).await.unwrap();
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        act(&world, WORKER, StayEvent::Hold, of_case(single[0], &number)).await.unwrap();
        let stay = goes_on(&world, &house, women[0]).await;
        let of = |number: &str| TypedStay { number: number.to_owned(), ..stay.clone() };
        let identify = |account, typed| act(&world, account, StayEvent::Identify, typed);
        let wrong = |code| Err(Error::invalid("number", code));
        assert_eq!(identify(SHELTER, of(" ")).await, wrong(ProblemCode::Required));
        assert_eq!(identify(SHELTER, of("222-222-2")).await, wrong(ProblemCode::UnknownGuest));
        assert_eq!(identify(NEIGHBOUR, of(number.as_str())).await, Err(Error::NotFound));
        identify(SHELTER, of(number.as_str())).await.unwrap();
        assert_eq!(identify(SHELTER, of(number.as_str())).await, refused(Refusal::WrongState));
        let board = board(&world, WORKER, house.id).await.unwrap();
        let tile = board.rooms[1].beds[0].stay.clone().unwrap();
        assert_eq!((tile.guest.as_str(), tile.number.as_ref()), ("Шевченко Олена", Some(&number)));
        assert!(!tile.may_identify);
        assert_eq!(count(&world, StayState::Held).await, 0, "they have a bed now");
        let housing = open(&world, WORKER, &number, "housing").await.unwrap().inputs;
        assert_eq!(housing["housing_type"], ["collective_shelter"]);
        // Whoever stays somewhere already is not two people.
        act(&world, SHELTER, StayEvent::Arrive, named(family[0], "Шевченко О.")).await.unwrap();
        let twice = goes_on(&world, &house, family[0]).await;
        let twice = TypedStay { number: number.to_string(), ..twice };
        assert_eq!(identify(SHELTER, twice).await, refused(Refusal::GuestElsewhere));
        assert!(events(&world).await.iter().any(|event| event.action == "guest_identified"));
    }

    async fn one_guest_has_one_bed(world: World) {
        let house = house(&world, SHELTER).await;
        let [family, women, single] = &house.rooms;
        let number = world.register(WORKER, "Ткач", "Ірина").await;
        act(&world, WORKER, StayEvent::Hold, of_case(family[0], &number)).await.unwrap();
        act(&world, WORKER, StayEvent::Hold, of_case(women[0], &number)).await.unwrap();
        assert_eq!(count(&world, StayState::Held).await, 1, "the first hold is given back");
        act(&world, SHELTER, StayEvent::Arrive, of_case(single[0], &number)).await.unwrap();
        assert_eq!(count(&world, StayState::Held).await, 0);
        for event in [StayEvent::Hold, StayEvent::Arrive] {
            let again = act(&world, SHELTER, event, of_case(family[1], &number)).await;
            assert_eq!(again, refused(Refusal::GuestElsewhere));
        }
    }

    async fn what_was_entered_late_is_held_against_what_was(world: World) {
        let house = house(&world, SHELTER).await;
        let bed = house.rooms[2][0];
        act(&world, SHELTER, StayEvent::Arrive, named(bed, "Мельник Анна")).await.unwrap();
        world.clock.advance(TimeDelta::hours(3));
        let goes = goes_on(&world, &house, bed).await;
        act(&world, SHELTER, StayEvent::Depart, goes).await.unwrap();
        world.clock.advance(TimeDelta::hours(1));
        let wall = |ago: i64| {
            let at = services::wall_clock::wall_time(world.store.now() - TimeDelta::hours(ago));
            at.format("%Y-%m-%dT%H:%M").to_string()
        };
        let came = |ago| TypedStay { at: wall(ago), ..named(bed, "Nagy Őrs") };
        assert_eq!(
            act(&world, SHELTER, StayEvent::Arrive, came(2)).await,
            refused(Refusal::TimesOverlap)
        );
        let early = act(&world, SHELTER, StayEvent::Arrive, came(24 * 8)).await;
        assert!(matches!(early, Err(Error::Invalid { .. })), "{early:?}");
        let later = act(&world, SHELTER, StayEvent::Arrive, came(-2)).await;
        assert_eq!(later, Err(Error::invalid("at", ProblemCode::InTheFuture)));
        act(&world, SHELTER, StayEvent::Arrive, came(1)).await.unwrap();
    }

    async fn whoever_is_planned_keeps_the_bed_for_their_day(world: World) {
        let house = house(&world, SHELTER).await;
        let bed = house.rooms[2][0];
        let today = services::wall_clock::wall_day(world.store.now());
        let on = |days: u64| (today + chrono::Days::new(days)).to_string();
        let plan = |name: &str, from: u64, until: u64| TypedStay {
            from: on(from),
            until: on(until),
            ..named(bed, name)
        };
        act(&world, SHELTER, StayEvent::Plan, plan("Іванова Ольга", 3, 6)).await.unwrap();
        assert_eq!(
            act(&world, SHELTER, StayEvent::Plan, plan("Коваль Петро", 5, 8)).await,
            refused(Refusal::PlannedMeanwhile)
        );
        act(&world, SHELTER, StayEvent::Plan, plan("Коваль Петро", 6, 8)).await.unwrap();
        let open_end = named(bed, "Szabó Ilona");
        assert_eq!(
            act(&world, SHELTER, StayEvent::Arrive, open_end.clone()).await,
            refused(Refusal::PlannedMeanwhile)
        );
        let goes_before = TypedStay { until: on(3), ..open_end };
        act(&world, SHELTER, StayEvent::Arrive, goes_before).await.unwrap();
        let free = board(&world, SHELTER, house.id).await.unwrap().expected;
        let free: Vec<u32> = free.into_iter().map(|(_, free)| free).collect();
        assert_eq!(free, [6, 6, 6, 6, 6, 6, 6]);
        world.clock.advance(TimeDelta::days(3));
        let goes = goes_on(&world, &house, bed).await;
        act(&world, SHELTER, StayEvent::Depart, goes).await.unwrap();
        let tile = board(&world, SHELTER, house.id).await.unwrap().rooms[2].beds[0].clone();
        let comes = TypedStay { stay: Some(tile.planned[0].id), ..TypedStay::default() };
        act(&world, SHELTER, StayEvent::Arrive, comes).await.unwrap();
        assert_eq!(count(&world, StayState::Planned).await, 1);
    }

    async fn a_bed_out_of_service_takes_nobody(world: World) {
        let house = house(&world, SHELTER).await;
        let bed = house.rooms[2][0];
        let out = TypedStay { bed: Some(bed), note: "Törött láb".to_owned(), ..TypedStay::default() };
        act(&world, SHELTER, StayEvent::TakeOut, out.clone()).await.unwrap();
        assert_eq!(
            act(&world, SHELTER, StayEvent::Arrive, named(bed, "Nagy Őrs")).await,
            refused(Refusal::BedOutOfService)
        );
        act(&world, SHELTER, StayEvent::PutBack, out).await.unwrap();
        act(&world, SHELTER, StayEvent::Arrive, named(bed, "Nagy Őrs")).await.unwrap();
    }

    async fn the_housing_of_the_case_follows_the_stay(world: World) {
        let house = house(&world, SHELTER).await;
        let bed = house.rooms[2][0];
        let number = world.register(WORKER, "Гончар", "Надія").await;
        let at_home = [("housing_type", "rented"), ("people_count", "3")];
        save(&world, WORKER, &number, "housing", 0, &at_home).await.unwrap();
        act(&world, SHELTER, StayEvent::Arrive, of_case(bed, &number)).await.unwrap();
        let inputs = open(&world, WORKER, &number, "housing").await.unwrap().inputs;
        assert_eq!(inputs["housing_type"], ["collective_shelter"]);
        assert_eq!(inputs["shelter_name"], ["Gyáli úti szálló"]);
        let goes = goes_on(&world, &house, bed).await;
        act(&world, SHELTER, StayEvent::Depart, goes).await.unwrap();
        let inputs = open(&world, WORKER, &number, "housing").await.unwrap().inputs;
        assert_eq!(inputs["housing_type"], ["not_known"]);
        assert!(!inputs.contains_key("shelter_name"), "{inputs:?}");
        let told = history(&world, WORKER, &number).await.unwrap();
        let saved = told.entries.iter().filter(|entry| entry.by == SHELTER).count();
        assert_eq!(saved, 2, "the history says who");
    }

    async fn a_neighbour_reaches_neither_beds_nor_guests(world: World) {
        let house = house(&world, SHELTER).await;
        let bed = house.rooms[2][0];
        let own = world.register(NEIGHBOUR, "Петренко", "Лідія").await;
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        act(&world, SHELTER, StayEvent::Arrive, of_case(bed, &number)).await.unwrap();
        let stay = stay_in(&world, &house, bed).await;
        assert_eq!(board(&world, NEIGHBOUR, house.id).await, Err(Error::NotFound));
        for event in StayEvent::ALL {
            let typed = TypedStay {
                bed: Some(house.rooms[0][0]),
                stay,
                note: "x".to_owned(),
                from: "2030-01-01".to_owned(),
                number: own.to_string(),
                ..TypedStay::default()
            };
            let tried = act(&world, NEIGHBOUR, event, typed).await;
            assert!(matches!(tried, Err(Error::NotFound | Error::Invalid { .. })), "{event:?} {tried:?}");
        }
        let foreign = act(&world, SHELTER, StayEvent::Arrive, of_case(house.rooms[0][0], &own)).await;
        assert_eq!(foreign, Err(Error::invalid("number", ProblemCode::UnknownGuest)));
        assert_eq!(count(&world, StayState::Staying).await, 1);
    }

    async fn who_may_not_does_not(world: World) {
        let house = house(&world, SHELTER).await;
        let bed = house.rooms[2][0];
        for account in [HELPDESK, ADMIN, CALL_CENTRE] {
            let held = act(&world, account, StayEvent::Hold, named(bed, "Nagy Őrs")).await;
            assert_eq!(held, refused(Refusal::PermissionMissing), "{account}");
        }
    }
}
