//! What another site makes a browser send is refused, and changes nothing.

use axum::http::Method;
use testkit::on_both_databases;

use crate::{
    client::{ADDRESS, Browser, FORM, HTML, JSON, application, encoded},
    people::WORKER,
};

const WORDS: [(&str, &str); 3] = [
    ("hu", "A kérés egy másik webhelyről érkezett"),
    ("uk", "Запит надійшов з іншого сайту"),
    (
        "en",
        "The request came from another website and was refused.",
    ),
];

const FOREIGN: [(&str, &str); 6] = [
    ("sec-fetch-site", "cross-site"),
    ("sec-fetch-site", "same-site"),
    ("origin", "https://evil.example"),
    ("origin", "http://lanchid.test.evil.example"),
    ("origin", "http://lanchid.test:8080"),
    ("origin", "null"),
];

on_both_databases! {
    async fn a_post_from_another_site_changes_nothing(world: World) {
        let router = application(&world);
        let signed_in = Browser::signed_in(&router, WORKER).await;
        let register = encoded(&[
            ("answers[family_name][]", "Kovács"),
            ("answers[given_name][]", "Anna"),
            ("answers[sex][]", "female"),
            ("answers[citizenship][]", "ukrainian"),
        ]);
        let before = world.database.snapshot().await;
        for foreign in FOREIGN {
            for (language, words) in WORDS {
                let mut browser = signed_in.clone();
                browser.headers = vec![("accept-language", language.to_owned())];
                for (path, body) in [
                    ("/api/cases/register_person", register.as_str()),
                    ("/api/users/sign_out", ""),
                    ("/api/users/sign_in", "account=a&password=b"),
                    ("/api/forms/switch_language", "language=hu"),
                ] {
                    let headers = [("accept", JSON), ("content-type", FORM), foreign];
                    let answer = browser
                        .send(Method::POST, path, &headers, body.into())
                        .await;
                    assert_eq!(answer.status, 403, "{foreign:?} {path}");
                    assert_eq!(answer.json()["reason"], "cross_site");
                    assert!(
                        answer.json()["message"]
                            .as_str()
                            .unwrap()
                            .starts_with(words),
                        "{answer:?}"
                    );
                    let headers = [("accept", HTML), ("content-type", FORM), foreign];
                    let answer = browser
                        .send(Method::POST, path, &headers, body.into())
                        .await;
                    assert_eq!(answer.status, 403);
                    assert!(answer.page().text().contains(words), "{answer:?}");
                    assert_eq!(answer.page().language(), language);
                    assert!(!answer.headers.contains_key("set-cookie"));
                }
            }
        }
        assert_eq!(world.database.snapshot().await, before);
    }

    async fn our_own_pages_and_programs_may_post(world: World) {
        let router = application(&world);
        let signed_in = Browser::signed_in(&router, WORKER).await;
        let own: [&[(&str, &str)]; 4] = [
            &[("sec-fetch-site", "same-origin"), ("origin", ADDRESS)],
            &[("sec-fetch-site", "none")],
            &[("origin", ADDRESS)],
            &[],
        ];
        for headers in own {
            let mut browser = signed_in.clone();
            let headers = [&[("accept", JSON), ("content-type", FORM)], headers].concat();
            let answer = browser
                .send(Method::POST, "/api/cases/list", &headers, Vec::new())
                .await;
            assert_eq!(answer.status, 200, "{headers:?}");
        }
    }

    async fn behind_a_proxy_that_renames_the_host_the_public_address_is_ours(world: World) {
        let process = server::http::Process {
            public_url: "https://lanchid.example".to_owned(),
            ..crate::client::process(&world)
        };
        let router = server::http::router(process, &server::http::Site::none());
        let mut browser = Browser::signed_in(&router, WORKER).await;
        for (origin, status) in [
            ("https://lanchid.example", 200),
            ("https://evil.example", 403),
        ] {
            let headers = [("accept", JSON), ("content-type", FORM), ("origin", origin)];
            let answer = browser
                .send(Method::POST, "/api/cases/list", &headers, Vec::new())
                .await;
            assert_eq!(answer.status, status, "{origin}");
        }
    }
}
