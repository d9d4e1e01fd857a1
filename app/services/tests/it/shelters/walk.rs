//! Random lives of a shelter: whatever people do at the same time, nobody shares a bed and nobody is
//! lost.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use domain::{
    cases::CaseNumber,
    ids::BedId,
    shelters::{Counts, StayEvent, TypedStay},
};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use testkit::{Kind, World, on_both_databases};

use super::support::*;
use crate::support::*;

const STEPS: usize = 60;
/// How many act at the same moment.
const AT_ONCE: usize = 3;

/// What somebody tries: anything at all, most often something that may work.
fn any_step(
    rng: &mut ChaCha8Rng,
    beds: &[BedId],
    guests: &[CaseNumber],
    stays: &[domain::ids::StayId],
) -> (StayEvent, TypedStay) {
    let event = *StayEvent::ALL.choose(rng).expect("an event");
    let ends = matches!(
        event,
        StayEvent::Depart | StayEvent::Move | StayEvent::Release
    );
    let stay = stays.choose(rng).copied();
    let typed = TypedStay {
        bed: beds.choose(rng).copied(),
        stay: stay.filter(|_| ends || (event == StayEvent::Arrive && rng.random_ratio(1, 3))),
        number: guests.choose(rng).expect("a guest").to_string(),
        minutes: rng.random_range(1..90).to_string(),
        from: "2027-01-05".to_owned(),
        until: if rng.random_ratio(1, 2) {
            "2027-01-02".to_owned()
        } else {
            String::new()
        },
        note: "megjegyzés".to_owned(),
        ..TypedStay::default()
    };
    (event, typed)
}

on_both_databases! {
    async fn nobody_shares_a_bed_and_nobody_is_lost(world: World) {
        let house = house(&world, SHELTER).await;
        let beds: Vec<BedId> = house.rooms.iter().flatten().copied().collect();
        let mut guests = Vec::new();
        for guest in 0..9 {
            guests.push(world.register(WORKER, &format!("Гість {guest}"), "Олена").await);
        }
        world.actor(SUPERVISOR).await;
        let mut rng = ChaCha8Rng::seed_from_u64(77);
        let mut there: BTreeSet<String> = BTreeSet::new();
        for _ in 0..STEPS {
            let stays = ids(&world).await;
            let steps: Vec<_> = (0..AT_ONCE).map(|_| any_step(&mut rng, &beds, &guests, &stays)).collect();
            let accounts = [SHELTER, WORKER, SUPERVISOR];
            let tried = steps.iter().zip(accounts).map(|((event, typed), account)| {
                act(&world, account, *event, typed.clone())
            });
            for done in futures::future::join_all(tried).await {
                if let Err(error) = done {
                    assert!(error.status() < 500, "{error:?}");
                }
            }
            there = must_hold(&world, &house, there).await;
            world.clock.advance(TimeDelta::minutes(rng.random_range(0..40)));
        }
        assert!(count(&world, domain::shelters::StayState::Ended).await > 3, "something happened");
    }
}

async fn ids(world: &World) -> Vec<domain::ids::StayId> {
    let text = match world.database.kind {
        Kind::Sqlite => {
            "SELECT lower(hex(id)) FROM stays WHERE state IN ('planned', 'held', 'staying')"
        }
        Kind::Postgres => {
            "SELECT id::text FROM stays WHERE state IN ('planned', 'held', 'staying')"
        }
    };
    let ids = world.database.texts(text).await;
    ids.iter().map(|id| id.parse().expect("an id")).collect()
}

/// What holds at any moment; answers who is there.
async fn must_hold(world: &World, house: &House, before: BTreeSet<String>) -> BTreeSet<String> {
    let overlaps = "SELECT 'overlap' FROM stays a JOIN stays b ON a.bed_id = b.bed_id AND a.id < b.id \
         WHERE a.state IN ('staying', 'ended') AND b.state IN ('staying', 'ended') \
         AND a.begins_at < COALESCE(b.ends_at, '9999-12-31') \
         AND b.begins_at < COALESCE(a.ends_at, '9999-12-31')";
    assert_eq!(
        world.database.texts(overlaps).await,
        [""; 0],
        "two in one bed"
    );
    let staying = world
        .database
        .texts("SELECT case_number FROM stays WHERE state = 'staying' ORDER BY 1")
        .await;
    let there: BTreeSet<String> = staying.iter().cloned().collect();
    assert_eq!(there.len(), staying.len(), "one guest in two beds");
    // Whoever was there is there, or has left by an event of their own.
    for gone in before.difference(&there) {
        let left =
            format!("SELECT 'left' FROM stays WHERE case_number = '{gone}' AND state = 'ended'");
        assert!(
            !world.database.texts(&left).await.is_empty(),
            "{gone} is lost"
        );
    }
    let board = board(world, SHELTER, house.id).await.expect("a board");
    let mut recount = Counts::default();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for bed in board.rooms.iter().flat_map(|room| &room.beds) {
        recount.add(bed.state);
        let stays = bed
            .stay
            .as_ref()
            .filter(|_| bed.state == domain::shelters::BedState::Occupied);
        if let Some(number) = stays.and_then(|stay| stay.number.clone()) {
            *seen.entry(number.to_string()).or_default() += 1;
        }
    }
    assert_eq!(board.shelter.counts, recount);
    let shown: BTreeSet<String> = seen.into_keys().collect();
    assert_eq!(shown, there, "the board shows whoever is there");
    there
}
