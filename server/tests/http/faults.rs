//! Addresses without a page, faults of ours, and requests that nobody expects.

use axum::http::Method;
use testkit::on_both_databases;

use crate::{
    client::{Answer, Browser, HTML, JSON, application},
    people::{WORKER, register},
};

const WORDS: [(&str, &str, &str); 3] = [
    ("hu", "Nem található", "Hiba történt"),
    ("uk", "Не знайдено", "Щось пішло не так"),
    ("en", "Not found", "Something went wrong"),
];

/// Nothing of the inside shows.
fn shows_nothing_of_the_inside(answer: &Answer) {
    let told = format!("{:?} {}", answer.headers, answer.body).to_lowercase();
    for word in [
        "select",
        "sqlx",
        "sqlite",
        "postgres",
        "no such table",
        "does not exist",
        "relation",
        "panicked",
        "src/",
        ".rs:",
        "gone",
        "backtrace",
    ] {
        assert!(!told.contains(word), "{word}: {answer:?}");
    }
}

fn reference(text: &str) -> &str {
    let like =
        |word: &&str| word.len() == 9 && word.as_bytes()[3] == b'-' && word.as_bytes()[7] == b'-';
    text.split_whitespace()
        .find(like)
        .unwrap_or_else(|| panic!("no reference: {text}"))
}

on_both_databases! {
    async fn an_address_without_a_page_is_404_in_the_users_language(world: World) {
        let router = application(&world);
        let mut browser = Browser::signed_in(&router, WORKER).await;
        for (language, title, _) in WORDS {
            browser
                .cookies
                .insert("lanchid_language".to_owned(), language.to_owned());
            for path in [
                "/nowhere",
                "/cases/a/b/c/d",
                "/cases/K7M-4PX-9",
                "/cases/K7M-4PX-9/history",
                "/pkg/nothing.js",
                "/cases/K7M-4PX-9/identity/edit",
                "/cases/%00",
                "/cases/%ff%fe/identity/edit",
                "/%F0%9F%92%A5",
                "/%zz",
                "/cases/%2e%2e%2f",
                "/persons/register/",
                "/index.html",
                "/.env",
            ] {
                let answer = browser.get(path).await;
                if path == "/persons/register/" && answer.status == 200 {
                    continue;
                }
                assert_eq!(answer.status, 404, "{path}");
                let page = answer.page();
                assert_eq!(page.language(), language, "{path}");
                assert!(page.title().starts_with(title), "{path}: {}", page.title());
                shows_nothing_of_the_inside(&answer);
            }
        }
    }

    async fn odd_queries_break_no_page(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let long = "a".repeat(20_000);
        for query in [
            "%ff",
            "%",
            "%zz",
            "&&&&=",
            "query",
            "query=%00",
            "query=%F0%9F%92%A5&query=b",
            "whose=&stage=&after=",
            "searched=%ff",
            long.as_str(),
        ] {
            for path in ["/cases", "/persons", "/persons/register"] {
                let answer = browser.get(&format!("{path}?{query}")).await;
                assert_eq!(answer.status, 200, "{path}?{query}");
            }
            let mut stranger = Browser::new(&application(&world));
            assert_eq!(
                stranger.get(&format!("/sign-in?{query}")).await.status,
                200,
                "{query}"
            );
            let asked = stranger.get(&format!("/cases?{query}")).await;
            assert!(asked.location().len() < 4000);
        }
    }

    async fn a_fault_of_ours_has_a_reference_and_nothing_else(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let signed_in = Browser::signed_in(&router, WORKER).await;
        world
            .database
            .execute("ALTER TABLE persons RENAME TO gone")
            .await;
        for (language, _, title) in WORDS {
            let mut browser = signed_in.clone();
            browser
                .cookies
                .insert("lanchid_language".to_owned(), language.to_owned());
            for path in [
                format!("/cases/{number}"),
                "/persons?query=anna".to_owned(),
                format!("/cases/{number}/identity/edit"),
            ] {
                let answer = browser.get(&path).await;
                assert_eq!(answer.status, 500, "{path}");
                let page = answer.page();
                assert!(page.title().starts_with(title), "{}", page.title());
                assert_eq!(page.language(), language);
                let text = page.text();
                assert_eq!(
                    domain::cases::CaseNumber::parse(reference(&text))
                        .unwrap()
                        .as_str(),
                    reference(&text)
                );
                shows_nothing_of_the_inside(&answer);
            }
            let answer = browser
                .call("/api/cases/read", &format!("number={number}"))
                .await;
            assert_eq!(answer.status, 500);
            assert_eq!(answer.json()["kind"], "internal");
            assert_eq!(answer.json()["title"], title);
            assert_eq!(
                reference(answer.json()["reference"].as_str().unwrap()).len(),
                9
            );
            shows_nothing_of_the_inside(&answer);
            let answer = browser
                .post("/api/cases/read", &format!("number={number}"))
                .await;
            assert_eq!(answer.status, 500);
            assert!(answer.page().text().contains(title));
            reference(&answer.page().text());
            shows_nothing_of_the_inside(&answer);
        }
        world
            .database
            .execute("ALTER TABLE gone RENAME TO persons")
            .await;
        let mut browser = signed_in.clone();
        assert_eq!(browser.get(&format!("/cases/{number}")).await.status, 200);
    }

    async fn without_its_sessions_the_application_says_that_it_is_broken(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        world
            .database
            .execute("ALTER TABLE sessions RENAME TO gone")
            .await;
        for (method, path, accept) in [
            (Method::GET, "/cases", HTML),
            (Method::POST, "/api/cases/list", HTML),
            (Method::POST, "/api/cases/list", JSON),
        ] {
            let answer = browser
                .send(method, path, &[("accept", accept)], Vec::new())
                .await;
            assert_eq!(answer.status, 500, "{path}");
            shows_nothing_of_the_inside(&answer);
            assert!(browser.cookies.contains_key("lanchid_session"));
        }
    }

    async fn a_database_that_does_not_answer_is_told_as_such(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        assert_eq!(browser.get("/health/live").await.body, "live");
        let ready = browser.get("/health/ready").await;
        assert_eq!((ready.status, ready.body.as_str()), (200, "ready"));
        world.store.close().await;
        assert_eq!(browser.get("/health/live").await.status, 200);
        let ready = browser.get("/health/ready").await;
        assert_eq!((ready.status, ready.body.as_str()), (503, "not ready"));
        let answer = browser.get("/cases").await;
        assert!([500, 503].contains(&answer.status), "{answer:?}");
        shows_nothing_of_the_inside(&answer);
        assert!(
            ["internal", "unavailable"].contains(
                &browser.call("/api/cases/list", "").await.json()["kind"]
                    .as_str()
                    .unwrap()
            )
        );
    }

    async fn every_method_has_an_answer(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let case = format!("/cases/{number}");
        let paths = [
            "/",
            "/sign-in",
            "/cases",
            &case,
            "/persons",
            "/nowhere",
            "/health/live",
            "/health/ready",
            "/pkg/x.js",
            "/api/cases/list",
        ];
        let worker = Browser::signed_in(&router, WORKER).await;
        for signed_in in [true, false] {
            for path in paths {
                for method in [
                    "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "X",
                ] {
                    let mut browser = if signed_in {
                        worker.clone()
                    } else {
                        Browser::new(&router)
                    };
                    let method = Method::from_bytes(method.as_bytes()).unwrap();
                    let answer = browser
                        .send(method.clone(), path, &[("accept", HTML)], Vec::new())
                        .await;
                    assert!(answer.status < 500, "{method} {path}: {answer:?}");
                    assert_eq!(answer.header("x-content-type-options"), "nosniff");
                    if method == Method::HEAD && !path.starts_with("/api") {
                        let get = browser.get(path).await;
                        assert_eq!(answer.status, get.status, "{path} {signed_in}");
                        assert_eq!(answer.body, "", "{path}");
                    }
                    let changed =
                        !matches!(method, Method::HEAD | Method::OPTIONS) && answer.status < 300;
                    assert!(!changed, "{method} {path}: {answer:?}");
                }
            }
        }
    }
}
