//! Who a token lets in, and how far.

use axum::http::Method;
use chrono::TimeDelta;
use domain::access::TokenScope;
use services::users::token::revoke_token;
use testkit::on_both_databases;

use super::program::{PROBLEM, Program, person};
use crate::{
    client::{Answer, Browser, application},
    people::{ADMIN, HELPDESK, WORKER, number_of_nobody, register},
};

const PATHS: [&str; 10] = [
    "/cases",
    "/cases/222-222-2",
    "/cases/222-222-2/answers/identity",
    "/cases/222-222-2/history",
    "/persons?query=x",
    "/districts",
    "/forms",
    "/forms/identity",
    "/lookups",
    "/lookups/countries",
];

/// Nothing of it tells why.
fn is_shut(answer: &Answer) {
    assert_eq!(answer.status, 401, "{answer:?}");
    assert!(answer.header("www-authenticate").starts_with("Bearer"));
    assert_eq!(answer.header("content-type"), PROBLEM);
}

on_both_databases! {
    async fn a_token_opens_what_its_user_may_see(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut program = Program::of(&world, &router, WORKER).await;
        let case = program.value(&format!("/cases/{number}")).await;
        assert_eq!((&case["number"], &case["name"]), (&number.into(), &"Kovács Anna".into()));
        assert_eq!(program.value("/districts").await["items"][8]["roman"], "VIII");
    }

    async fn whatever_opens_nothing_is_answered_alike(world: World) {
        let router = application(&world);
        let expired = world.token(WORKER, &TokenScope::ALL).await.token;
        world.clock.advance(TimeDelta::days(30));
        let revoked = world.token(WORKER, &TokenScope::ALL).await;
        revoke_token(&world.store, revoked.id).await.unwrap();
        assert!(revoke_token(&world.store, revoked.id).await.is_err());
        let gone = world.token(HELPDESK, &TokenScope::ALL).await.token;
        world
            .database
            .execute(&format!("UPDATE users SET active = false WHERE account = '{HELPDESK}'"))
            .await;
        let good = world.token(WORKER, &TokenScope::ALL).await.token;
        let longer = format!("{good}0");
        let mut answers = Vec::new();
        for token in [
            expired.as_str(),
            &revoked.token,
            &gone,
            "lanchid_",
            "lanchid_x",
            &longer,
            &good["lanchid_".len()..],
            "",
        ] {
            for path in PATHS {
                let answer = Program::with_token(&router, token).get(path).await;
                is_shut(&answer);
                answers.push(answer.bytes_without(&[]));
            }
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
        assert_eq!(Program::with_token(&router, &good).get("/forms").await.status, 200);
    }

    async fn without_a_token_nothing_is_open_but_the_document(world: World) {
        let router = application(&world);
        for headers in [&[][..], &[("authorization", "Basic YTpi")]] {
            for path in PATHS {
                is_shut(&Program::with_headers(&router, headers).get(path).await);
            }
            let mut program = Program::with_headers(&router, headers);
            is_shut(&program.create(None, &person("Kovács", "Anna")).await);
            is_shut(&program.change(&number_of_nobody(), "identity", "\"1\"", &person("A", "B")).await);
            assert_eq!(program.get("/openapi.json").await.status, 200);
        }
    }

    async fn a_cookie_opens_nothing_here_and_a_token_no_page(world: World) {
        let router = application(&world);
        let browser = Browser::signed_in(&router, WORKER).await;
        let cookie = format!("lanchid_session={}", browser.cookies["lanchid_session"]);
        for path in PATHS {
            is_shut(&Program::with_headers(&router, &[("cookie", &cookie)]).get(path).await);
        }
        let token = world.token(WORKER, &TokenScope::ALL).await.token;
        for (name, value) in [
            ("authorization", format!("Bearer {token}")),
            ("cookie", format!("lanchid_session={token}")),
        ] {
            let mut browser = Browser::new(&router);
            browser.headers.push((name, value));
            assert_eq!(browser.get("/cases").await.status, 303, "{name}");
            assert_eq!(browser.call("/api/cases/list", "").await.status, 401, "{name}");
            assert_eq!(browser.get("/api/v1/live").await.status, 401, "{name}");
        }
    }

    async fn a_scope_narrows_and_never_widens(world: World) {
        use TokenScope::{CasesRead, CasesWrite, PersonsRead};
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let case = format!("/cases/{number}");
        for (account, scopes, expected) in [
            (WORKER, &[CasesRead][..], [200, 200, 403, 403, 403]),
            (WORKER, &[PersonsRead], [403, 403, 200, 403, 403]),
            (WORKER, &[CasesWrite], [403, 403, 403, 201, 200]),
            (WORKER, &[CasesRead, PersonsRead], [200, 200, 200, 403, 403]),
            (HELPDESK, &TokenScope::ALL, [200, 200, 200, 201, 200]),
            (ADMIN, &TokenScope::ALL, [403, 403, 403, 403, 403]),
        ] {
            let mut program = Program::with_scopes(&world, &router, account, scopes).await;
            let answers = [
                program.get("/cases").await,
                program.get(&case).await,
                program.get("/persons?query=kov").await,
                program.create(None, &person("Орос", "Марія")).await,
                program
                    .change(&number, "identity", "\"1\"", &serde_json::json!({"sex": "female"}))
                    .await,
            ];
            assert_eq!(answers.each_ref().map(|answer| answer.status), expected, "{account} {scopes:?}");
            for answer in answers.iter().filter(|answer| answer.status == 403) {
                assert_eq!(answer.json()["reason"], "permission_missing");
                assert!(!answer.body.contains("Kovács"));
            }
        }
    }

    async fn the_token_itself_is_stored_nowhere(world: World) {
        let router = application(&world);
        let made = world.token(WORKER, &TokenScope::ALL).await;
        Program::with_token(&router, &made.token).get("/cases").await;
        let all = format!("{:?}", world.database.snapshot().await);
        assert!(all.contains(&made.id.to_string()));
        assert!(!all.contains(&made.token["lanchid_".len()..]));
    }

    async fn its_use_is_noted_once_an_hour(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        let used = async || {
            let used = "SELECT CAST(last_used_at AS TEXT) FROM api_tokens WHERE last_used_at IS NOT NULL";
            world.database.texts(used).await
        };
        assert!(used().await.is_empty());
        program.get("/forms").await;
        let first = used().await;
        world.clock.advance(TimeDelta::minutes(59));
        program.get("/forms").await;
        assert_eq!(used().await, first);
        world.clock.advance(TimeDelta::minutes(1));
        program.get("/forms").await;
        assert_ne!(used().await, first);
    }

    async fn every_event_tells_of_the_token(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let made = world.token(WORKER, &TokenScope::ALL).await;
        let mut program = Program::with_token(&router, &made.token);
        program.get("/cases").await;
        program.get(&format!("/cases/{number}")).await;
        program.get(&format!("/cases/{number}/history")).await;
        program.get("/persons?query=kov").await;
        program.get(&format!("/cases/{}", number_of_nobody())).await;
        program.create(None, &person("Орос", "Марія")).await;
        program.change(&number, "identity", "\"1\"", &serde_json::json!({"patronymic": "Іванівна"})).await;
        let told = format!(
            "SELECT action FROM audit_events WHERE CAST(details AS TEXT) LIKE '%token%{}%' ORDER BY action",
            made.id
        );
        assert_eq!(
            world.database.texts(&told).await,
            ["administered", "answers_saved", "case_read", "case_registered", "cases_listed", "history_read", "persons_searched", "refused"]
        );
    }

    async fn another_method_is_not_known(world: World) {
        let router = application(&world);
        let mut program = Program::of(&world, &router, WORKER).await;
        for (method, path, allowed) in [
            (Method::DELETE, "/cases", "GET,HEAD,POST"),
            (Method::PUT, "/districts", "GET,HEAD"),
        ] {
            let answer = program.send(method, path, &[], None).await;
            assert_eq!((answer.status, answer.header("allow")), (405, allowed));
        }
        for path in ["/nothing", "/cases/", "/cases/222-222-2/nothing"] {
            for method in [Method::GET, Method::POST, Method::DELETE] {
                assert_eq!(program.send(method, path, &[], None).await.status, 404, "{path}");
            }
        }
    }
}
