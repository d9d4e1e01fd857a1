//! For a worker of district IX, a case of district VIII does not exist.

use testkit::on_both_databases;

use crate::{
    client::{Browser, application, encoded},
    people::{ARRIVAL, NEIGHBOUR, NEIGHBOUR_SUPERVISOR, WORKER, number_of_nobody, register, save},
};

const PLANTED: &str = "Zsákutca-7391";

/// Every page that can name a case.
fn pages(number: &str) -> Vec<(&'static str, String, String)> {
    let page = |end: &str| ("page", format!("/cases/{number}{end}"), String::new());
    vec![
        page(""),
        page("/history"),
        page("/path"),
        page("/transfer"),
        page("/refer"),
        page("/stage"),
        page("/place"),
        page("/place?who=-1&needs=pets"),
        (
            "page",
            format!("/cases/assign?case={number}"),
            String::new(),
        ),
        page("/identity/edit"),
        page("/contact/edit"),
        page("/nothing/edit"),
        ("page", format!("/persons?query={number}"), String::new()),
        (
            "page",
            format!("/cases?whose=all&after={number}"),
            String::new(),
        ),
    ]
}

/// Every request that can name a case: whether it is a page, its path, and its body.
#[expect(clippy::too_many_lines, reason = "one line for each request")]
fn requests(number: &str) -> Vec<(&'static str, String, String)> {
    let mut requests = pages(number);
    let listed = format!("whose=all&after={number}");
    let planned = format!("case={number}");
    let calls: [(&str, &[(&str, &str)]); 27] = [
        ("shelters/placement", &[("number", number)]),
        (
            "shelters/hold",
            &[
                ("number", number),
                ("beds[]", "-1:00000000-0000-0000-0000-000000000000"),
            ],
        ),
        ("cases/read", &[("number", number)]),
        ("cases/history", &[("number", number)]),
        ("cases/path", &[("number", number)]),
        ("workflow/read", &[("number", number)]),
        (
            "workflow/change_stage",
            &[("number", number), ("to", "assessment")],
        ),
        (
            "workflow/ask_approval",
            &[("number", number), ("kind", "plan")],
        ),
        ("transitions/compose", &[("number", number)]),
        ("transitions/compose_referral", &[("number", number)]),
        ("transitions/refer", &[("number", number), ("go", "keep")]),
        ("transitions/refer", &[("number", number), ("reason", "x")]),
        ("transitions/ask", &[("number", number), ("go", "keep")]),
        (
            "transitions/ask",
            &[
                ("number", number),
                ("to", "9"),
                ("reason", "x"),
                ("urgency", "soon"),
            ],
        ),
        (
            "transitions/plan_assignment",
            &[("query", planned.as_str())],
        ),
        (
            "transitions/assign",
            &[
                ("cases[]", number),
                ("owner", "00000000-0000-0000-0000-000000000000"),
            ],
        ),
        (
            "cases/open_form",
            &[("number", number), ("form", "identity")],
        ),
        (
            "cases/open_form",
            &[("number", number), ("form", "nothing")],
        ),
        (
            "cases/save_answers",
            &[
                ("case", number),
                ("form", "identity"),
                ("version", "1"),
                ("answers[given_name][]", "X"),
            ],
        ),
        (
            "cases/save_answers",
            &[
                ("case", number),
                ("form", "identity"),
                ("version", "1"),
                ("answers[given_name][]", ""),
            ],
        ),
        (
            "cases/save_answers",
            &[("case", number), ("form", "nothing"), ("version", "9")],
        ),
        (
            "cases/meanwhile",
            &[("case", number), ("form", "identity"), ("version", "0")],
        ),
        (
            "cases/meanwhile",
            &[
                ("case", number),
                ("form", "nothing"),
                ("version", "0"),
                ("answers[given_name][]", "X"),
            ],
        ),
        ("cases/list", &[("query", listed.as_str())]),
        ("cases/search_persons", &[("query", number)]),
        (
            "forms/discard_draft",
            &[("case", number), ("form", "identity")],
        ),
        (
            "forms/switch_language",
            &[
                ("language", "en"),
                ("case", number),
                ("form", "identity"),
                ("answers[given_name][]", "X"),
            ],
        ),
    ];
    for kind in ["call", "post"] {
        requests.extend(
            calls
                .iter()
                .map(|(path, body)| (kind, format!("/api/{path}"), encoded(body))),
        );
    }
    requests.push((
        "page",
        format!("/cases/{number}/identity/edit"),
        String::new(),
    ));
    requests
}

async fn answers(browser: &Browser, number: &str) -> Vec<String> {
    let mut answers = Vec::new();
    for (kind, path, body) in requests(number) {
        let mut browser = browser.clone();
        let answer = match kind {
            "page" => browser.get(&path).await,
            "call" => browser.call(&path, &body).await,
            _ => browser.post(&path, &body).await,
        };
        assert!(answer.status < 500, "{path}: {answer:?}");
        assert!(!answer.body.contains(PLANTED), "{path}: {answer:?}");
        let encoded = number.replace('-', "%2D");
        answers.push(
            format!(
                "{kind} {path}\n{}",
                answer.bytes_without(&[number, &encoded])
            )
            .replace(number, "WORD"),
        );
    }
    answers
}

on_both_databases! {
    async fn a_case_next_door_and_no_case_at_all_look_the_same(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, PLANTED, "Anna").await;
        let mut worker = Browser::signed_in(&router, WORKER).await;
        save(&mut worker, &number, "arrival", 0, &ARRIVAL).await;
        let before = world.database.snapshot().await;
        for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR, "helpdesk.d09"] {
            let browser = Browser::signed_in(&router, account).await;
            let foreign = answers(&browser, &number).await;
            let nobody = answers(&browser, &number_of_nobody()).await;
            for (foreign, nobody) in foreign.iter().zip(&nobody) {
                assert_eq!(foreign, nobody, "{account}");
            }
        }
        let allowed = ["drafts", "audit_events", "sessions", "sign_in_attempts"];
        assert_eq!(
            world.database.snapshot().await.without(&allowed),
            before.without(&allowed)
        );
    }

    async fn the_test_above_can_tell_answers_apart(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let browser = Browser::signed_in(&router, WORKER).await;
        let own = answers(&browser, &number).await;
        let nobody = answers(&browser, &number_of_nobody()).await;
        let different = own
            .iter()
            .zip(&nobody)
            .filter(|(own, nobody)| own != nobody)
            .count();
        assert!(different >= 14, "{different}");
    }

    async fn lists_and_searches_show_nothing_of_the_neighbours(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, PLANTED, "Anna").await;
        for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR, "helpdesk.d09"] {
            let mut browser = Browser::signed_in(&router, account).await;
            for path in [
                "/cases",
                "/cases?whose=all",
                "/cases?whose=nobodys",
                "/cases?whose=all&stage=new",
                "/persons?query=zsakutca",
                "/persons?query=anna",
                &format!("/persons?query={number}"),
            ] {
                let answer = browser.get(path).await;
                let shown =
                    answer.bytes_without(&[if path.contains(&number) { &number } else { "" }]);
                assert_eq!(answer.status, 200);
                assert!(
                    !shown.contains(PLANTED) && !shown.contains(&number),
                    "{path}"
                );
            }
            let list = browser
                .value("/api/cases/list", &[("query", "whose=all")])
                .await;
            assert_eq!(
                (&list["cases"], &list["count"]),
                (&serde_json::json!([]), &serde_json::json!({"exactly": 0}))
            );
            let found = browser
                .value("/api/cases/search_persons", &[("query", "zsakutca")])
                .await;
            assert_eq!(found["hits"], serde_json::json!([]));
        }
        let mut worker = Browser::signed_in(&router, WORKER).await;
        assert!(
            worker
                .get("/persons?query=zsakutca")
                .await
                .body
                .contains(PLANTED)
        );
    }
}
