//! The errors as programs and our own code read them, in three languages.

use serde_json::{Map, Value, json};
use testkit::{World, on_both_databases};

use crate::{
    client::{Answer, Browser, FORM, JSON, application},
    people::{ADMIN, COLLEAGUE, HELPDESK, WORKER, register, save},
};

/// One answer of each kind.
async fn every_kind(world: &World, language: &str) -> Vec<(&'static str, Answer)> {
    let router = application(world);
    let number = register(world, WORKER, "Kovács", "Anna").await;
    let reading = |mut browser: Browser| {
        browser.headers = vec![("accept-language", language.to_owned())];
        browser
    };
    let mut stranger = reading(Browser::new(&router));
    let mut worker = reading(Browser::signed_in(&router, WORKER).await);
    let mut colleague = reading(Browser::signed_in(&router, COLLEAGUE).await);
    let mut helpdesk = reading(Browser::signed_in(&router, HELPDESK).await);
    let mut admin = reading(Browser::signed_in(&router, ADMIN).await);
    let complete = [
        ("preferred_language", "ukrainian"),
        ("interpreter_needed", "yes"),
    ];
    save(&mut worker, &number, "contact", 0, &complete).await;
    let foreign = [
        ("accept", JSON),
        ("content-type", FORM),
        ("origin", "https://evil.example"),
    ];
    let cross_site = worker.send(
        axum::http::Method::POST,
        "/api/cases/list",
        &foreign,
        Vec::new(),
    );
    let cross_site = cross_site.await;
    let open_arrival = format!("number={number}&form=arrival");
    let other = [("preferred_language", "hungarian")];
    let future = [("birth_date", "2199-01-01"), ("sex", "dragon")];
    vec![
        ("malformed", worker.call("/api/cases/read", "").await),
        ("sign-in needed", stranger.call("/api/cases/list", "").await),
        ("no permission", admin.call("/api/cases/list", "").await),
        (
            "form closed",
            helpdesk.call("/api/cases/open_form", &open_arrival).await,
        ),
        ("cross-site", cross_site),
        (
            "not found",
            worker.call("/api/cases/read", "number=0").await,
        ),
        (
            "conflict",
            save(&mut colleague, &number, "contact", 0, &other).await,
        ),
        (
            "too large",
            worker.call("/api/cases/list", &"a".repeat(3_000_000)).await,
        ),
        (
            "invalid",
            save(&mut worker, &number, "identity", 1, &future).await,
        ),
        (
            "wrong password",
            stranger
                .call("/api/users/sign_in", "account=a&password=b")
                .await,
        ),
    ]
}

on_both_databases! {
    async fn every_error_has_a_code_and_words(world: World) {
        let mut told: Map<String, Value> = Map::new();
        for language in ["hu", "uk", "en"] {
            for (kind, answer) in every_kind(&world, language).await {
                let told = told
                    .entry(kind)
                    .or_insert_with(|| json!({"status": answer.status}));
                told[language] = answer.json();
            }
        }
        insta::assert_json_snapshot!("errors", told);
    }
}
