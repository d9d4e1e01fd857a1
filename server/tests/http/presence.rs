//! Who else has a case open, and what of it was saved, as an open page hears it.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, BodyDataStream},
    http::{Request, header},
};
use futures::StreamExt;
use serde_json::Value;
use testkit::{World, on_both_databases};
use tokio::time::timeout;
use tower::ServiceExt;

use crate::{
    client::{Browser, application},
    people::*,
};

/// A page that is open.
struct Open {
    stream: BodyDataStream,
    /// What arrived and was not looked at yet.
    text: String,
}

async fn open(router: &Router, browser: &Browser, case: &str) -> Result<Open, u16> {
    let cookies = browser.cookies.iter();
    let cookies: Vec<String> = cookies
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let path = format!("/api/v1/live?topics=notifications&case={case}");
    let request = Request::get(path)
        .header(header::HOST, "lanchid.test")
        .header(header::COOKIE, cookies.join("; "))
        .body(Body::empty())
        .unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    match answer.status().as_u16() {
        200 => Ok(Open {
            stream: answer.into_body().into_data_stream(),
            text: String::new(),
        }),
        status => Err(status),
    }
}

impl Open {
    /// The next event of this name; `None` when the stream ends before.
    async fn hears(&mut self, name: &str) -> Option<Value> {
        loop {
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let data = event.lines().find_map(|line| line.strip_prefix("data: "));
                let found = event.contains(&format!("event: {name}\n"));
                let data = data
                    .filter(|_| found)
                    .map(|data| serde_json::from_str(data).unwrap());
                self.text = String::from(rest);
                if data.is_some() {
                    return data;
                }
            }
            let piece = timeout(Duration::from_secs(40), self.stream.next());
            let piece = piece.await.expect("something is told")?;
            self.text
                .push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
        }
    }

    /// Who else is here by the next that is told.
    async fn here(&mut self) -> Vec<String> {
        let told = self.hears("case").await.expect("a case");
        serde_json::from_value(told["here"].clone()).unwrap()
    }
}

/// The case goes to the neighbour.
async fn hand_over(world: &World, router: &Router, number: &str) {
    let mut worker = Browser::signed_in(router, WORKER).await;
    let typed = [
        ("number", number),
        ("to", "9"),
        ("reason", "The family has moved"),
        ("urgency", "soon"),
        ("go", "ask"),
    ];
    worker.value("/api/transitions/ask", &typed).await;
    let owner = crate::everybody::user_id(world, NEIGHBOUR).await;
    for (account, event) in [(SUPERVISOR, "release"), (NEIGHBOUR_SUPERVISOR, "accept")] {
        let mut supervisor = Browser::signed_in(router, account).await;
        let queue = supervisor.value("/api/transitions/queue", &[]).await;
        let id = queue["waiting"][0]["id"].as_str().unwrap().to_owned();
        let step = [("id", id.as_str()), ("event", event), ("owner", &owner)];
        supervisor.value("/api/transitions/step", &step).await;
    }
}

const NOBODY: [&str; 0] = [];

on_both_databases! {
    async fn colleagues_see_each_other_come_and_go_from_one_process_to_another(world: World) {
        let (one, other) = (application(&world), application(&world));
        let number = register(&world, WORKER, "Шевченко", "Олена").await;
        let worker = Browser::signed_in(&one, WORKER).await;
        let colleague = Browser::signed_in(&other, COLLEAGUE).await;
        let mut mine = open(&one, &worker, &number).await.unwrap();
        assert_eq!(mine.here().await, NOBODY);
        let mut theirs = open(&other, &colleague, &number).await.unwrap();
        assert_eq!(theirs.here().await, [WORKER]);
        assert_eq!(mine.here().await, [COLLEAGUE]);
        drop(theirs);
        assert_eq!(mine.here().await, NOBODY);
    }

    async fn a_save_is_told_with_who_and_when_and_without_what(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Шевченко", "Олена").await;
        let worker = Browser::signed_in(&router, WORKER).await;
        let mut colleague = Browser::signed_in(&router, COLLEAGUE).await;
        let mut mine = open(&router, &worker, &number).await.unwrap();
        let before = mine.hears("case").await.unwrap();
        world.clock.advance(chrono::TimeDelta::minutes(3));
        save(&mut colleague, &number, "arrival", 0, &ARRIVAL).await;
        let told = mine.hears("case").await.unwrap();
        let arrival = told["saved"].as_array().unwrap().iter().find(|one| one["form"] == "arrival");
        let arrival = arrival.unwrap();
        assert_eq!((&arrival["version"], &arrival["by"]), (&1.into(), &COLLEAGUE.into()));
        assert_ne!(told["mark"], before["mark"]);
        let text = told.to_string();
        assert!(!text.contains("temporary") && !text.contains("Шевченко"), "{text}");
    }

    async fn next_door_there_is_nothing_to_hear_whether_the_case_exists_or_not(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Шевченко", "Олена").await;
        for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR] {
            let browser = Browser::signed_in(&router, account).await;
            for case in [number.as_str(), &number_of_nobody(), "nonsense"] {
                assert_eq!(open(&router, &browser, case).await.err(), Some(404), "{account} {case}");
            }
        }
        let nobody = Browser::new(&router);
        assert_eq!(open(&router, &nobody, &number).await.err(), Some(401));
        let admin = Browser::signed_in(&router, ADMIN).await;
        assert_eq!(open(&router, &admin, &number).await.err(), Some(403));
        assert_eq!(world.database.texts("SELECT 'row' FROM presence").await, NOBODY);
    }

    async fn whoever_loses_the_case_is_told_nothing_more(world: World) {
        let router = application(&world);
        let number = consenting(&world).await;
        let worker = Browser::signed_in(&router, WORKER).await;
        let mut mine = open(&router, &worker, &number).await.unwrap();
        mine.hears("case").await.unwrap();
        hand_over(&world, &router, &number).await;
        let told = mine.hears("case").await.unwrap();
        assert_eq!(told, serde_json::json!({"here": [], "saved": [], "mark": ""}));
        let mut neighbour = Browser::signed_in(&router, NEIGHBOUR).await;
        world.clock.advance(chrono::TimeDelta::minutes(1));
        save(&mut neighbour, &number, "arrival", 0, &ARRIVAL).await;
        let more = timeout(Duration::from_secs(3), mine.hears("case")).await;
        assert!(more.is_err(), "{more:?}");
    }

    async fn whoever_signs_out_has_the_case_open_no_more(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Шевченко", "Олена").await;
        let worker = Browser::signed_in(&router, WORKER).await;
        let mut colleague = Browser::signed_in(&router, COLLEAGUE).await;
        let mut mine = open(&router, &worker, &number).await.unwrap();
        assert_eq!(mine.here().await, NOBODY);
        let mut theirs = open(&router, &colleague, &number).await.unwrap();
        theirs.hears("case").await.unwrap();
        assert_eq!(mine.here().await, [COLLEAGUE]);
        colleague.post("/api/users/sign_out", "").await;
        let (ended, here) = tokio::join!(theirs.hears("case"), mine.here());
        assert_eq!((ended, here), (None, Vec::new()));
    }

    async fn a_page_shows_who_is_there_before_any_code_runs(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Шевченко", "Олена").await;
        let worker = Browser::signed_in(&router, WORKER).await;
        let mut mine = open(&router, &worker, &number).await.unwrap();
        mine.hears("case").await.unwrap();
        let mut colleague = Browser::signed_in(&router, COLLEAGUE).await;
        for path in [format!("/cases/{number}"), format!("/cases/{number}/contact/edit")] {
            let text = colleague.page(&path).await.text();
            assert!(text.contains(&format!("Also here: {WORKER}")), "{path}: {text}");
        }
    }
}
