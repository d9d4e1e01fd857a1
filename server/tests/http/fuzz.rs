//! Whatever is sent to a server function, the answer is one that it has.

use axum::http::Method;
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use testkit::{World, on_both_databases};
use tokio::{runtime::Handle, task::block_in_place};

use crate::{
    client::{Answer, Browser, FORM, HTML, JSON, application, percent},
    people::{WORKER, register},
};

const FIELDS: [&str; 8] = [
    "family_name",
    "given_name",
    "sex",
    "birth_date",
    "phone",
    "address",
    "children_with",
    "no_field",
];

/// A name that the function knows, with brackets or without, or any other.
fn name(known: &'static [&'static str]) -> BoxedStrategy<String> {
    let any = prop_oneof![
        "[a-z\\[\\]%=&]{0,12}",
        ".{0,12}".prop_map(|text| percent(&text))
    ];
    let answer = prop::sample::select(&FIELDS[..]);
    let answer = (
        answer,
        prop::sample::select(&["[]", "", "[0]", "[a]", "[][]", "[9999999]"][..]),
    );
    let answer = answer.prop_map(|(field, end)| format!("answers[{field}]{end}"));
    if known.is_empty() {
        return any.boxed();
    }
    let plain = prop::sample::select(known).prop_map(str::to_owned);
    let brackets =
        (plain.clone(), "(\\[[a-z0-9]{0,3}\\]){1,7}").prop_map(|(name, end)| name + &end);
    prop_oneof![6 => plain, 2 => brackets, 3 => answer, 1 => any].boxed()
}

fn value(number: String) -> BoxedStrategy<String> {
    let sensible = [
        "identity",
        "contact",
        "arrival",
        "hu",
        "uk",
        "1",
        "0",
        "-1",
        "2147483648",
        "all",
        "next",
        "yes",
        "female",
        "1989-04-27",
        "/cases",
        "//evil.example",
        WORKER,
        "",
    ];
    prop_oneof![
        3 => Just(number),
        4 => prop::sample::select(sensible.to_vec()).prop_map(percent),
        2 => ".{0,40}".prop_map(|text| percent(&text)),
        1 => "[\\x00-\\x7f]{0,20}",
        1 => (1_usize..60_000).prop_map(|length| "a".repeat(length)),
    ]
    .boxed()
}

fn body(known: &'static [&'static str], number: &str) -> BoxedStrategy<Vec<u8>> {
    let pairs = vec((name(known), value(number.to_owned())), 0..8);
    let pairs = pairs.prop_map(|pairs| {
        let pairs: Vec<String> = pairs
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("&").into_bytes()
    });
    prop_oneof![9 => pairs, 1 => vec(any::<u8>(), 0..200)].boxed()
}

fn is_sound(answer: &Answer, accept: &str) -> Result<(), TestCaseError> {
    prop_assert!(answer.status < 500, "{answer:?}");
    prop_assert!(answer.header("x-content-type-options") == "nosniff");
    let size: usize = answer
        .headers
        .values()
        .map(axum::http::HeaderValue::len)
        .sum();
    prop_assert!(size < 10_000, "{size} bytes of headers");
    if accept == JSON && answer.status >= 400 {
        let json = answer.json();
        prop_assert!(
            json["kind"].is_string() && json["message"].is_string(),
            "{answer:?}"
        );
    }
    if (300..400).contains(&answer.status) {
        let path = answer.location();
        prop_assert!(path.starts_with('/') && !path.starts_with("//"), "{path}");
    }
    Ok(())
}

async fn fuzz(world: &World, cases: u32) {
    let router = application(world);
    let number = register(world, WORKER, "Kovács", "Anna").await;
    let signed_in = Browser::signed_in(&router, WORKER).await;
    for (path, known) in app::strict::server_functions() {
        let config = Config {
            cases,
            failure_persistence: None,
            ..Config::default()
        };
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let strategy = (
            body(known, &number),
            prop::sample::select(&[JSON, HTML][..]),
        );
        let fuzzed = TestRunner::new_with_rng(config, rng).run(&strategy, |(body, accept)| {
            let mut browser = signed_in.clone();
            let headers = [("accept", accept), ("content-type", FORM)];
            let request = browser.send(Method::POST, path, &headers, body);
            let answer = block_in_place(|| Handle::current().block_on(request));
            is_sound(&answer, accept)
        });
        assert!(fuzzed.is_ok(), "{path}: {}", fuzzed.unwrap_err());
    }
}

on_both_databases! {
    async fn no_body_makes_a_server_function_fail(world: World) {
        fuzz(&world, 60).await;
    }
}
