//! Values that are odd, or far too many: they are answered, or refused in few words.

use domain::{Error, Language};
use testkit::on_both_databases;

use crate::{
    bad_requests::tells,
    client::{Browser, application, percent},
    people::{WORKER, register},
};

on_both_databases! {
    async fn a_search_or_a_list_of_anything_is_answered(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let long = "Шевченко ".repeat(5_000);
        for text in [
            "",
            "\0",
            "%",
            "_",
            "\\",
            "'; DROP TABLE persons; --",
            "\u{202e}\u{feff}",
            "9999999999999999",
            long.as_str(),
        ] {
            let text = percent(text);
            for body in [format!("query={text}"), format!("query=a{text}")] {
                assert_eq!(
                    browser
                        .call("/api/cases/search_persons", &body)
                        .await
                        .status,
                    200,
                    "{body}"
                );
            }
            for name in ["whose", "stage", "after", "housing/kind", "sort", ""] {
                let body = format!("query={}", percent(&format!("{name}={text}")));
                let status = browser.call("/api/cases/list", &body).await.status;
                assert!(matches!(status, 200 | 413 | 422), "{status}: {body}");
            }
            assert_eq!(
                browser
                    .call("/api/cases/open_registration", &format!("searched={text}"))
                    .await
                    .status,
                200
            );
        }
    }

    async fn thousands_of_unknown_answers_are_refused_and_twenty_are_named(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut browser = Browser::signed_in(&router, WORKER).await;
        let answers: Vec<String> = (0..10_000)
            .map(|key| format!("answers[key{key}][]=v"))
            .collect();
        let save = format!(
            "case={number}&form=identity&version=1&{}",
            answers.join("&")
        );
        for (path, body) in [
            ("/api/cases/save_answers", save),
            ("/api/cases/register_person", answers.join("&")),
        ] {
            let answer = browser.call(path, &body).await;
            assert_eq!(answer.status, 422, "{path}");
            assert!(
                answer.body.len() < 10_000,
                "{path}: {} bytes",
                answer.body.len()
            );
        }
    }

    async fn a_draft_that_is_too_large_is_refused(world: World) {
        let mut browser = Browser::signed_in(&application(&world), WORKER).await;
        let body = format!(
            "language=hu&answers[family_name][]={}",
            "a".repeat(1_500_000)
        );
        let answer = browser.post("/api/forms/switch_language", &body).await;
        tells(&answer, &Error::TooLarge, Language::En, "a large draft");
        assert!(!answer.headers.contains_key("set-cookie"));
        assert_eq!(world.database.snapshot().await.count("drafts"), 0);
    }
}
