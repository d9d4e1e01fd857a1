//! Whatever receivers answer, and however many processes deliver: of each record everything
//! arrives in the order in which it happened, or was given up before what came behind it.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::{
    Result,
    ids::{DistrictId, WebhookId},
    integration::{Attempt, DeliveryFault, DeliveryState, EventKind, WebhookEvent},
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use services::{
    Caller, Store,
    integration::{Happening, Outgoing, publish},
};
use testkit::{World, on_both_databases};

use super::support::*;
use crate::{audit::chain::second_store, support::*};

/// Something happens to one of few records.
async fn happens(store: &Store, district: DistrictId, record: u32, number: u32) -> Result<()> {
    let happening = Happening {
        kind: EventKind::BedHeld,
        district,
        record: format!("bed {record}"),
        data: json!({"id": record, "number": number}),
    };
    let published = store.unit(Caller::System, "test", move |unit| async move {
        publish(&unit, happening).await
    });
    published.await
}

fn told(outgoing: &Outgoing) -> (u64, u64) {
    let body: Value = serde_json::from_str(&outgoing.body).unwrap();
    let number = |name: &str| body["data"][name].as_u64().unwrap();
    (number("id"), number("number"))
}

fn arrives(arrived: &mut BTreeMap<u64, Vec<u64>>, one: &Outgoing) {
    let (record, number) = told(one);
    arrived.entry(record).or_default().push(number);
}

/// Of ten attempts some arrive, and some fail.
fn outcome(rng: &mut StdRng) -> Attempt {
    match rng.random_range(0..10) {
        0..=3 => Attempt::Answered(200),
        4..=6 => Attempt::Answered(500),
        _ => Attempt::Failed(DeliveryFault::Timeout),
    }
}

async fn district(world: &World) -> DistrictId {
    match world.actor(ADMIN).await {
        Caller::Actor(actor) => actor.district,
        other => panic!("{other:?}"),
    }
}

async fn states(world: &World, state: DeliveryState) -> usize {
    let rows = format!(
        "SELECT 1 FROM webhook_deliveries WHERE state = '{}'",
        state.code()
    );
    world.database.rows(&rows).await.len()
}

/// Delivers with two processes until nothing waits; answers what arrived, by record.
async fn walk(world: &World, webhook: WebhookId, seed: u64) -> BTreeMap<u64, Vec<u64>> {
    let mut rng = StdRng::seed_from_u64(seed);
    let other = second_store(world).await;
    let of = district(world).await;
    let mut arrived: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    let mut number = 0;
    let mut under_way: Vec<Outgoing> = Vec::new();
    for round in 0.. {
        assert!(round < 3000, "it does not come to an end");
        let store = if rng.random() { &world.store } else { &other };
        if number < 40 && rng.random_ratio(1, 3) {
            number += 1;
            happens(store, of, rng.random_range(0..3), number)
                .await
                .unwrap();
        }
        under_way.extend(take(store, webhook, rng.random_range(1..4)).await);
        if !under_way.is_empty() && rng.random_ratio(4, 5) {
            let one = under_way.swap_remove(rng.random_range(0..under_way.len()));
            let attempt = outcome(&mut rng);
            if attempt == Attempt::Answered(200) {
                arrives(&mut arrived, &one);
            }
            note(store, &one, attempt).await;
        }
        let pause = [1, 1, 10, 10, 400, 90_000][rng.random_range(0..6)];
        if pause > 60 {
            // The processes die: what was under way may have arrived, which nobody noted.
            for one in under_way.drain(..) {
                if rng.random() {
                    arrives(&mut arrived, &one);
                }
            }
        }
        world.clock.advance(TimeDelta::seconds(pause));
        let waiting = states(world, DeliveryState::Waiting).await;
        if number == 40 && waiting == 0 {
            break;
        }
    }
    other.close().await;
    arrived
}

on_both_databases! {
    async fn each_record_is_told_of_in_order_and_nothing_is_lost(world: World) {
        let webhook = add_for_all(&world, ADMIN).await;
        for seed in 0..3 {
            let arrived = walk(&world, webhook, seed).await;
            let mut all = 0;
            for (record, numbers) in &arrived {
                let mut sorted = numbers.clone();
                sorted.sort_unstable();
                sorted.dedup();
                all += sorted.len();
                // At least once: a claim that ran out may have arrived as well, before what follows.
                let mut firsts: Vec<u64> = Vec::new();
                for number in numbers {
                    if !firsts.contains(number) {
                        firsts.push(*number);
                    }
                }
                assert_eq!(firsts, sorted, "record {record}, seed {seed}");
            }
            let dead = states(&world, DeliveryState::Dead).await;
            let delivered = states(&world, DeliveryState::Delivered).await;
            assert_eq!(delivered + dead, 40, "seed {seed}");
            assert!(all >= delivered && delivered > 0, "seed {seed}");
            // Dead letters go out again, in order.
            change(&world, ADMIN, webhook, WebhookEvent::ReplayAll).await.unwrap();
            let bodies = deliver_all(&world, webhook).await;
            assert_eq!(bodies.len(), dead);
            let mut last: BTreeMap<u64, u64> = BTreeMap::new();
            for body in &bodies {
                let record = body["data"]["id"].as_u64().unwrap();
                let number = body["data"]["number"].as_u64().unwrap();
                assert!(last.insert(record, number) < Some(number), "seed {seed}");
            }
            world.database.rows("DELETE FROM webhook_deliveries RETURNING 1").await;
        }
    }

    async fn saves_at_the_same_moment_are_told_in_the_order_of_their_versions(world: World) {
        let webhook = add_for_all(&world, ADMIN).await;
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        let other = second_store(&world).await;
        let edit = |answer: &str| domain::cases::SaveEdit {
            case: number.clone(),
            form: "contact".to_owned(),
            version: 1,
            answers: testkit::inputs(&[("talk_wish", answer)]),
        };
        let caller = world.actor(WORKER).await;
        let saves = (0..8).map(|count| {
            let store = if count % 2 == 0 { &world.store } else { &other };
            // Later ones began earlier: only who comes to the case first counts.
            let (edit, caller) = (edit(&format!("wish {count}")), caller.clone());
            async move {
                let saved = store.unit(caller, "test", |unit| async move {
                    services::cases::save_answers(&unit, &edit).await
                });
                saved.await.is_ok()
            }
        });
        let saved = futures::future::join_all(saves).await.into_iter().filter(|saved| *saved).count();
        other.close().await;
        assert!(saved > 0);
        let bodies = deliver_all(&world, webhook).await;
        let contact = bodies.iter().filter(|body| body["data"]["form"] == "contact");
        let versions: Vec<u64> = contact.map(|body| body["data"]["version"].as_u64().unwrap()).collect();
        let expected: Vec<u64> = (1..=u64::try_from(saved).unwrap() + 1).collect();
        assert_eq!(versions, expected);
    }
}
