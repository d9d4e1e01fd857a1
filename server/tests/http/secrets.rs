//! What is hidden from a role reaches it nowhere: not in a page, not in its data, not in an error.

use testkit::on_both_databases;

use crate::{
    client::{Answer, Browser, application, encoded},
    people::{ADMIN, ARRIVAL, CALL_CENTRE, DPO, HELPDESK, SHELTER, WORKER, register, save},
};

const RESTRICTED: &str = "planted-restricted-7391";
const SENSITIVE: &str = "planted-sensitive-2846";
const DOCUMENT: &str = "PLANTED1849";

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
    let identity = [("document.type", "passport"), ("document.number", DOCUMENT)];
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
        ("cases/list", &[("query", "whose=all")]),
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
                    assert!(
                        asked || !answer.body.contains(secret),
                        "{account} {what}: {secret}"
                    );
                    assert!(
                        !format!("{:?}", answer.headers).contains(secret),
                        "{account} {what}"
                    );
                }
                assert!(answer.status < 500, "{answer:?}");
            }
        }
        let mut seen = everything(&mut worker, &number).await;
        seen.retain(|(_, answer)| answer.body.contains(RESTRICTED));
        assert!(seen.len() >= 5, "{}", seen.len());
        let mut helpdesk = Browser::signed_in(&router, HELPDESK).await;
        assert!(
            helpdesk
                .get(&format!("/cases/{number}"))
                .await
                .body
                .contains(SENSITIVE)
        );
    }

    async fn a_hidden_field_is_as_unknown_as_one_that_does_not_exist(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let mut helpdesk = Browser::signed_in(&router, HELPDESK).await;
        let mut shelter = Browser::signed_in(&router, SHELTER).await;
        let read_only = save(
            &mut helpdesk,
            &number,
            "contact",
            0,
            &[
                ("safe_to_call", "yes"),
                ("preferred_language", "ukrainian"),
                ("interpreter_needed", "yes"),
            ],
        )
        .await;
        assert_eq!(read_only.status, 422);
        assert_eq!(
            read_only.json()["problems"],
            serde_json::json!([{"field": "safe_to_call", "code": {"code": "read_only"}}])
        );
        let closed = save(
            &mut helpdesk,
            &number,
            "arrival",
            0,
            &[("protection_note", "x")],
        )
        .await;
        let unknown = save(
            &mut helpdesk,
            &number,
            "arrival",
            0,
            &[("no_such_field", "x")],
        )
        .await;
        assert_eq!(closed.status, 403);
        assert_eq!(closed.bytes_without(&[]), unknown.bytes_without(&[]));
        let closed = save(
            &mut shelter,
            &number,
            "identity",
            1,
            &[("family_name", "x")],
        )
        .await;
        assert_eq!(
            (closed.status, &closed.json()["reason"]),
            (403, &"permission_missing".into())
        );
    }
}
