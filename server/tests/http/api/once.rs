//! A request that is sent again under its key happens once.

use axum::http::Method;
use domain::access::TokenScope;
use serde_json::json;
use testkit::on_both_databases;

use super::program::{Program, person, wrong};
use crate::{
    client::application,
    people::{COLLEAGUE, WORKER, register},
};

const CASES: &str = "SELECT number FROM cases ORDER BY number";

on_both_databases! {
    async fn nobody_is_registered_twice(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        let key = "order 7/2026: \"first\"";
        let first = program.create(Some(key), &person("Kovács", "Anna")).await;
        let again = program.create(Some(key), &person("Kovács", "Anna")).await;
        assert_eq!(first.status, 201, "{first:?}");
        assert_eq!(first.bytes_without(&[]), again.bytes_without(&[]));
        assert_eq!(world.database.texts(CASES).await.len(), 1);
        // With another token of the same user as well.
        let mut program = Program::of(&world, &router, WORKER).await;
        let again = program.create(Some(key), &person("Kovács", "Anna")).await;
        assert_eq!(first.body, again.body);
        // Another user's key is another one, and without a key each request is.
        let mut colleague = Program::of(&world, &router, COLLEAGUE).await;
        assert_ne!(colleague.create(Some(key), &person("Kovács", "Anna")).await.body, first.body);
        assert_ne!(program.create(None, &person("Kovács", "Anna")).await.body, first.body);
        assert_eq!(world.database.texts(CASES).await.len(), 3);
    }

    async fn what_is_not_permitted_any_more_is_not_answered_again(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        assert_eq!(program.create(Some("k"), &person("Kovács", "Anna")).await.status, 201);
        let mut reads = Program::with_scopes(&world, &router, WORKER, &[TokenScope::CasesRead]).await;
        let again = reads.create(Some("k"), &person("Kovács", "Anna")).await;
        assert_eq!((again.status, &again.json()["reason"]), (403, &json!("permission_missing")));
    }

    async fn a_key_belongs_to_one_request(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut program = Program::of(&world, &router, WORKER).await;
        let first = program.create(Some("k"), &person("Kovács", "Anna")).await;
        assert_eq!(first.status, 201);
        let before = world.database.snapshot().await;
        let other = program.create(Some("k"), &person("Kovács", "Béla")).await;
        let path = format!("/cases/{number}/answers/identity");
        let headers = [("if-match", "\"1\""), ("idempotency-key", "k")];
        let body = json!({"answers": {"sex": "male"}});
        let elsewhere = program.send(Method::PATCH, &path, &headers, Some(&body)).await;
        for answer in [other, elsewhere] {
            assert_eq!((answer.status, &answer.json()["code"]), (422, &json!("key_reused")));
            assert_eq!(wrong(&answer), ["Idempotency-Key key_reused"]);
        }
        assert_eq!(world.database.snapshot().await, before);
    }

    async fn a_change_happens_once(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut program = Program::of(&world, &router, WORKER).await;
        let path = format!("/cases/{number}/answers/identity");
        let headers = [("if-match", "\"1\""), ("idempotency-key", "k")];
        let body = json!({"answers": {"patronymic": "Іванівна"}});
        let first = program.send(Method::PATCH, &path, &headers, Some(&body)).await;
        assert_eq!((first.status, first.header("etag")), (200, "\"2\""));
        // Somebody goes on meanwhile; the repeated request answers what it had answered.
        let next = program.change(&number, "identity", "\"2\"", &json!({"patronymic": "Петрівна"})).await;
        assert_eq!(next.status, 200);
        let again = program.send(Method::PATCH, &path, &headers, Some(&body)).await;
        assert_eq!(first.bytes_without(&[]), again.bytes_without(&[]));
        assert_eq!(program.value(&path).await["answers"]["patronymic"], "Петрівна");
    }

    async fn what_came_to_nothing_may_be_sent_anew(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        assert_eq!(program.create(Some("k"), &json!({})).await.status, 422);
        assert_eq!(program.create(Some("k"), &person("Kovács", "Anna")).await.status, 201);
    }

    async fn requests_at_the_same_moment_are_one(world: World) {
        let router = application(&world);
        let program = Program::of(&world, &router, WORKER).await;
        let sent = (0..8).map(|_| {
            let mut program = program.clone();
            tokio::spawn(async move {
                program.create(Some("k"), &person("Kovács", "Anna")).await
            })
        });
        let mut bodies = Vec::new();
        for answer in sent.collect::<Vec<_>>() {
            let answer = answer.await.unwrap();
            assert_eq!(answer.status, 201, "{answer:?}");
            bodies.push(answer.body);
        }
        bodies.dedup();
        assert_eq!(bodies.len(), 1);
        assert_eq!(world.database.texts(CASES).await.len(), 1);
    }

    async fn what_is_no_key_is_refused(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        let long = "k".repeat(256);
        for key in ["", "é", long.as_str()] {
            let answer = program.create(Some(key), &person("Kovács", "Anna")).await;
            assert_eq!(wrong(&answer), ["Idempotency-Key not_a_key"], "{key}");
        }
        let longest = "k".repeat(255);
        assert_eq!(program.create(Some(&longest), &person("Kovács", "Anna")).await.status, 201);
    }
}
