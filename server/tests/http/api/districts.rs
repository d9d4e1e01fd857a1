//! For a program of district IX, a case of district VIII does not exist.

use axum::http::Method;
use serde_json::json;
use testkit::on_both_databases;

use super::program::{Program, wrong};
use crate::{
    client::{Answer, Browser, application},
    people::{ARRIVAL, NEIGHBOUR, NEIGHBOUR_SUPERVISOR, WORKER, number_of_nobody, register, save},
};

const PLANTED: &str = "Zsákutca-7391";

/// Every request that can name a case.
async fn answers(program: &Program, number: &str) -> Vec<Answer> {
    let mut program = program.clone();
    let mut answers = Vec::new();
    for path in [
        format!("/cases/{number}"),
        format!("/cases/{number}/history"),
        format!("/cases/{number}/answers/identity"),
        format!("/cases/{number}/answers/nothing"),
        format!("/persons?query={number}"),
        format!("/cases?after={number}"),
        format!("/cases?whose=shared&after={number}"),
    ] {
        answers.push(program.get(&path).await);
    }
    for (form, tag, sent) in [
        ("identity", "\"1\"", json!({"given_name": "X"})),
        ("identity", "\"1\"", json!({"given_name": null})),
        ("identity", "\"9\"", json!({})),
        ("nothing", "\"0\"", json!({"a": 1})),
        ("identity", "\"1\"", json!({"dragons": 1})),
    ] {
        answers.push(program.change(number, form, tag, &sent).await);
    }
    let path = format!("/cases/{number}/answers/identity");
    let headers = [("if-match", "\"1\""), ("idempotency-key", "k")];
    let body = json!({"answers": {"given_name": "X"}});
    answers.push(
        program
            .send(Method::PATCH, &path, &headers, Some(&body))
            .await,
    );
    answers
}

on_both_databases! {
    async fn a_case_next_door_and_no_case_at_all_look_the_same_to_programs(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, PLANTED, "Anna").await;
        let mut worker = Browser::signed_in(&router, WORKER).await;
        save(&mut worker, &number, "arrival", 0, &ARRIVAL).await;
        let nobodys = number_of_nobody();
        for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR, "helpdesk.d09"] {
            let program = Program::of(&world, &router, account).await;
            let before = world.database.snapshot().await;
            let foreign = answers(&program, &number).await;
            let nobody = answers(&program, &nobodys).await;
            for (foreign, nobody) in foreign.iter().zip(&nobody) {
                assert_eq!(
                    foreign.bytes_without(&[&number]),
                    nobody.bytes_without(&[&nobodys]),
                    "{account}"
                );
                assert!(!foreign.body.contains(PLANTED));
            }
            // The help desk may not see the history of any case.
            let expected = if account == "helpdesk.d09" { 8 } else { 9 };
            let unknown = foreign.iter().filter(|answer| answer.status == 404);
            assert_eq!(unknown.count(), expected, "{account}");
            let ours = ["audit_events", "api_tokens"];
            assert_eq!(world.database.snapshot().await.without(&ours), before.without(&ours));
        }
        // The same requests can tell cases apart where there is one.
        let own = answers(&Program::of(&world, &router, WORKER).await, &number).await;
        assert!(own.iter().filter(|answer| answer.status == 200).count() >= 6);
    }

    async fn lists_and_searches_of_programs_show_nothing_of_the_neighbours(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, PLANTED, "Anna").await;
        for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR, "helpdesk.d09"] {
            let mut program = Program::of(&world, &router, account).await;
            let list = program.value("/cases").await;
            assert_eq!((&list["items"], &list["total"]["count"]), (&json!([]), &json!(0)));
            for query in ["zsakutca", "anna", &number] {
                assert_eq!(program.value(&format!("/persons?query={query}")).await["items"], json!([]));
            }
            for whose in ["nobodys", "shared", "mine"] {
                assert_eq!(program.value(&format!("/cases?whose={whose}")).await["items"], json!([]));
            }
            let filtered = program.get("/cases?identity/family_name=zsakutca").await;
            assert!(filtered.status == 200 && !filtered.body.contains(&number));
            let wrong = wrong(&program.get(&format!("/cases?after={number}")).await);
            assert_eq!(wrong, ["after not_a_choice"]);
        }
    }
}
