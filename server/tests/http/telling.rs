//! Telling people what concerns them: while a page is open, and by mail.

use std::time::Duration;

use axum::{
    body::BodyDataStream,
    http::{Request, header},
};
use futures::StreamExt;
use server::mail::Postman;
use testkit::{World, on_both_databases};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
    time::timeout,
};
use tower::ServiceExt;

use crate::{
    client::{Browser, application, encoded},
    people::*,
};

/// What a page hears that listens.
async fn listen(router: &axum::Router, browser: &Browser) -> (u16, BodyDataStream) {
    let cookies: Vec<String> = browser
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let request = Request::get("/api/v1/live?topics=notifications")
        .header(header::HOST, "lanchid.test")
        .header(header::COOKIE, cookies.join("; "))
        .body(axum::body::Body::empty())
        .unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    (
        answer.status().as_u16(),
        answer.into_body().into_data_stream(),
    )
}

async fn heard(stream: &mut BodyDataStream) -> Option<String> {
    let piece = timeout(Duration::from_secs(20), stream.next())
        .await
        .expect("something is told")?;
    Some(String::from_utf8(piece.unwrap().to_vec()).unwrap())
}

async fn ask(world: &World, router: &axum::Router) {
    let number = consenting(world).await;
    let mut worker = Browser::signed_in(router, WORKER).await;
    let typed = [
        ("number", number.as_str()),
        ("to", "9"),
        ("reason", "Moved"),
        ("urgency", "soon"),
        ("go", "ask"),
    ];
    worker.value("/api/transitions/ask", &typed).await;
}

on_both_databases! {
    async fn an_open_page_hears_what_arrives_until_its_user_signs_out(world: World) {
        let router = application(&world);
        let nobody = Browser::new(&router);
        assert_eq!(listen(&router, &nobody).await.0, 401);
        let mut supervisor = Browser::signed_in(&router, SUPERVISOR).await;
        let (status, mut stream) = listen(&router, &supervisor).await;
        assert_eq!(status, 200);
        let first = heard(&mut stream).await.unwrap();
        assert!(first.contains("event: notifications") && first.contains("\"unread\":0"), "{first}");
        ask(&world, &router).await;
        let next = heard(&mut stream).await.unwrap();
        assert!(next.contains("\"unread\":1"), "{next}");
        assert!(!next.contains("Шевченко") && !next.contains("Moved"));
        supervisor.post("/api/users/sign_out", "").await;
        ask(&world, &router).await;
        assert_eq!(heard(&mut stream).await, None, "whoever has signed out hears no more");
    }

    async fn listening_does_not_keep_a_session_in_use(world: World) {
        let router = application(&world);
        let supervisor = Browser::signed_in(&router, SUPERVISOR).await;
        let before = world.database.snapshot().await;
        world.clock.advance(chrono::TimeDelta::minutes(10));
        let (_, mut stream) = listen(&router, &supervisor).await;
        heard(&mut stream).await.unwrap();
        let changed = world.database.snapshot().await.since(&before);
        assert_eq!(changed, Vec::<String>::new());
    }

    async fn the_inbox_is_read_by_forms_alone(world: World) {
        let router = application(&world);
        ask(&world, &router).await;
        let mut supervisor = Browser::signed_in(&router, SUPERVISOR).await;
        let page = supervisor.page("/inbox").await;
        assert!(page.text().contains("waits for your release"), "{}", page.text());
        let inbox = supervisor.value("/api/notifications/inbox", &[]).await;
        let id = inbox["notices"][0]["id"].as_str().unwrap().to_owned();
        let mut stranger = Browser::signed_in(&router, COLLEAGUE).await;
        assert_eq!(stranger.call("/api/notifications/mark_read", &encoded(&[("id", &id)])).await.status, 404);
        let opened = supervisor.post("/api/notifications/mark_read", &encoded(&[("id", &id), ("to", "//evil.example")])).await;
        assert_eq!(opened.location(), "/");
        assert_eq!(supervisor.value("/api/notifications/inbox", &[]).await["unread"], 0);
    }

    async fn wishes_are_kept_and_what_is_wrong_comes_back(world: World) {
        let router = application(&world);
        let mut browser = Browser::signed_in(&router, SUPERVISOR).await;
        let typed = |email| encoded(&[
            ("manner", "at_once"), ("email", email), ("digest_hour", "8"), ("quiet_from", ""), ("quiet_to", ""), ("language", "uk"),
        ]);
        let wrong = browser.post("/api/notifications/save_settings", &typed("<no address>")).await;
        let answer = browser.get(wrong.location()).await;
        assert!(answer.body.contains("&lt;no address&gt;"), "what was typed is still there");
        let saved = browser.post("/api/notifications/save_settings", &typed("a@example.org")).await;
        assert_eq!(saved.location(), "/settings/notifications?saved=1");
        let again = browser.get("/settings/notifications").await;
        assert!(again.body.contains("a@example.org"));
    }

    async fn mail_goes_out_in_the_receivers_language_and_waits_while_the_server_is_down(world: World) {
        let mut world = world;
        world.store = world.store.clone().that_mails();
        let router = application(&world);
        let mut supervisor = Browser::signed_in(&router, SUPERVISOR).await;
        supervisor.post("/api/notifications/save_settings", &encoded(&[
            ("manner", "at_once"), ("email", "virag@example.org"), ("digest_hour", "8"), ("language", "hu"),
        ])).await;
        ask(&world, &router).await;

        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let postman = Postman::new(&format!("smtp://{address}"), "Lánchíd <no@example.org>", "http://lanchid.test".to_owned()).unwrap();
        drop(listener);
        postman.round(&world.store).await;
        let waiting = world.database.texts("SELECT CAST(attempts AS TEXT) FROM mail_outbox WHERE sent_at IS NULL").await;
        assert_eq!(waiting, ["1"], "the mail server is down: the letter waits");

        let listener = TcpListener::bind(address).await.unwrap();
        postman.round(&world.store).await;
        world.clock.advance(chrono::TimeDelta::minutes(2));
        let (letter, ()) = tokio::join!(one_letter(&listener), postman.round(&world.store));
        assert!(letter.contains("To: virag@example.org"), "{letter}");
        let body = letter.split("\r\n\r\n").nth(1).unwrap_or_default();
        assert!(!letter.contains("Шевченко") && !body.is_empty());
        let waiting = world.database.texts("SELECT CAST(attempts AS TEXT) FROM mail_outbox WHERE sent_at IS NULL").await;
        assert_eq!(waiting, Vec::<String>::new());
        let none = timeout(Duration::from_millis(300), async { tokio::join!(listener.accept(), postman.round(&world.store)) });
        assert!(none.await.is_err(), "nothing is sent twice");
    }
}

/// Takes one letter, as a mail server does.
async fn one_letter(listener: &TcpListener) -> String {
    let (stream, _) = listener.accept().await.unwrap();
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 test\r\n").await.unwrap();
    let mut letter = String::new();
    let mut in_letter = false;
    while let Some(line) = lines.next_line().await.unwrap() {
        if in_letter {
            if line == "." {
                in_letter = false;
                write.write_all(b"250 taken\r\n").await.unwrap();
            } else {
                letter.push_str(&line);
                letter.push_str("\r\n");
            }
            continue;
        }
        let answer: &[u8] = match line.split(' ').next().unwrap_or_default() {
            "DATA" => {
                in_letter = true;
                b"354 go on\r\n"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await.unwrap();
                break;
            }
            _ => b"250 ok\r\n",
        };
        write.write_all(answer).await.unwrap();
    }
    letter
}
