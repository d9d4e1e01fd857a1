//! Whatever happens in district VIII changes no byte that a user of district IX can read.

use testkit::{PASSWORD, World, on_both_databases};

use crate::{
    api::program::{Program, person},
    client::{Browser, application, encoded},
    people::{
        ARRIVAL, COLLEAGUE, HELPDESK, NEIGHBOUR, NEIGHBOUR_SUPERVISOR, SUPERVISOR, WORKER,
        register, save,
    },
};

/// Everything that this user can read: pages, answers of server functions, and what a program may
/// read for them.
async fn everything(
    browser: &mut Browser,
    program: &mut Program,
    own: &str,
) -> Vec<(String, String)> {
    let case = format!("/cases/{own}");
    let pages = [
        "/",
        "/cases",
        "/cases?whose=all",
        "/cases?whose=nobodys",
        "/cases?whose=all&stage=new",
        "/persons",
        "/persons?query=kovacs",
        "/persons?query=anna",
        "/persons?query=1989-04-27",
        "/persons?query=%2B36301234567",
        "/persons/register",
        "/queue",
        "/inbox",
        "/settings/notifications",
        "/nowhere",
    ];
    let of_case = [
        "",
        "/history",
        "/path",
        "/transfer",
        "/identity/edit",
        "/contact/edit",
        "/arrival/edit",
    ];
    let paths = pages
        .into_iter()
        .map(str::to_owned)
        .chain(of_case.map(|end| format!("{case}{end}")));
    let mut seen = Vec::new();
    for path in paths {
        let answer = browser.get(&path).await;
        assert!(answer.status < 500, "{answer:?}");
        seen.push((path, answer.bytes_without(&[])));
    }
    let calls: [(&str, &[(&str, &str)]); 17] = [
        ("users/current_session", &[]),
        ("cases/list", &[("query", "whose=all")]),
        ("cases/list", &[("query", "whose=mine")]),
        ("cases/list", &[("query", "whose=nobodys")]),
        ("cases/list", &[("query", "whose=shared")]),
        ("cases/read", &[("number", own)]),
        ("cases/history", &[("number", own)]),
        ("cases/path", &[("number", own)]),
        ("transitions/queue", &[]),
        ("notifications/inbox", &[]),
        ("cases/open_form", &[("number", own), ("form", "identity")]),
        ("cases/open_form", &[("number", own), ("form", "contact")]),
        (
            "cases/meanwhile",
            &[("case", own), ("form", "identity"), ("version", "0")],
        ),
        ("cases/open_registration", &[]),
        ("cases/search_persons", &[("query", "kov")]),
        ("cases/search_persons", &[("query", "+36 30 123 4567")]),
        ("cases/search_persons", &[("query", "")]),
    ];
    for (path, body) in calls {
        let path = format!("/api/{path}");
        let answer = browser.call(&path, &encoded(body)).await;
        seen.push((format!("{path} {body:?}"), answer.bytes_without(&[])));
    }
    let of_programs = [
        "/cases",
        "/cases?whose=nobodys",
        "/cases?whose=shared",
        "/cases?identity/family_name=kovacs&fields=name,identity/birth_date",
        "/persons?query=kov",
        "/persons?query=1989-04-27",
        "/persons?query=%2B36301234567",
        "/forms",
        "/forms/identity",
        "/lookups",
        "/districts",
    ];
    let of_case = ["", "/history", "/answers/identity", "/answers/contact"];
    let paths = of_programs.into_iter().map(str::to_owned);
    for path in paths.chain(of_case.map(|end| format!("{case}{end}"))) {
        let answer = program.get(&path).await;
        seen.push((format!("program {path}"), answer.bytes_without(&[])));
    }
    seen
}

/// A busy morning in district VIII.
async fn activity(world: &World, router: &axum::Router) {
    let mut worker = Browser::signed_in(router, WORKER).await;
    for (family, given) in [("Kovács", "Anna"), ("Ковач", "Анна"), ("Орос", "Марія")]
    {
        let number = register(world, WORKER, family, given).await;
        let identity = [("birth_date", "1989-04-27"), ("patronymic", "Іванівна")];
        save(&mut worker, &number, "identity", 1, &identity).await;
        let contact = [
            ("phone", "+36 30 123 4567"),
            ("preferred_language", "ukrainian"),
            ("interpreter_needed", "yes"),
        ];
        save(&mut worker, &number, "contact", 0, &contact).await;
        save(&mut worker, &number, "arrival", 0, &ARRIVAL).await;
        save(&mut worker, &number, "arrival", 0, &[("status", "refugee")]).await;
        let draft = encoded(&[
            ("language", "uk"),
            ("case", &number),
            ("form", "contact"),
            ("answers[email][]", "a"),
        ]);
        worker.post("/api/forms/switch_language", &draft).await;
        worker.get(&format!("/cases/{number}/history")).await;
    }
    register(world, HELPDESK, "Kovács", "Béla").await;
    let mut program = Program::of(world, router, WORKER).await;
    let created = program.create(Some("key"), &person("Kovács", "Anna")).await;
    let number = created.json()["number"].as_str().unwrap().to_owned();
    let changed = serde_json::json!({"birth_date": "1989-04-27"});
    program.change(&number, "identity", "\"1\"", &changed).await;
    program.get("/cases").await;
    for account in [COLLEAGUE, SUPERVISOR] {
        let mut browser = Browser::signed_in(router, account).await;
        browser.get("/cases?whose=all").await;
        browser.sign_in(account, "not the password", "/").await;
        browser.sign_in(account, PASSWORD, "/").await;
        browser.post("/api/users/sign_out_everywhere", "").await;
    }
    for _ in 0..6 {
        worker.sign_in(COLLEAGUE, "not the password", "/").await;
    }
}

on_both_databases! {
    async fn whatever_happens_next_door_changes_nothing(world: World) {
        let router = application(&world);
        let own = register(&world, NEIGHBOUR, "Kovács", "Anna").await;
        for account in [NEIGHBOUR, NEIGHBOUR_SUPERVISOR, "helpdesk.d09"] {
            let mut browser = Browser::signed_in(&router, account).await;
            let mut program = Program::of(&world, &router, account).await;
            let before = everything(&mut browser, &mut program, &own).await;
            activity(&world, &router).await;
            let after = everything(&mut browser, &mut program, &own).await;
            for (before, after) in before.iter().zip(&after) {
                assert_eq!(before, after, "{account}");
            }
            world
                .clock
                .advance(domain::users::LockoutRule::ACCOUNT.first_wait);
        }
    }

    async fn what_happens_at_home_is_seen(world: World) {
        let router = application(&world);
        let own = register(&world, NEIGHBOUR, "Kovács", "Anna").await;
        let mut browser = Browser::signed_in(&router, NEIGHBOUR_SUPERVISOR).await;
        let mut program = Program::of(&world, &router, NEIGHBOUR_SUPERVISOR).await;
        let before = everything(&mut browser, &mut program, &own).await;
        assert_eq!(before, everything(&mut browser, &mut program, &own).await);
        register(&world, NEIGHBOUR, "Kovács", "Béla").await;
        let mut colleague = Browser::signed_in(&router, NEIGHBOUR).await;
        save(
            &mut colleague,
            &own,
            "identity",
            1,
            &[("patronymic", "Іванівна")],
        )
        .await;
        let after = everything(&mut browser, &mut program, &own).await;
        let changed = before
            .iter()
            .zip(&after)
            .filter(|(before, after)| before != after)
            .count();
        assert!(changed >= 14, "{changed}");
    }
}
