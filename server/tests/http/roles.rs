//! What each role is offered, what it is refused, and what never reaches it.

use testkit::on_both_databases;

use crate::{
    client::{Answer, Browser, application, encoded},
    people::{
        ADMIN, ARRIVAL, CALL_CENTRE, DPO, HELPDESK, SHELTER, SUPERVISOR, WORKER, register, save,
    },
};

const RESTRICTED: &str = "planted-restricted-7391";
const SENSITIVE: &str = "planted-sensitive-2846";
const DOCUMENT: &str = "PLANTED1849";

fn statuses(number: &str) -> Vec<(&'static str, Vec<(String, u16)>)> {
    let table: [(&str, [u16; 7]); 7] = [
        // list, persons, register, case, history, edit identity, edit arrival
        (WORKER, [200, 200, 200, 200, 200, 200, 200]),
        (SUPERVISOR, [200, 200, 200, 200, 200, 200, 200]),
        (HELPDESK, [200, 200, 200, 200, 403, 200, 403]),
        (SHELTER, [200, 200, 403, 200, 403, 403, 403]),
        (CALL_CENTRE, [403, 200, 403, 403, 403, 403, 403]),
        (ADMIN, [403; 7]),
        (DPO, [403; 7]),
    ];
    let case = format!("/cases/{number}");
    let paths = [
        "/cases".to_owned(),
        "/persons?query=kov".to_owned(),
        "/persons/register".to_owned(),
        case.clone(),
        format!("{case}/history"),
        format!("{case}/identity/edit"),
        format!("{case}/arrival/edit"),
    ];
    table
        .into_iter()
        .map(|(account, row)| (account, paths.clone().into_iter().zip(row).collect()))
        .collect()
}

/// A case with a value in a restricted field, and others in sensitive ones.
async fn plant(browser: &mut Browser, number: &str) {
    let arrival = [ARRIVAL.as_slice(), &[("protection_note", RESTRICTED)]].concat();
    assert_eq!(
        save(browser, number, "arrival", 0, &arrival).await.status,
        200
    );
    let contact = [
        ("preferred_language", "ukrainian"),
        ("interpreter_needed", "yes"),
        ("safe_to_call", "no"),
        ("safe_contact_note", SENSITIVE),
    ];
    assert_eq!(
        save(browser, number, "contact", 0, &contact).await.status,
        200
    );
    let identity = [("document_type", "passport"), ("document_number", DOCUMENT)];
    assert_eq!(
        save(browser, number, "identity", 1, &identity).await.status,
        200
    );
}

/// Every answer about this case, and every list and search.
async fn everything(browser: &mut Browser, number: &str) -> Vec<(String, Answer)> {
    let case = format!("/cases/{number}");
    let mut answers = Vec::new();
    for path in [
        "/cases?whose=all",
        "/persons?query=kov",
        "/persons?query=PLANTED1849",
        "/persons/register",
    ] {
        answers.push((path.to_owned(), browser.get(path).await));
    }
    for end in [
        "",
        "/history",
        "/identity/edit",
        "/contact/edit",
        "/arrival/edit",
    ] {
        answers.push((
            format!("{case}{end}"),
            browser.get(&format!("{case}{end}")).await,
        ));
    }
    let bodies: [(&str, &[(&str, &str)]); 8] = [
        ("cases/read", &[("number", number)]),
        ("cases/history", &[("number", number)]),
        ("cases/list", &[("whose", "all")]),
        ("cases/search_persons", &[("query", "kov")]),
        (
            "cases/open_form",
            &[("number", number), ("form", "identity")],
        ),
        (
            "cases/open_form",
            &[("number", number), ("form", "contact")],
        ),
        (
            "cases/open_form",
            &[("number", number), ("form", "arrival")],
        ),
        (
            "cases/save_answers",
            &[
                ("case", number),
                ("form", "contact"),
                ("version", "0"),
                ("answers[email][]", "a@b.hu"),
            ],
        ),
    ];
    for (path, body) in bodies {
        answers.push((
            path.to_owned(),
            browser.call(&format!("/api/{path}"), &encoded(body)).await,
        ));
        answers.push((
            path.to_owned(),
            browser.post(&format!("/api/{path}"), &encoded(body)).await,
        ));
    }
    answers.push((
        "a conflict".to_owned(),
        browser.get(&format!("{case}/contact/edit")).await,
    ));
    answers
}

on_both_databases! {
    async fn pages_that_are_not_open_say_so_in_the_users_language(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        for (account, pages) in statuses(&number) {
            let mut browser = Browser::signed_in(&router, account).await;
            for (path, status) in pages {
                for (language, title) in [("hu", "Ehhez nincs jogosultsága"), ("uk", "Недоступно для Вас"), ("en", "Not open to you")] {
                    browser.cookies.insert("lanchid_language".to_owned(), language.to_owned());
                    let answer = browser.get(&path).await;
                    assert_eq!(answer.status, status, "{account} {path}");
                    let page = answer.page();
                    assert_eq!(page.language(), language);
                    assert_eq!(page.title().starts_with(title), status == 403, "{account} {path}: {}", page.title());
                    let names_anybody = answer.body.contains("Kovács") || answer.body.contains("Anna");
                    assert!(status == 200 || !names_anybody, "{account} {path}");
                }
            }
        }
    }

    async fn the_rail_offers_only_what_is_open(world: World) {
        let router = application(&world);
        let places = ["/cases", "/persons", "/persons/register"];
        for (account, offered) in [(WORKER, &places[..]), (SUPERVISOR, &places[..]), (HELPDESK, &places[..]),
            (SHELTER, &places[..2]), (CALL_CENTRE, &places[1..2]), (ADMIN, &[]), (DPO, &[])]
        {
            let mut browser = Browser::signed_in(&router, account).await;
            let page = browser.get("/nowhere").await.page();
            let rail = page.all("a").into_iter().filter(|tag| tag.get("class") == Some("rail-link"));
            let rail: Vec<&str> = rail.filter_map(|tag| tag.get("href")?.split('?').next()).collect();
            assert_eq!(rail, offered, "{account}");
            let finds = page.all("form").iter().any(|tag| tag.get("class") == Some("find"));
            assert_eq!(finds, offered.contains(&"/persons"), "{account}");
            let start = browser.get("/").await;
            let leads = start.status == 303;
            assert_eq!(leads, !offered.is_empty(), "{account}");
            assert!(leads || start.status == 200);
        }
    }

    async fn pages_offer_no_way_to_what_is_closed(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        for (account, pages) in statuses(&number) {
            let mut browser = Browser::signed_in(&router, account).await;
            let closed: Vec<String> = pages.into_iter().filter(|(_, status)| *status == 403).map(|(path, _)| path).collect();
            for path in ["/cases", "/persons?query=kov", &format!("/cases/{number}")] {
                let page = browser.get(path).await.page();
                for link in page.links() {
                    assert!(!closed.iter().any(|path| path == link), "{account}: {link} on {path}");
                }
            }
        }
    }

    async fn a_restricted_value_never_reaches_who_may_not_see_it(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut worker = Browser::signed_in(&router, WORKER).await;
        plant(&mut worker, &number).await;
        let hidden: [(&str, &[&str]); 5] = [
            (HELPDESK, &[RESTRICTED]),
            (SHELTER, &[RESTRICTED, SENSITIVE, DOCUMENT]),
            (CALL_CENTRE, &[RESTRICTED, SENSITIVE, DOCUMENT]),
            (ADMIN, &[RESTRICTED, SENSITIVE, DOCUMENT, "Kovács"]),
            (DPO, &[RESTRICTED, SENSITIVE, DOCUMENT, "Kovács"]),
        ];
        for (account, secrets) in hidden {
            let mut browser = Browser::signed_in(&router, account).await;
            for (what, answer) in everything(&mut browser, &number).await {
                for secret in secrets {
                    let asked = what.contains(secret);
                    assert!(asked || !answer.body.contains(secret), "{account} {what}: {secret}");
                    assert!(!format!("{:?}", answer.headers).contains(secret), "{account} {what}");
                }
                assert!(answer.status < 500, "{answer:?}");
            }
        }
        let mut seen = everything(&mut worker, &number).await;
        seen.retain(|(_, answer)| answer.body.contains(RESTRICTED));
        assert!(seen.len() >= 5, "{}", seen.len());
        let mut helpdesk = Browser::signed_in(&router, HELPDESK).await;
        assert!(helpdesk.get(&format!("/cases/{number}")).await.body.contains(SENSITIVE));
    }

    async fn a_hidden_field_is_as_unknown_as_one_that_does_not_exist(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut helpdesk = Browser::signed_in(&router, HELPDESK).await;
        let mut shelter = Browser::signed_in(&router, SHELTER).await;
        let read_only = save(&mut helpdesk, &number, "contact", 0, &[("safe_to_call", "yes"),
            ("preferred_language", "ukrainian"), ("interpreter_needed", "yes")]).await;
        assert_eq!(read_only.status, 422);
        assert_eq!(read_only.json()["problems"], serde_json::json!([{"field": "safe_to_call", "code": {"code": "read_only"}}]));
        let closed = save(&mut helpdesk, &number, "arrival", 0, &[("protection_note", "x")]).await;
        let unknown = save(&mut helpdesk, &number, "arrival", 0, &[("no_such_field", "x")]).await;
        assert_eq!(closed.status, 403);
        assert_eq!(closed.bytes_without(&[]), unknown.bytes_without(&[]));
        let closed = save(&mut shelter, &number, "identity", 1, &[("family_name", "x")]).await;
        assert_eq!((closed.status, &closed.json()["reason"]), (403, &"permission_missing".into()));
    }

    async fn server_functions_refuse_what_pages_do_not_offer(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let calls = [("cases/list", String::new()), ("cases/search_persons", "query=kov".to_owned()),
            ("cases/open_registration", String::new()), ("cases/read", format!("number={number}")),
            ("cases/history", format!("number={number}")), ("cases/open_form", format!("number={number}&form=identity")),
            ("cases/open_form", format!("number={number}&form=arrival"))];
        for (account, pages) in statuses(&number) {
            let mut browser = Browser::signed_in(&router, account).await;
            for ((path, body), (_, status)) in calls.iter().zip(pages) {
                let answer = browser.call(&format!("/api/{path}"), body).await;
                assert_eq!(answer.status, status, "{account} {path}");
                assert!(status == 200 || answer.json()["kind"] == "refused");
            }
            let register = encoded(&[("answers[family_name][]", "X"), ("answers[given_name][]", "Y"),
                ("answers[sex][]", "male"), ("answers[citizenship][]", "hungarian")]);
            let answer = browser.call("/api/cases/register_person", &register).await;
            let may = [WORKER, SUPERVISOR, HELPDESK].contains(&account);
            assert_eq!(answer.status, if may { 200 } else { 403 }, "{account}");
        }
    }
}
