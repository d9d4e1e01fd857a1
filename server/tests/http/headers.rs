//! What every answer tells the browser, and what no page may hold.

use std::collections::BTreeMap;

use axum::{Router, http::Method};
use server::http::{Process, Site, router};
use testkit::{PASSWORD, on_both_databases};

use crate::{
    client::{Answer, Browser, FORM, HTML, application, process},
    html::Page,
    people::{HELPDESK, WORKER, register},
};

const ALWAYS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

fn is_secure(answer: &Answer, what: &str) {
    for (name, value) in ALWAYS {
        assert_eq!(answer.header(name), value, "{what}: {name}");
        assert_eq!(
            answer.headers.get_all(name).iter().count(),
            1,
            "{what}: {name}"
        );
    }
    let policies = answer
        .headers
        .get_all("content-security-policy")
        .iter()
        .count();
    assert_eq!(policies, 1, "{what}");
    let policy = answer.header("content-security-policy");
    for needed in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ] {
        assert!(policy.contains(needed), "{what}: {policy}");
    }
    for hole in [
        "unsafe-inline",
        "unsafe-eval'",
        "unsafe-hashes",
        "*",
        "http:",
        "https:",
        "data:",
        "blob:",
    ] {
        let policy = policy.replace("'wasm-unsafe-eval'", "");
        assert!(!policy.contains(hole), "{what}: {hole} in {policy}");
    }
}

/// Every page that the world's accounts can see, as (account, path).
fn pages(number: &str) -> Vec<(&'static str, String)> {
    let of_worker = [
        "/cases",
        "/cases?whose=all",
        "/persons",
        "/persons?query=Kov",
        "/persons/register",
        "/persons/register?searched=Anna%20Kov%C3%A1cs",
        "/nowhere",
    ];
    let of_case = [
        "",
        "/history",
        "/identity/edit",
        "/contact/edit",
        "/arrival/edit",
        "/nothing/edit",
    ];
    let worker = of_worker.into_iter().map(str::to_owned);
    let case = of_case
        .into_iter()
        .map(|end| format!("/cases/{number}{end}"));
    let all: Vec<String> = worker.chain(case).collect();
    let both = all
        .iter()
        .flat_map(|path| [(WORKER, path.clone()), (HELPDESK, path.clone())]);
    both.collect()
}

/// A browser for each account that looks at [`pages`].
async fn readers(router: &Router) -> BTreeMap<&'static str, Browser> {
    let mut readers = BTreeMap::new();
    for account in [WORKER, HELPDESK] {
        readers.insert(account, Browser::signed_in(router, account).await);
    }
    readers
}

on_both_databases! {
    async fn every_kind_of_answer_is_secured(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut stranger = Browser::new(&router);
        for path in [
            "/health/live",
            "/health/ready",
            "/",
            "/sign-in",
            "/nowhere",
            "/api/nowhere",
            "/pkg/lanchid.css",
        ] {
            is_secure(&stranger.get(path).await, path);
        }
        is_secure(&stranger.call("/api/cases/list", "").await, "401");
        is_secure(&stranger.post("/api/cases/list", "").await, "401 as a page");
        is_secure(
            &stranger.sign_in(WORKER, "wrong", "/").await,
            "a failed sign-in",
        );
        is_secure(&stranger.sign_in(WORKER, PASSWORD, "/").await, "a sign-in");
        is_secure(
            &stranger.call("/api/cases/list", "").await,
            "a server function",
        );
        is_secure(&stranger.call("/api/cases/read", "number=0").await, "404");
        is_secure(&stranger.call("/api/cases/read", "").await, "400");
        is_secure(
            &stranger
                .call("/api/cases/read", &"a".repeat(3_000_000))
                .await,
            "413",
        );
        is_secure(&stranger.get("/cases/K7M-4PX-9").await, "404 as a page");
        is_secure(
            &stranger
                .send(Method::DELETE, "/cases", &[], Vec::new())
                .await,
            "405",
        );
        let foreign = [
            ("origin", "https://evil.example"),
            ("content-type", FORM),
            ("accept", HTML),
        ];
        is_secure(
            &stranger
                .send(Method::POST, "/api/users/sign_out", &foreign, Vec::new())
                .await,
            "403",
        );
        let signed_in = readers(&router).await;
        for (account, path) in pages(&number) {
            let mut browser = signed_in[account].clone();
            is_secure(&browser.get(&path).await, &path);
        }
        world
            .database
            .execute("ALTER TABLE persons RENAME TO gone")
            .await;
        let answer = stranger.get("/persons?query=Anna").await;
        assert_eq!(answer.status, 500);
        is_secure(&answer, "500");
    }

    async fn every_script_carries_the_nonce_and_nothing_comes_from_elsewhere(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut stranger = Browser::new(&router);
        for path in [
            "/sign-in",
            "/sign-in?problem=wrong&to=%2Fcases",
            "/sign-in?problem=locked&minutes=5",
        ] {
            is_clean(&stranger.get(path).await, path);
        }
        let signed_in = readers(&router).await;
        for (account, path) in pages(&number) {
            let mut browser = signed_in[account].clone();
            is_clean(&browser.get(&path).await, &path);
        }
    }

    async fn no_two_pages_share_a_nonce(world: World) {
        let mut browser = Browser::new(&application(&world));
        let first = browser.get("/sign-in").await;
        let second = browser.get("/sign-in").await;
        assert!(first.nonce().len() >= 20, "{}", first.nonce());
        assert_ne!(first.nonce(), second.nonce());
        assert_eq!(first.bytes_without(&[]), second.bytes_without(&[]));
    }

    async fn encrypted_connections_are_asked_to_stay_so(world: World) {
        for (secure, told) in [(true, "max-age=63072000; includeSubDomains"), (false, "")] {
            let process = Process {
                secure,
                ..process(&world)
            };
            let mut browser = Browser::new(&router(process, &Site::none()));
            for path in ["/sign-in", "/nowhere", "/health/live"] {
                let answer = browser.get(path).await;
                assert_eq!(answer.header("strict-transport-security"), told, "{path}");
            }
        }
    }
}

fn is_clean(answer: &Answer, path: &str) {
    let nonce = answer.nonce();
    let page: Page = answer.page();
    let scripts = page.all("script");
    assert!(!scripts.is_empty(), "{path}");
    // An empty script runs nothing; Leptos writes one.
    for script in scripts.into_iter().filter(|script| !script.text.is_empty()) {
        assert_eq!(script.get("nonce"), Some(nonce), "{path}: {script:?}");
    }
    assert!(page.all("style").is_empty(), "{path}");
    for tag in &page.tags {
        for (name, value) in &tag.attributes {
            assert!(
                name != "style" && !name.starts_with("on"),
                "{path}: {tag:?}"
            );
            if [
                "src",
                "href",
                "action",
                "formaction",
                "srcset",
                "poster",
                "data",
                "xlink:href",
            ]
            .contains(&name.as_str())
            {
                let ours = value.starts_with('/') && !value.starts_with("//");
                assert!(ours || value.starts_with('#'), "{path}: {tag:?}");
            }
        }
        let known = !["iframe", "object", "embed", "base"].contains(&tag.name.as_str());
        assert!(
            known && !(tag.name == "meta" && tag.get("http-equiv").is_some()),
            "{path}: {tag:?}"
        );
    }
}
