//! What happens is told to those who asked for it, and says nothing about a person.

use domain::{
    cases::Stage,
    integration::EventKind,
    transitions::{TransferEvent, TransferState},
};
use serde_json::{Value, json};
use services::transitions::expire_due;
use testkit::on_both_databases;

use super::support::*;
use crate::{
    support::*,
    transitions::{THIRD, offered, refer, step, third},
};

on_both_databases! {
    async fn a_case_is_opened_changed_and_goes_on(world: World) {
        let id = add_for_all(&world, ADMIN).await;
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        save(&world, WORKER, &number, "contact", 1, &[("interpreter_needed", "no")]).await.unwrap();
        let case = number.clone();
        let changed = world.run(WORKER, |unit| async move {
            services::workflow::change_stage(&unit, &case, &Stage::from_code("assessment").unwrap(), "").await
        });
        changed.await.unwrap();
        let bodies = deliver_all(&world, id).await;
        let data: Vec<&Value> = bodies.iter().map(|body| &body["data"]).collect();
        let number = number.as_str();
        assert_eq!(data, [
            &json!({"district": 8, "number": number, "form": "identity", "version": 1}),
            &json!({"district": 8, "number": number, "form": "contact", "version": 1}),
            &json!({"district": 8, "number": number, "form": "contact", "version": 2}),
            &json!({"district": 8, "number": number, "from": "new", "to": "assessment"}),
        ]);
        let told: Vec<&Value> = bodies.iter().map(|body| &body["type"]).collect();
        assert_eq!(told, ["case.opened", "case.changed", "case.changed", "case.stage_changed"]);
        for body in &bodies {
            assert_eq!(body.as_object().unwrap().len(), 3);
            assert_eq!(body["timestamp"], "2026-11-23T08:00:00.000000Z");
            let text = body.to_string();
            assert!(!text.contains("Шевченко") && !text.contains("380"), "{text}");
        }
    }

    async fn what_changes_nothing_is_not_told(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        let id = add_for_all(&world, ADMIN).await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        save(&world, WORKER, &number, "contact", 1, &CONTACT).await.unwrap();
        save(&world, WORKER, &number, "contact", 1, &[("phone", "abc")]).await.unwrap_err();
        assert_eq!(kinds(&deliver_all(&world, id).await), ["case.changed"]);
    }

    async fn only_what_was_asked_for_is_told(world: World) {
        administrators(&world).await;
        let opened = add(&world, ADMIN, &[EventKind::CaseOpened]).await.id;
        let changed = add(&world, ADMIN, &[EventKind::CaseChanged]).await.id;
        let next_door = add_for_all(&world, NEIGHBOUR_ADMIN).await;
        let city = add_for_all(&world, CITY_ADMIN).await;
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        world.register(NEIGHBOUR, "Мельник", "Ірина").await;
        assert_eq!(kinds(&deliver_all(&world, opened).await), ["case.opened"]);
        assert_eq!(kinds(&deliver_all(&world, changed).await), ["case.changed"]);
        let there = deliver_all(&world, next_door).await;
        assert_eq!((kinds(&there), &there[0]["data"]["district"]), (vec!["case.opened"], &json!(9)));
        let everywhere = deliver_all(&world, city).await;
        assert_eq!(kinds(&everywhere), ["case.changed", "case.opened", "case.opened"]);
    }

    async fn without_webhooks_nothing_is_written(world: World) {
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        save(&world, WORKER, &number, "contact", 0, &CONTACT).await.unwrap();
        assert_eq!(world.database.rows("SELECT 1 FROM webhook_deliveries").await.len(), 0);
    }

    async fn both_districts_hear_of_a_transfer_and_the_city_hears_of_it_once(world: World) {
        administrators(&world).await;
        let here = add_for_all(&world, ADMIN).await;
        let there = add_for_all(&world, NEIGHBOUR_ADMIN).await;
        let city = add(&world, CITY_ADMIN, &[EventKind::TransferOffered, EventKind::TransferAccepted]).await.id;
        let (number, transfer) = offered(&world).await;
        let state = step(&world, NEIGHBOUR_SUPERVISOR, transfer, TransferEvent::Accept, Some(NEIGHBOUR)).await;
        assert_eq!(state, Ok(TransferState::Accepted));
        for (webhook, district) in [(here, 8), (there, 9), (city, 8)] {
            let bodies = deliver_all(&world, webhook).await;
            let of_transfer = bodies.iter().filter(|body| body["type"].as_str().unwrap().starts_with("transfer"));
            let of_transfer: Vec<(&Value, &Value)> = of_transfer.map(|body| (&body["type"], &body["data"])).collect();
            let data = json!({"district": district, "id": transfer, "number": number.as_str()});
            assert_eq!(of_transfer, [(&json!("transfer.offered"), &data), (&json!("transfer.accepted"), &data)]);
        }
    }

    async fn the_city_hears_of_a_case_in_order_wherever_it_is(world: World) {
        administrators(&world).await;
        let city = add(&world, CITY_ADMIN, &[EventKind::CaseChanged]).await.id;
        let (number, transfer) = offered(&world).await;
        for version in 0..3 {
            let note = format!("Only through her sister, {version}");
            let typed = [&CONTACT[..4], &[("safe_contact_note", note.as_str())]].concat();
            save(&world, WORKER, &number, "contact", version, &typed).await.unwrap();
        }
        let state = step(&world, NEIGHBOUR_SUPERVISOR, transfer, TransferEvent::Accept, Some(NEIGHBOUR)).await;
        assert_eq!(state, Ok(TransferState::Accepted));
        save(&world, NEIGHBOUR, &number, "contact", 3, &[("interpreter_needed", "no")]).await.unwrap();
        let bodies = deliver_all(&world, city).await;
        let of_contact = bodies.iter().filter(|body| body["data"]["form"] == "contact");
        let versions: Vec<&Value> = of_contact.map(|body| &body["data"]["version"]).collect();
        assert_eq!(versions, [1, 2, 3, 4]);
    }

    async fn what_was_never_offered_is_not_told_next_door(world: World) {
        administrators(&world).await;
        let there = add_for_all(&world, NEIGHBOUR_ADMIN).await;
        let here = add_for_all(&world, ADMIN).await;
        crate::transitions::asked_for(&world, WORKER, 9).await;
        world.clock.advance(chrono::TimeDelta::days(20));
        let ended = world.store.unit(services::Caller::System, "test", |unit| async move {
            expire_due(&unit).await
        });
        assert_eq!(ended.await, Ok(1));
        assert_eq!(deliver_all(&world, there).await, Vec::<Value>::new());
        assert!(kinds(&deliver_all(&world, here).await).contains(&"transfer.expired"));
    }

    async fn a_referral_is_told_to_both_sides_from_offer_to_end(world: World) {
        third(&world).await;
        administrators(&world).await;
        let here = add_for_all(&world, ADMIN).await;
        let city = add_for_all(&world, CITY_ADMIN).await;
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        world.consent(WORKER, &number, "given").await;
        refer(&world, &number, THIRD).await;
        world.consent(WORKER, &number, "withdrawn").await;
        for webhook in [here, city] {
            let bodies = deliver_all(&world, webhook).await;
            let told = kinds(&bodies);
            let referrals: Vec<&&str> = told.iter().filter(|kind| kind.starts_with("referral")).collect();
            assert!(referrals.contains(&&"referral.offered"), "{told:?}");
            assert!(referrals.contains(&&"referral.withdrawn"), "{told:?}");
        }
    }

    async fn what_is_undone_is_not_told(world: World) {
        let id = add_for_all(&world, ADMIN).await;
        let number = world.register(WORKER, "Шевченко", "Олена").await;
        deliver_all(&world, id).await;
        let edit = domain::cases::SaveEdit {
            case: number,
            form: "contact".to_owned(),
            version: 0,
            answers: testkit::inputs(&CONTACT),
        };
        let undone = world.run(WORKER, |unit| async move {
            services::cases::save_answers(&unit, &edit).await?;
            Err::<(), _>(services::Failure::Answer(domain::Error::Malformed))
        });
        undone.await.unwrap_err();
        assert_eq!(deliver_all(&world, id).await, Vec::<Value>::new());
    }
}
