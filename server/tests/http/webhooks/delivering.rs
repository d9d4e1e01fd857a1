//! What arrives at receivers that fail, hang, answer slowly, break off, never end or send elsewhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use domain::integration::WebhookEvent;
use server::integration::Pace;
use services::integration::{Integration, SecretKey, change_webhook};
use testkit::on_both_databases;

use crate::people::ADMIN;

use super::{
    courier::{PACE, Served, count, integration, told, until},
    receiver::{Answer, Receiver},
};

on_both_databases! {
    async fn nothing_is_lost_and_each_record_stays_in_order(world: World) {
        let everything = [
            Answer::Status(500),
            Answer::Drop,
            Answer::Status(204),
            Answer::DropInHead,
            Answer::Redirect,
            Answer::Endless,
            Answer::Nonsense,
            Answer::DropInBody,
            Answer::Hang,
            Answer::Slowly(Duration::from_millis(60), 200),
            Answer::Status(429),
            Answer::Status(200),
            Answer::Slowly(Duration::from_millis(60), 503),
        ];
        let receiver = Receiver::answering(move |nth| everything[nth % everything.len()].clone()).await;
        let mut served = Served::new(&world, integration(1000), PACE).await;
        let webhook = served.webhook(&world, &receiver.address).await;
        served.deliver();
        served.deliver();
        for number in 0..24 {
            served.happens(&world, number % 3, number).await;
        }
        until("all of it has arrived", async || count(&world, "waiting").await == 0).await;
        served.end().await;
        assert_eq!((count(&world, "delivered").await, count(&world, "dead").await), (24, 0));
        let heard = receiver.heard();
        assert!(heard.len() > 24);
        let mut bodies: BTreeMap<String, String> = BTreeMap::new();
        for one in &heard {
            assert!(one.is_signed_with(&webhook.secret));
            assert!(!one.is_signed_with("whsec_AAAA"));
            assert_eq!(one.path, "/hooks", "no redirect is followed");
            assert_eq!(one.headers["content-type"], "application/json");
            let before = bodies.insert(one.id().to_owned(), one.body.clone());
            assert!(before.is_none_or(|before| before == one.body), "the same each time");
        }
        let mut arrived: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for one in receiver.has() {
            let body = one.json();
            let number = |name: &str| body["data"][name].as_u64().unwrap();
            let of = arrived.entry(number("id")).or_default();
            if of.last() != Some(&number("number")) {
                of.push(number("number"));
            }
        }
        for (record, numbers) in arrived {
            let expected: Vec<u64> = (0..24).filter(|number| number % 3 == record).collect();
            assert_eq!(numbers, expected, "record {record}");
        }
        // Three records, so no more than three at once, whoever delivers.
        assert!(receiver.most() <= 3 + 2, "{}", receiver.most());
    }

    async fn a_receiver_that_hangs_holds_up_nobody_and_has_few_places(world: World) {
        let hanging = Receiver::answering(|_| Answer::Hang).await;
        let quick = Receiver::answering(|_| Answer::Status(200)).await;
        let pace = Pace {
            patience: Duration::from_secs(20),
            ..PACE
        };
        let mut served = Served::new(&world, integration(3), pace).await;
        served.webhook(&world, &hanging.address).await;
        served.webhook(&world, &quick.address).await;
        for record in 0..40 {
            served.happens(&world, record, 0).await;
        }
        let begun = Instant::now();
        served.deliver();
        until("the quick one has everything", async || quick.has().len() == 40).await;
        assert!(begun.elapsed() < Duration::from_secs(15));
        assert_eq!(hanging.most(), PACE.each);
        assert!(quick.most() <= PACE.each);
        // It is stopped while somebody hangs, and what was under way is not lost.
        let begun = Instant::now();
        served.end().await;
        assert!(begun.elapsed() < Duration::from_secs(8));
        assert_eq!(count(&world, "waiting").await, 40);
    }

    async fn a_few_with_much_to_deliver_leave_places_to_others(world: World) {
        let slow = Duration::from_millis(250);
        let pace = Pace { all: 8, each: 4, patience: Duration::from_secs(5), ..PACE };
        let mut served = Served::new(&world, integration(3), pace).await;
        let mut busy = Vec::new();
        for _ in 0..3 {
            let receiver = Receiver::answering(move |_| Answer::Slowly(slow, 200)).await;
            served.webhook(&world, &receiver.address).await;
            busy.push(receiver);
        }
        for record in 0..60 {
            served.happens(&world, record, 0).await;
        }
        served.deliver();
        until("they are at it", async || busy.iter().all(|one| one.has().len() > 1)).await;
        let quick = Receiver::answering(|_| Answer::Status(200)).await;
        served.webhook(&world, &quick.address).await;
        served.happens(&world, 100, 0).await;
        until("the other one is not forgotten", async || quick.has().len() == 1).await;
        let left = 180 - busy.iter().map(|one| one.has().len()).sum::<usize>();
        assert!(left > 60, "only {left} were left to deliver");
        served.end().await;
    }

    async fn all_receivers_together_have_so_many_places(world: World) {
        let pace = Pace {
            all: 5,
            each: 2,
            ..PACE
        };
        let mut served = Served::new(&world, integration(2), pace).await;
        let mut receivers = Vec::new();
        for _ in 0..4 {
            let receiver = Receiver::answering(|_| Answer::Hang).await;
            served.webhook(&world, &receiver.address).await;
            receivers.push(receiver);
        }
        for record in 0..6 {
            served.happens(&world, record, 0).await;
        }
        served.deliver();
        until("everybody was called", async || receivers.iter().all(|one| !one.heard().is_empty())).await;
        let most: usize = receivers.iter().map(Receiver::most).max().unwrap();
        assert!(most <= 2, "{most}");
        until("all of it was given up", async || count(&world, "dead").await == 24).await;
        assert_eq!(told(&world).await.into_iter().collect::<BTreeSet<_>>(), ["timeout".to_owned()].into());
        served.end().await;
        // While its last answer was a failure, a receiver has one place.
        let begun = receivers.iter().map(|one| one.heard().len()).sum::<usize>();
        assert_eq!(begun, 48);
    }

    async fn what_an_operator_does_not_allow_is_not_called(world: World) {
        let receiver = Receiver::answering(|_| Answer::Status(200)).await;
        let allowed = Served::new(&world, integration(1), PACE).await;
        let named = receiver.address.replace("127.0.0.1", "localhost");
        let odd = receiver.address.replace("127.0.0.1", "0x7f.1");
        for address in [&receiver.address, &named, &odd] {
            allowed.webhook(&world, address).await;
        }
        allowed.happens(&world, 1, 1).await;
        allowed.end().await;
        let closed = Integration {
            networks: services::integration::Networks::default(),
            ..integration(1)
        };
        let mut served = Served::new(&world, closed, PACE).await;
        served.deliver();
        until("none was called", async || count(&world, "dead").await == 3).await;
        served.end().await;
        assert_eq!(told(&world).await, ["forbidden"; 3]);
        assert!(receiver.heard().is_empty());
    }

    async fn a_name_that_leads_to_a_closed_address_is_not_called(world: World) {
        let receiver = Receiver::answering(|_| Answer::Status(200)).await;
        // Another network is allowed, so that the name is looked up at all.
        let elsewhere = || Integration {
            networks: services::integration::Networks::allowing(&["10.0.0.0/8".to_owned()]).unwrap(),
            ..integration(1)
        };
        let mut served = Served::new(&world, elsewhere(), PACE).await;
        let named = receiver.address.replace("127.0.0.1", "localhost");
        served.webhook(&world, &named).await;
        served.webhook(&world, &named.replace("http:", "https:")).await;
        served.happens(&world, 1, 1).await;
        served.deliver();
        until("none was called", async || count(&world, "dead").await == 2).await;
        served.end().await;
        assert_eq!(told(&world).await, ["forbidden"; 2]);
        assert!(receiver.heard().is_empty());
    }

    async fn a_new_secret_signs_though_the_key_of_the_old_one_is_lost(world: World) {
        let receiver = Receiver::answering(|_| Answer::Status(200)).await;
        let served = Served::new(&world, integration(3), PACE).await;
        let webhook = served.webhook(&world, &receiver.address).await;
        served.end().await;
        let other = Integration { key: Some(SecretKey::from_bytes(&[9; 32])), ..integration(3) };
        let mut served = Served::new(&world, other, PACE).await;
        let caller = world.actor(ADMIN).await;
        let replaced = served.store.unit(caller, "test", move |unit| async move {
            change_webhook(&unit, webhook.id, WebhookEvent::Rotate).await
        });
        let secret = replaced.await.unwrap().expect("a new secret");
        served.happens(&world, 1, 1).await;
        served.deliver();
        until("it has arrived", async || receiver.has().len() == 1).await;
        served.end().await;
        assert!(receiver.has()[0].is_signed_with(&secret));
    }

    async fn whoever_says_gone_is_called_no_more(world: World) {
        let receiver = Receiver::answering(|_| Answer::Status(410)).await;
        let mut served = Served::new(&world, integration(50), PACE).await;
        served.webhook(&world, &receiver.address).await;
        served.happens(&world, 1, 1).await;
        served.deliver();
        let gone = async || world.database.texts("SELECT state FROM webhooks").await == ["gone"];
        until("it is switched off", gone).await;
        served.happens(&world, 1, 2).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        served.end().await;
        assert_eq!(receiver.heard().len(), 1);
        assert_eq!(count(&world, "waiting").await, 1);
    }

    async fn a_certificate_that_nobody_vouches_for_is_not_believed(world: World) {
        // Whoever listens speaks no TLS: the attempt ends as one without a connection.
        let receiver = Receiver::answering(|_| Answer::Status(200)).await;
        let mut served = Served::new(&world, integration(1), PACE).await;
        let encrypted = receiver.address.replace("http:", "https:");
        served.webhook(&world, &encrypted).await;
        served.happens(&world, 1, 1).await;
        served.deliver();
        until("it was given up", async || count(&world, "dead").await == 1).await;
        served.end().await;
        let told = told(&world).await;
        assert!(["no_connection", "timeout"].contains(&told[0].as_str()), "{told:?}");
        assert!(receiver.heard().is_empty());
    }
}
