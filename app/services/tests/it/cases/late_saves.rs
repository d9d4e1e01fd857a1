//! Saves that come late, in another order, or again: the stories that users of ODK Central told of
//! parallel updates (getodk/central 669, 698, 805, 808, 815), as they go here.

use domain::{Error, cases::CaseNumber};
use testkit::{World, on_both_databases};

use crate::support::*;

/// Two lines of the form, and what stands in them.
async fn stands(world: &World, number: &CaseNumber) -> (String, String) {
    let page = open(world, WORKER, number, "contact").await.unwrap().inputs;
    let line = |field: &str| {
        page.get(field)
            .and_then(|values| values.first().cloned())
            .unwrap_or_default()
    };
    (line("address_note"), line("talk_wish"))
}

async fn begun(world: &World) -> CaseNumber {
    let number = world.register(WORKER, "Шевченко", "Олена").await;
    save(world, WORKER, &number, "contact", 0, &CONTACT)
        .await
        .unwrap();
    number
}

async fn send(
    world: &World,
    account: &str,
    number: &CaseNumber,
    version: i32,
    typed: &[(&str, &str)],
) -> domain::Result<i32> {
    world.clock.advance(chrono::TimeDelta::seconds(1));
    save(world, account, number, "contact", version, typed)
        .await
        .map(|saved| saved.version)
}

fn conflict(answer: domain::Result<i32>) -> Box<domain::Conflict> {
    match answer {
        Err(Error::Conflict { conflict }) => conflict,
        other => panic!("{other:?}"),
    }
}

on_both_databases! {
    // 669: what was done without a network arrives out of order; the state must not break.
    async fn saves_that_arrive_out_of_order_are_all_there(world: World) {
        let number = begun(&world).await;
        // Three edits of one worker began from the same version.
        assert_eq!(send(&world, WORKER, &number, 1, &[("talk_wish", "second")]).await.unwrap(), 2);
        assert_eq!(send(&world, WORKER, &number, 1, &[("address_note", "first")]).await.unwrap(), 3);
        assert_eq!(send(&world, WORKER, &number, 1, &[("email", "third@example.org")]).await.unwrap(), 4);
        assert_eq!(stands(&world, &number).await, ("first".into(), "second".into()));
        // An older one of the same line does not win by coming later.
        let late = conflict(send(&world, WORKER, &number, 1, &[("talk_wish", "the first wish")]).await);
        assert_eq!((late.places.clone(), late.theirs["talk_wish"].clone()), (vec!["talk_wish".to_owned()], vec!["second".to_owned()]));
        assert_eq!(stands(&world, &number).await.1, "second");
    }

    // 698: the second of two edits follows the first, but contradicts what came between.
    async fn an_edit_is_held_against_all_that_came_since_it_began(world: World) {
        let number = begun(&world).await;
        send(&world, COLLEAGUE, &number, 1, &[("talk_wish", "theirs")]).await.unwrap();
        // The first touches another line, and merges; the version after it is one's own.
        assert_eq!(send(&world, WORKER, &number, 1, &[("address_note", "mine")]).await.unwrap(), 3);
        // The second was begun from the same sight of the form.
        let met = conflict(send(&world, WORKER, &number, 1, &[("talk_wish", "mine")]).await);
        assert_eq!(met.saved_by("talk_wish").0, COLLEAGUE);
        assert_eq!(stands(&world, &number).await, ("mine".into(), "theirs".into()));
    }

    // 805: no conflict where nobody contradicts, in whatever order it comes.
    async fn the_last_edit_first_makes_no_conflict_of_the_others(world: World) {
        for order in [[2, 0, 1], [2, 1, 0], [1, 2, 0], [0, 2, 1]] {
            let number = begun(&world).await;
            let edits = [("address_note", "one"), ("talk_wish", "two"), ("email", "three@example.org")];
            for (place, edit) in order.into_iter().enumerate() {
                let version = send(&world, WORKER, &number, 1, &[edits[edit]]).await.unwrap();
                assert_eq!(version, 2 + i32::try_from(place).unwrap(), "{order:?}");
            }
            assert_eq!(stands(&world, &number).await, ("one".into(), "two".into()), "{order:?}");
        }
    }

    // 808: the update comes before what it updates, and no error of the server's own comes of it.
    async fn several_first_saves_at_once_come_together(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        world.actor(WORKER).await;
        world.actor(COLLEAGUE).await;
        let mut whole = CONTACT.to_vec();
        whole.push(("talk_wish", "first"));
        let (one, two, three) = tokio::join!(
            save(&world, WORKER, &number, "contact", 0, &CONTACT),
            save(&world, COLLEAGUE, &number, "contact", 0, &CONTACT),
            save(&world, WORKER, &number, "contact", 0, &whole),
        );
        for answer in [one, two, three] {
            assert!(answer.is_ok(), "{answer:?}");
        }
        assert_eq!(stands(&world, &number).await.1, "first");
        // A later version than there is cannot be told from anything; it is shown, not guessed.
        let met = conflict(send(&world, WORKER, &number, 9, &[("talk_wish", "second")]).await);
        assert_eq!(met.places, ["talk_wish"]);
    }

    // 815: a conflict never comes without what it is about.
    async fn every_conflict_names_its_places_its_values_its_author_and_its_time(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, COLLEAGUE, &number, "contact", 0, &CONTACT).await.unwrap();
        let now = services::wall_clock::wall_time(now(&world));
        let mine = [("phone", "+36301234567"), ("preferred_language", "ukrainian"), ("interpreter_needed", "no"), ("safe_to_call", "yes")];
        let met = conflict(send(&world, WORKER, &number, 0, &mine).await);
        assert_eq!(met.places, ["interpreter_needed", "phone", "safe_to_call"]);
        assert_eq!((met.by.as_str(), met.at), (COLLEAGUE, now));
        for (place, theirs, mine) in [("interpreter_needed", "yes", "no"), ("phone", "+380671234567", "+36301234567"), ("safe_to_call", "no", "yes")] {
            assert_eq!((met.theirs[place][0].as_str(), met.mine[place][0].as_str()), (theirs, mine), "{place}");
        }
        // Resolved place by place, it is saved without another word.
        let mut chosen = met.merged.clone();
        met.choose(domain::Side::Theirs, "interpreter_needed", &mut chosen);
        met.choose(domain::Side::Theirs, "phone", &mut chosen);
        let typed: Vec<(&str, &str)> = chosen.iter().map(|(path, values)| (path.as_str(), values[0].as_str())).collect();
        assert_eq!(send(&world, WORKER, &number, met.version, &typed).await.unwrap(), 2);
        let page = open(&world, WORKER, &number, "contact").await.unwrap().inputs;
        assert_eq!((page["phone"][0].as_str(), page["safe_to_call"][0].as_str()), ("+380671234567", "yes"));
    }
}
