//! Attempts, claims, retries and dead letters.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::integration::{Attempt, DeliveryFault, DeliveryState, WebhookEvent, WebhookState};
use services::integration::{replay_delivery, signature, sweep};
use testkit::on_both_databases;

use super::support::*;
use crate::{audit::chain::second_store, support::*};

fn decoded(secret: &str) -> Vec<u8> {
    use base64::{Engine, prelude::BASE64_STANDARD};
    let secret = secret.strip_prefix("whsec_").expect(secret);
    BASE64_STANDARD.decode(secret).unwrap()
}

on_both_databases! {
    async fn it_is_signed_with_the_secret_that_was_shown(world: World) {
        let added = add(&world, ADMIN, &[domain::integration::EventKind::CaseOpened]).await;
        world.register(WORKER, "Шевченко", "Олена").await;
        let secret = decoded(&added.secret);
        assert_eq!(secret.len(), 32);
        let taken = take(&world.store, added.id, 10).await;
        let one = &taken[0];
        assert_eq!(one.timestamp, now(&world).timestamp());
        assert_eq!(one.signature, signature(&[secret], &one.id, one.timestamp, &one.body));
        assert_eq!(one.address, "https://receiver.example/hooks");
        let stored = world.database.texts("SELECT sealed FROM webhook_secrets").await;
        assert!(stored.iter().all(|sealed| !sealed.contains(&added.secret[6..20])), "{stored:?}");
    }

    async fn a_replaced_secret_signs_for_another_day(world: World) {
        let added = add(&world, ADMIN, &[domain::integration::EventKind::CaseOpened]).await;
        let new = change(&world, ADMIN, added.id, WebhookEvent::Rotate).await.unwrap().unwrap();
        let (old, new) = (decoded(&added.secret), decoded(&new));
        assert_ne!(old, new);
        assert!(page(&world, ADMIN, added.id).await.old_secret_until.is_some());
        for (hours, secrets) in [(23, vec![new.clone(), old]), (25, vec![new])] {
            world.clock.advance(TimeDelta::hours(hours));
            world.register(WORKER, "Шевченко", "Олена").await;
            let taken = take(&world.store, added.id, 10).await;
            let one = &taken[0];
            let mut signed: Vec<&str> = one.signature.split(' ').collect();
            signed.sort_unstable();
            let expected = signature(&secrets, &one.id, one.timestamp, &one.body);
            let mut expected: Vec<&str> = expected.split(' ').collect();
            expected.sort_unstable();
            assert_eq!(signed, expected, "after {hours}");
            note(&world.store, one, Attempt::Answered(200)).await;
        }
        assert_eq!(page(&world, ADMIN, added.id).await.old_secret_until, None);
    }

    async fn each_is_taken_once_whichever_process_comes_first(world: World) {
        let id = add_for_all(&world, ADMIN).await;
        for _ in 0..12 {
            world.register(WORKER, "Шевченко", "Олена").await;
        }
        let other = second_store(&world).await;
        let (here, there) = (&world.store, &other);
        let (one, two, three, four) =
            tokio::join!(take(here, id, 4), take(there, id, 4), take(here, id, 4), take(there, id, 4));
        let mut taken = [one, two, three, four].concat();
        while let Some(more) = Some(take(there, id, 100).await).filter(|more| !more.is_empty()) {
            taken.extend(more);
        }
        other.close().await;
        let ids: BTreeSet<&str> = taken.iter().map(|one| one.id.as_str()).collect();
        assert_eq!((taken.len(), ids.len()), (12, 12));
    }

    async fn a_claim_runs_out_and_whoever_lost_it_notes_nothing(world: World) {
        let id = add_for_all(&world, ADMIN).await;
        world.register(WORKER, "Шевченко", "Олена").await;
        let first = take(&world.store, id, 10).await.remove(0);
        assert!(take(&world.store, id, 10).await.is_empty() && due(&world.store).await.is_empty());
        world.clock.advance(TimeDelta::seconds(61));
        assert_eq!(due(&world.store).await, [id]);
        let second = take(&world.store, id, 10).await.remove(0);
        assert_eq!((&second.id, &second.body), (&first.id, &first.body));
        assert_ne!(second.timestamp, first.timestamp);
        note(&world.store, &first, Attempt::Failed(DeliveryFault::Timeout)).await;
        let log = page(&world, ADMIN, id).await;
        assert_eq!((log.deliveries[0].attempts, log.deliveries[0].state), (0, DeliveryState::Waiting));
        note(&world.store, &second, Attempt::Answered(200)).await;
        note(&world.store, &second, Attempt::Answered(500)).await;
        let log = page(&world, ADMIN, id).await;
        assert_eq!((log.deliveries[0].attempts, log.deliveries[0].state), (1, DeliveryState::Delivered));
    }

    async fn what_fails_is_tried_again_later_each_time_and_ends_as_a_dead_letter(world: World) {
        let id = add_for_all(&world, ADMIN).await;
        world.register(WORKER, "Шевченко", "Олена").await;
        let mut pauses = Vec::new();
        for attempt in 1..=10 {
            let begun = now(&world);
            while due(&world.store).await.is_empty() {
                world.clock.advance(TimeDelta::seconds(1).max((now(&world) - begun) / 50));
            }
            pauses.push((now(&world) - begun).num_seconds());
            let one = take(&world.store, id, 10).await.remove(0);
            note(&world.store, &one, Attempt::Answered(503)).await;
            assert_eq!(page(&world, ADMIN, id).await.deliveries[0].attempts, attempt);
        }
        assert_eq!(pauses[0], 0);
        assert!((4..=7).contains(&pauses[1]) && (240..=380).contains(&pauses[2]), "{pauses:?}");
        assert!((60_000..=110_000).contains(&pauses[9]), "{pauses:?}");
        let log = page(&world, ADMIN, id).await;
        assert_eq!(log.deliveries[0].state, DeliveryState::Dead);
        assert_eq!(log.deliveries[0].last, Some(Attempt::Answered(503)));
        assert_eq!((log.webhook.waiting, log.webhook.dead), (0, 1));
        world.clock.advance(TimeDelta::days(10));
        assert!(due(&world.store).await.is_empty());
        let delivery = log.deliveries[0].id;
        let replayed = world.run(ADMIN, move |unit| async move {
            replay_delivery(&unit, id, delivery).await
        });
        replayed.await.unwrap();
        let one = take(&world.store, id, 10).await.remove(0);
        assert_eq!(one.id, delivery.to_string());
        note(&world.store, &one, Attempt::Answered(200)).await;
        let again = world.run(ADMIN, move |unit| async move {
            replay_delivery(&unit, id, delivery).await
        });
        assert_eq!(again.await, Err(domain::Error::NotFound));
    }

    async fn a_receiver_that_is_gone_is_told_nothing_more_until_it_is_resumed(world: World) {
        let id = add_for_all(&world, ADMIN).await;
        world.register(WORKER, "Шевченко", "Олена").await;
        let one = take(&world.store, id, 10).await.remove(0);
        note(&world.store, &one, Attempt::Answered(410)).await;
        assert_eq!(page(&world, ADMIN, id).await.webhook.state, WebhookState::Gone);
        world.register(WORKER, "Мельник", "Ірина").await;
        assert!(due(&world.store).await.is_empty());
        let actions: Vec<String> = events(&world).await.into_iter().map(|event| event.action).collect();
        assert!(actions.contains(&"webhook_gone".to_owned()));
        change(&world, ADMIN, id, WebhookEvent::Resume).await.unwrap();
        world.register(WORKER, "Мельник", "Ірина").await;
        // What was answered with "gone" goes out again; what happened meanwhile was not kept.
        assert_eq!(deliver_all(&world, id).await.len(), 2);
    }

    async fn what_happens_during_a_pause_waits(world: World) {
        let id = add_for_all(&world, ADMIN).await;
        change(&world, ADMIN, id, WebhookEvent::Pause).await.unwrap();
        world.register(WORKER, "Шевченко", "Олена").await;
        assert!(due(&world.store).await.is_empty() && take(&world.store, id, 10).await.is_empty());
        assert_eq!(page(&world, ADMIN, id).await.webhook.waiting, 1);
        change(&world, ADMIN, id, WebhookEvent::Resume).await.unwrap();
        assert_eq!(deliver_all(&world, id).await.len(), 1);
    }

    async fn what_is_old_is_forgotten(world: World) {
        let id = add_for_all(&world, ADMIN).await;
        world.register(WORKER, "Шевченко", "Олена").await;
        deliver_all(&world, id).await;
        world.register(WORKER, "Мельник", "Ірина").await;
        let swept = async || {
            let swept = world.store.unit(services::Caller::System, "test", |unit| async move {
                sweep(&unit).await
            });
            swept.await.unwrap();
            page(&world, ADMIN, id).await.deliveries.len()
        };
        assert_eq!(swept().await, 2);
        world.clock.advance(TimeDelta::days(31));
        assert_eq!(swept().await, 1);
        world.clock.advance(TimeDelta::days(60));
        assert_eq!(swept().await, 0);
    }

    async fn without_the_right_key_nothing_is_sent_and_the_log_says_why(world: World) {
        use services::integration::{Integration, SecretKey};
        let id = add_for_all(&world, ADMIN).await;
        world.register(WORKER, "Шевченко", "Олена").await;
        let other = Integration {
            key: Some(SecretKey::from_bytes(&[9; 32])),
            ..Integration::default()
        };
        let store = world.store.clone().that_tells(std::sync::Arc::new(other));
        assert!(take(&store, id, 10).await.is_empty());
        let log = page(&world, ADMIN, id).await;
        assert_eq!(log.deliveries[0].last, Some(Attempt::Failed(DeliveryFault::NoSecret)));
        drop(store);
        change(&world, ADMIN, id, WebhookEvent::Rotate).await.unwrap();
        world.clock.advance(TimeDelta::minutes(1));
        assert_eq!(deliver_all(&world, id).await.len(), 1);
    }
}
