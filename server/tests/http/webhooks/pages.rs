//! The pages of webhooks: who sees them, and what can be done there without our code.

use domain::integration::Attempt;
use services::{
    Caller,
    integration::{settle, take_deliveries},
};
use testkit::{Account, World, on_both_databases};

use super::courier::path;
use crate::{
    client::{Browser, application, encoded},
    people::{ADMIN, CALL_CENTRE, DPO, HELPDESK, NEIGHBOUR, SHELTER, SUPERVISOR, WORKER, register},
};

const LIST: &str = "/administration/webhooks";
const NEIGHBOUR_ADMIN: &str = "admin.d09";
const CITY_ADMIN: &str = "admin";
const HOOK: &[(&str, &str)] = &[
    ("address", "https://receiver.example/hooks"),
    ("description", "Dashboard of the city"),
    ("kinds[]", "case.opened"),
    ("kinds[]", "case.changed"),
];

async fn administrators(world: &World) {
    for (name, role, district) in [(NEIGHBOUR_ADMIN, "admin", 9), (CITY_ADMIN, "city_admin", 0)] {
        let account = Account {
            name,
            role,
            district,
            team: None,
        };
        world.add(account).await;
    }
}

/// Makes a webhook without our code; answers the path of its page, and its secret.
async fn add(browser: &mut Browser) -> (String, String) {
    let answer = browser.post("/api/integration/add", &encoded(HOOK)).await;
    let location = answer.location().to_owned();
    let page = browser.page(&location).await.text();
    let (_, secret) = page
        .split_once("whsec_")
        .unwrap_or_else(|| panic!("{page}"));
    let secret = secret.split(' ').next().unwrap();
    let path = location.split('?').next().unwrap().to_owned();
    (path, format!("whsec_{secret}"))
}

/// What waits for any webhook is answered so.
async fn answered(world: &World, path: &str, attempt: Attempt) {
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let done = world
        .store
        .unit(Caller::System, "test", move |unit| async move {
            for outgoing in take_deliveries(&unit, id, 100).await? {
                settle(&unit, outgoing.claim, attempt).await?;
            }
            Ok(())
        });
    done.await.unwrap();
}

on_both_databases! {
    async fn the_pages_are_for_administrators(world: World) {
        administrators(&world).await;
        let router = application(&world);
        let mut admin = Browser::signed_in(&router, ADMIN).await;
        let (hook, _) = add(&mut admin).await;
        let id = hook.rsplit('/').next().unwrap().to_owned();
        let calls = [
            ("webhooks", String::new()),
            ("add", encoded(HOOK)),
            ("webhook", encoded(&[("id", &id)])),
            ("change", encoded(&[("id", &id), ("event", "pause")])),
            ("replay", encoded(&[("id", &id), ("delivery", &id)])),
        ];
        for account in [WORKER, SUPERVISOR, HELPDESK, SHELTER, CALL_CENTRE, DPO, NEIGHBOUR] {
            let mut browser = Browser::signed_in(&router, account).await;
            for path in [LIST, &hook] {
                assert_eq!(browser.get(path).await.status, 403, "{account} {path}");
            }
            for (name, body) in &calls {
                let answer = browser.call(&format!("/api/integration/{name}"), body).await;
                assert_eq!(answer.status, 403, "{account} {name}");
            }
            let rail = browser.get("/nowhere").await.page();
            assert!(!rail.links().contains(&LIST), "{account}");
        }
        for account in [ADMIN, NEIGHBOUR_ADMIN, CITY_ADMIN] {
            let mut browser = Browser::signed_in(&router, account).await;
            let rail = browser.get("/nowhere").await.page();
            assert!(rail.links().contains(&LIST), "{account}");
            for (language, title) in [("hu", "Webhookok"), ("uk", "Вебхуки"), ("en", "Webhooks")] {
                browser.cookies.insert("lanchid_language".to_owned(), language.to_owned());
                let page = browser.page(LIST).await;
                assert!(page.title().starts_with(title), "{}", page.title());
                assert!(page.links().contains(&LIST));
                assert_eq!(page.links().contains(&hook.as_str()), account == ADMIN, "{account}");
            }
        }
    }

    async fn a_webhook_next_door_looks_like_none(world: World) {
        administrators(&world).await;
        let router = application(&world);
        let (hook, _) = add(&mut Browser::signed_in(&router, ADMIN).await).await;
        let id = hook.rsplit('/').next().unwrap().to_owned();
        let nobodys = "01234567-0123-7123-8123-0123456789ab";
        for account in [NEIGHBOUR_ADMIN, CITY_ADMIN] {
            let mut browser = Browser::signed_in(&router, account).await;
            let mut seen = Vec::new();
            for id in [id.as_str(), nobodys] {
                let mut answers = vec![browser.get(&format!("{LIST}/{id}")).await];
                for (name, body) in [
                    ("webhook", encoded(&[("id", id)])),
                    ("change", encoded(&[("id", id), ("event", "remove")])),
                    ("change", encoded(&[("id", id), ("event", "rotate")])),
                    ("replay", encoded(&[("id", id), ("delivery", nobodys)])),
                ] {
                    answers.push(browser.call(&format!("/api/integration/{name}"), &body).await);
                    answers.push(browser.post(&format!("/api/integration/{name}"), &body).await);
                }
                assert!(answers.iter().all(|answer| answer.status == 404), "{account}");
                let bytes = answers.iter().map(|answer| answer.bytes_without(&[id]));
                seen.push(bytes.collect::<Vec<_>>());
            }
            assert_eq!(seen[0], seen[1], "{account}");
            let list = browser.get(LIST).await.body;
            assert!(!list.contains("receiver.example"), "{account}");
        }
        assert_eq!(world.database.rows("SELECT 1 FROM webhooks").await.len(), 1);
    }

    async fn whatever_happens_next_door_changes_nothing(world: World) {
        administrators(&world).await;
        let router = application(&world);
        let mut neighbour = Browser::signed_in(&router, NEIGHBOUR_ADMIN).await;
        let (own, _) = add(&mut neighbour).await;
        let mut seen = Vec::new();
        for round in 0..2 {
            let mut bytes = Vec::new();
            for path in [LIST, &own, &format!("{own}?shown=dead")] {
                bytes.push(neighbour.get(path).await.bytes_without(&[]));
            }
            seen.push(bytes);
            if round == 0 {
                let mut admin = Browser::signed_in(&router, ADMIN).await;
                let (there, _) = add(&mut admin).await;
                register(&world, WORKER, "Kovács", "Anna").await;
                answered(&world, &there, Attempt::Answered(500)).await;
                let mut city = Browser::signed_in(&router, CITY_ADMIN).await;
                add(&mut city).await;
                register(&world, WORKER, "Kovács", "Béla").await;
            }
        }
        assert_eq!(seen[0], seen[1]);
        register(&world, NEIGHBOUR, "Kovács", "Anna").await;
        assert_ne!(neighbour.get(&own).await.bytes_without(&[]), seen[0][1]);
    }

    async fn the_secret_is_shown_once(world: World) {
        let router = application(&world);
        let mut browser = Browser::signed_in(&router, ADMIN).await;
        let answer = browser.post("/api/integration/add", &encoded(HOOK)).await;
        let location = answer.location().to_owned();
        assert!(!location.contains("whsec"), "{location}");
        assert!(browser.cookies.values().all(|value| !value.contains("whsec")));
        let mut thief = Browser::signed_in(&router, ADMIN).await;
        for (name, value) in &browser.cookies {
            if name == "lanchid_new_secret" {
                thief.cookies.insert(name.clone(), value.clone());
            }
        }
        assert!(!thief.get(&location).await.body.contains("whsec_"), "another session");
        assert!(browser.get(&location).await.body.contains("whsec_"));
        assert!(!browser.get(&location).await.body.contains("whsec_"));
        assert!(!browser.get(LIST).await.body.contains("whsec_"));
        let page = browser.page(location.split('?').next().unwrap()).await;
        let answer = browser.submit(&page.form("/api/integration/change"), "rotate").await;
        let page = browser.follow(&answer).await.text();
        assert!(page.contains("whsec_") && page.contains("also signs until"), "{page}");
    }

    async fn what_could_not_be_added_comes_back_with_what_is_wrong(world: World) {
        let router = application(&world);
        let mut browser = Browser::signed_in(&router, ADMIN).await;
        let typed = [
            ("address", "https://10.0.0.1/hooks"),
            ("description", "<b>\"quoted\""),
            ("kinds[]", "bed.held"),
        ];
        let answer = browser.post("/api/integration/add", &encoded(&typed)).await;
        let page = browser.follow(&answer).await;
        assert!(page.text().contains("must not be called"), "{}", page.text());
        let form = page.form("/api/integration/add");
        assert_eq!(form.value("address"), "https://10.0.0.1/hooks");
        assert_eq!(form.value("description"), "<b>\"quoted\"");
        assert_eq!(form.value("kinds[]"), "bed.held");
        let answer = browser.call("/api/integration/add", &encoded(&typed)).await;
        assert_eq!((answer.status, &answer.json()["kind"]), (422, &"invalid".into()));
        for nonsense in ["id=x&event=pause", "id=&event=nothing"] {
            let answer = browser.call("/api/integration/change", nonsense).await;
            assert!([400, 404].contains(&answer.status), "{nonsense}");
        }
    }

    async fn a_webhook_is_tried_paused_resumed_and_removed(world: World) {
        let router = application(&world);
        let mut browser = Browser::signed_in(&router, ADMIN).await;
        let (hook, _) = add(&mut browser).await;
        for (button, says) in [
            ("test", "A test is on its way"),
            ("pause", "Paused. What happens waits"),
            ("resume", "It goes on"),
        ] {
            let page = browser.page(&hook).await;
            let answer = browser.submit(&page.form("/api/integration/change"), button).await;
            let text = browser.follow(&answer).await.text();
            assert!(text.contains(says), "{text}");
        }
        let id = hook.rsplit('/').next().unwrap();
        let again = encoded(&[("id", id), ("event", "resume")]);
        let answer = browser.post("/api/integration/change", &again).await;
        assert!(answer.location().ends_with("?refused=wrong_state"), "{answer:?}");
        let removed = encoded(&[("id", id), ("event", "remove")]);
        let answer = browser.post("/api/integration/change", &removed).await;
        let text = browser.follow(&answer).await.text();
        assert!(text.contains("The webhook was removed"), "{text}");
        assert_eq!(browser.get(&hook).await.status, 404);
    }

    async fn dead_letters_are_shown_and_sent_again(world: World) {
        let router = application(&world);
        let mut browser = Browser::signed_in(&router, ADMIN).await;
        let (hook, _) = add(&mut browser).await;
        assert_eq!(hook, path(hook.rsplit('/').next().unwrap().parse().unwrap()));
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        register(&world, WORKER, "Kovács", "Béla").await;
        let page = browser.page(&hook).await.text();
        assert!(page.contains(&format!("case {number}")) && page.contains("Waiting"), "{page}");
        for _ in 0..10 {
            answered(&world, &hook, Attempt::Answered(503)).await;
            world.clock.advance(chrono::TimeDelta::hours(30));
            browser = Browser::signed_in(&router, ADMIN).await;
        }
        let page = browser.page(&format!("{hook}?shown=dead")).await;
        let text = page.text();
        assert!(text.contains("Dead letter") && text.contains("Answered 503"), "{text}");
        assert!(!text.contains("Kovács"), "{text}");
        let answer = browser.submit(&page.form("/api/integration/replay"), "").await;
        let text = browser.follow(&answer).await.text();
        assert!(text.contains("It is being sent again"), "{text}");
        let page = browser.page(&hook).await;
        let answer = browser.submit(&page.form("/api/integration/change"), "replay_all").await;
        browser.follow(&answer).await;
        answered(&world, &hook, Attempt::Answered(200)).await;
        let text = browser.page(&format!("{hook}?shown=dead")).await.text();
        assert!(text.contains("Nothing here yet"), "{text}");
    }
}
