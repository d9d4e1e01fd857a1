//! Errors as programs read them.

use axum::http::Method;
use serde_json::{Value, json};
use server::http::BODY_BYTES_MAX;
use testkit::on_both_databases;

use super::program::{Program, person, wrong};
use crate::{
    client::application,
    people::{ADMIN, WORKER, number_of_nobody},
};

on_both_databases! {
    async fn every_error_says_what_happened_and_what_to_do(world: World) {
        let router = application(&world);
        for (language, title) in [
            ("hu", "Ehhez nincs jogosultsága"),
            ("uk", "Недоступно для Вас"),
            ("en", "Not open to you"),
            ("de", "Not open to you"),
        ] {
            let token = world.token(ADMIN, &domain::access::TokenScope::ALL).await.token;
            let bearer = format!("Bearer {token}");
            let headers = [("authorization", bearer.as_str()), ("accept-language", language)];
            let answer = Program::with_headers(&router, &[])
                .send(Method::GET, "/cases", &headers, None)
                .await
                .json();
            assert_eq!(
                (&answer["title"], &answer["type"], &answer["status"], &answer["code"], &answer["reason"]),
                (&json!(title), &json!("/api/v1#refused"), &json!(403), &json!("refused"), &json!("permission_missing"))
            );
            assert!(answer["detail"].as_str().is_some_and(|detail| detail.len() > 10));
        }
    }

    async fn a_body_that_cannot_be_read_says_so(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        let before = world.database.snapshot().await;
        let json_type = ("content-type", "application/json");
        for (headers, body, status, code, errors) in [
            (vec![json_type], "{", 400, "malformed", vec![]),
            (vec![json_type], "", 400, "malformed", vec![]),
            (vec![json_type], "{\"answers\": {\"a\": 1e999}}", 400, "malformed", vec![]),
            (vec![json_type], "[]", 422, "invalid", vec![" wrong_type"]),
            (vec![json_type], "null", 422, "invalid", vec![" wrong_type"]),
            (vec![json_type], "{}", 422, "invalid", vec!["/answers required"]),
            (vec![json_type], "{\"answers\": []}", 422, "invalid", vec!["/answers wrong_type"]),
            (vec![json_type], "{\"answers\": {}, \"a/b\": 1}", 422, "invalid", vec!["/a~1b unknown_field"]),
            (vec![], "{}", 415, "unsupported_media_type", vec![]),
            (vec![("content-type", "text/plain")], "{}", 415, "unsupported_media_type", vec![]),
            (vec![("content-type", "application/x-www-form-urlencoded")], "a=b", 415, "unsupported_media_type", vec![]),
            (vec![("content-type", "application/merge-patch+json")], "{}", 415, "unsupported_media_type", vec![]),
        ] {
            let bytes = body.as_bytes().to_vec();
            let answer = program.send_bytes(Method::POST, "/cases", &headers, bytes).await;
            assert_eq!((answer.status, &answer.json()["code"]), (status, &json!(code)), "{body}");
            assert_eq!(wrong(&answer), errors, "{body}");
        }
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000)).into_bytes();
        assert_eq!(program.send_bytes(Method::POST, "/cases", &[json_type], deep).await.status, 400);
        let large = vec![b' '; BODY_BYTES_MAX + 1];
        let answer = program.send_bytes(Method::POST, "/cases", &[json_type], large.clone()).await;
        assert_eq!((answer.status, &answer.json()["code"]), (413, &json!("too_large")));
        // Nobody reads what a stranger sends.
        let mut stranger = Program::with_headers(&router, &[]);
        assert_eq!(stranger.send_bytes(Method::POST, "/cases", &[json_type], large).await.status, 401);
        let used = ["api_tokens"];
        assert_eq!(world.database.snapshot().await.without(&used), before.without(&used));
    }

    async fn a_patch_takes_both_kinds_of_json(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        let number = program.create(None, &person("Kovács", "Anna")).await.json()["number"].clone();
        let path = format!("/cases/{}/answers/identity", number.as_str().unwrap());
        for (tag, kind) in [("\"1\"", "application/json; charset=utf-8"), ("\"2\"", "application/merge-patch+json")] {
            let body: Value = json!({"answers": {"patronymic": kind}});
            let headers = [("if-match", tag), ("content-type", kind)];
            let answer = program.send(Method::PATCH, &path, &headers, Some(&body)).await;
            assert_eq!(answer.status, 200, "{answer:?}");
        }
    }

    async fn a_case_that_is_not_there_is_told_before_its_answers_are_judged(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        let answer = program.change(&number_of_nobody(), "identity", "\"1\"", &json!({"sex": "dragon"})).await;
        assert_eq!((answer.status, &answer.json()["code"]), (404, &json!("not_found")));
    }
}
