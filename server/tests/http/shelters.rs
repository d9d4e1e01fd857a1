//! Boards of shelters: pages, forms without our code, and what open boards hear.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, BodyDataStream},
    http::{HeaderName, Request, header},
};
use domain::access::TokenScope;
use futures::StreamExt;
use testkit::on_both_databases;
use tokio::time::timeout;
use tower::ServiceExt;

use crate::{
    client::{Browser, application, encoded},
    people::*,
};

const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// Makes a shelter with one room by the pages, and answers its address and its beds.
pub(crate) async fn house(browser: &mut Browser, beds: &str) -> (String, Vec<String>) {
    let shelter = [("what", "add_shelter"), ("name", "Gyáli úti szálló")];
    let made = browser
        .post("/api/shelters/arrange", &encoded(&shelter))
        .await;
    assert_eq!(made.status, 302, "{made:?}");
    let page = made.location();
    let id = page.split('/').nth(2).expect("an id").to_owned();
    let room = [
        ("what", "add_room"),
        ("shelter", id.as_str()),
        ("name", "12"),
        ("beds", beds),
    ];
    let made = browser.post("/api/shelters/arrange", &encoded(&room)).await;
    assert_eq!(made.status, 302, "{made:?}");
    let board = browser
        .value("/api/shelters/board", &[("shelter", id.as_str())])
        .await;
    let beds = board["rooms"][0]["beds"].as_array().expect("beds");
    let beds = beds
        .iter()
        .map(|bed| bed["id"].as_str().unwrap().to_owned());
    (id, beds.collect())
}

/// A stream that is open.
struct Open {
    stream: BodyDataStream,
    text: String,
}

async fn listen(
    router: &Router,
    browser: &Browser,
    topic: &str,
    known: Option<&str>,
) -> Result<Open, u16> {
    let cookies = browser.cookies.iter();
    let cookies: Vec<String> = cookies
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let shown = (header::COOKIE, cookies.join("; "));
    listen_showing(router, shown, topic, known).await
}

/// As a program, with a token.
async fn listen_with(
    router: &Router,
    token: &str,
    topic: &str,
    known: Option<&str>,
) -> Result<Open, u16> {
    let shown = (header::AUTHORIZATION, format!("Bearer {token}"));
    listen_showing(router, shown, topic, known).await
}

async fn listen_showing(
    router: &Router,
    (name, shown): (HeaderName, String),
    topic: &str,
    known: Option<&str>,
) -> Result<Open, u16> {
    let mut request = Request::get(format!("/api/v1/live?{topic}"))
        .header(header::HOST, "lanchid.test")
        .header(name, shown);
    if let Some(known) = known {
        request = request.header("last-event-id", known);
    }
    let request = request.body(Body::empty()).unwrap();
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
    /// The id of the next event of this name, within a time.
    async fn hears(&mut self, name: &str, within: Duration) -> Option<String> {
        timeout(within, self.next(name)).await.ok().flatten()
    }

    async fn next(&mut self, name: &str) -> Option<String> {
        loop {
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let id = event.lines().find_map(|line| line.strip_prefix("id: "));
                let id = id.unwrap_or_default().to_owned();
                let found = event.lines().any(|line| line == format!("event: {name}"));
                self.text = String::from(rest);
                if found {
                    return Some(id);
                }
            }
            let piece = self.stream.next().await?;
            self.text
                .push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
        }
    }
}

const SOON: Duration = Duration::from_secs(20);

on_both_databases! {
    async fn a_board_works_without_our_code_and_keeps_what_was_typed(world: World) {
        let router = application(&world);
        let mut browser = Browser::signed_in(&router, SHELTER).await;
        let (id, beds) = house(&mut browser, "2").await;
        let bed = beds[0].as_str();
        let page = browser.get(&format!("/shelters/{id}?bed={bed}")).await;
        assert_eq!(page.status, 200);
        let act = |typed: &[(&str, &str)]| {
            let known = [("shelter", id.as_str()), ("opened", bed)];
            encoded(&[&known[..], typed].concat())
        };
        let wrong = [("event", "hold"), ("name", "Nagy Őrs"), ("minutes", "soon")];
        let answer = browser.post("/api/shelters/act", &act(&wrong)).await;
        let page = browser.get(answer.location()).await;
        assert!(page.body.contains("Nagy Őrs") && page.body.contains("value=\"soon\""), "{}", page.body);
        assert!(!answer.location().contains("Nagy"), "no name in an address");
        let right = [("event", "hold"), ("name", "Nagy Őrs"), ("minutes", "90")];
        let answer = browser.post("/api/shelters/act", &act(&right)).await;
        let page = browser.follow(&answer).await;
        assert!(page.text().contains("The bed is held."), "{}", page.text());
        let other = [("event", "arrive"), ("name", "Kovács Jánosné")];
        let answer = browser.post("/api/shelters/act", &act(&other)).await;
        let page = browser.follow(&answer).await;
        assert!(page.text().contains("held for somebody else"), "{}", page.text());
    }

    async fn the_neighbour_finds_neither_board_nor_bed(world: World) {
        let router = application(&world);
        let mut browser = Browser::signed_in(&router, SHELTER).await;
        let (id, beds) = house(&mut browser, "1").await;
        let mut neighbour = Browser::signed_in(&router, "shelter.d09").await;
        for (page, nobody) in [
            (format!("/shelters/{id}"), format!("/shelters/{NOBODY}")),
            (format!("/shelters/{id}/print"), format!("/shelters/{NOBODY}/print")),
            (format!("/shelters/{id}/occupancy"), format!("/shelters/{NOBODY}/occupancy")),
            (format!("/shelters/{id}/arrange"), format!("/shelters/{NOBODY}/arrange")),
        ] {
            let (there, nowhere) = (neighbour.get(&page).await, neighbour.get(&nobody).await);
            assert_eq!((there.status, nowhere.status), (404, 404), "{page}");
            assert_eq!(there.bytes_without(&[&id]), nowhere.bytes_without(&[NOBODY]), "{page}");
        }
        let act = [("shelter", id.as_str()), ("opened", beds[0].as_str()), ("event", "take_out"), ("note", "x")];
        let answer = neighbour.call("/api/shelters/act", &encoded(&act)).await;
        assert_eq!(answer.status, 404);
        assert_eq!(listen(&router, &neighbour, &format!("shelters={id}"), None).await.err(), Some(404));
        assert_eq!(listen(&router, &neighbour, "shelters=nowhere", None).await.err(), Some(404));
        let dpo = Browser::signed_in(&router, DPO).await;
        assert_eq!(listen(&router, &dpo, "topics=shelters", None).await.err(), Some(403));
    }

    async fn programs_hear_of_shelters_and_of_nothing_else(world: World) {
        let router = application(&world);
        let mut operator = Browser::signed_in(&router, SHELTER).await;
        let (id, beds) = house(&mut operator, "1").await;
        let reads = world.token(SHELTER, &[TokenScope::SheltersRead]).await.token;
        let topic = format!("topics=notifications&shelters={id}");
        let mut heard = listen_with(&router, &reads, &topic, None).await.unwrap();
        let first = heard.hears("shelters", SOON).await.expect("how it stands");
        let hold = [("shelter", id.as_str()), ("opened", beds[0].as_str()), ("event", "hold"), ("name", "Nagy Őrs")];
        operator.post("/api/shelters/act", &encoded(&hold)).await;
        heard.hears("shelters", SOON).await.expect("the hold");
        let mut behind = listen_with(&router, &reads, &topic, Some(&first)).await.unwrap();
        assert_eq!(behind.hears("notifications", Duration::from_secs(3)).await, None);
        let number = register(&world, WORKER, "Шевченко", "Олена").await;
        let case = format!("case={number}");
        assert_eq!(listen_with(&router, &reads, &case, None).await.err(), Some(401));
        let mut both = listen_with(&router, &reads, &format!("{case}&{topic}"), None).await.unwrap();
        assert_eq!(both.hears("case", Duration::from_secs(2)).await, None);
        let cases = world.token(WORKER, &[TokenScope::CasesRead]).await.token;
        let next_door = world.token("shelter.d09", &[TokenScope::SheltersRead]).await.token;
        for (token, status) in [(cases.as_str(), 403), (next_door.as_str(), 404), ("lanchid_x", 401), ("", 401)] {
            assert_eq!(listen_with(&router, token, &topic, None).await.err(), Some(status), "{token}");
        }
    }

    async fn open_boards_hear_of_changes_from_one_process_to_another(world: World) {
        let (one, other) = (application(&world), application(&world));
        let mut operator = Browser::signed_in(&one, SHELTER).await;
        let (id, beds) = house(&mut operator, "2").await;
        let worker = Browser::signed_in(&other, WORKER).await;
        let mut board = listen(&other, &worker, &format!("shelters={id}"), None).await.unwrap();
        let mut city = listen(&other, &worker, "topics=notifications,shelters", None).await.unwrap();
        let first = board.hears("shelters", SOON).await.expect("how it stands");
        city.hears("shelters", SOON).await.expect("how it stands");
        let hold = [("shelter", id.as_str()), ("opened", beds[0].as_str()), ("event", "hold"), ("name", "Nagy Őrs")];
        operator.post("/api/shelters/act", &encoded(&hold)).await;
        let second = board.hears("shelters", SOON).await.expect("the hold");
        city.hears("shelters", SOON).await.expect("the hold");
        assert_ne!(first, second);
        // Whoever comes back is told only what is news to them.
        let topic = format!("shelters={id}");
        let mut resumed = listen(&other, &worker, &topic, Some(&second)).await.unwrap();
        assert_eq!(resumed.hears("shelters", Duration::from_secs(3)).await, None);
        let mut behind = listen(&other, &worker, &topic, Some(&first)).await.unwrap();
        assert_eq!(behind.hears("shelters", SOON).await, Some(second));
        board.hears("beat", Duration::from_secs(25)).await.expect("a sign of life");
    }
}
