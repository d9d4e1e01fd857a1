//! What each role is offered, and what it is refused.

use testkit::on_both_databases;

use crate::{
    client::{Browser, application, encoded},
    people::{ADMIN, CALL_CENTRE, DPO, HELPDESK, SHELTER, SUPERVISOR, WORKER, register},
};

fn statuses(number: &str) -> Vec<(&'static str, Vec<(String, u16)>)> {
    let table: [(&str, [u16; 11]); 7] = [
        // list, persons, register, case, history, edit identity, edit arrival, then
        // queue, path, asking for a transfer, assigning
        (WORKER, [200; 11]),
        (SUPERVISOR, [200; 11]),
        (
            HELPDESK,
            [200, 200, 200, 200, 403, 200, 403, 200, 403, 403, 200],
        ),
        (
            SHELTER,
            [200, 200, 403, 200, 403, 403, 403, 200, 403, 403, 403],
        ),
        (
            CALL_CENTRE,
            [403, 200, 403, 403, 403, 403, 403, 403, 403, 403, 403],
        ),
        (ADMIN, [403; 11]),
        (DPO, [403; 11]),
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
        "/queue".to_owned(),
        format!("{case}/path"),
        format!("{case}/transfer"),
        format!("/cases/assign?case={number}"),
    ];
    table
        .into_iter()
        .map(|(account, row)| (account, paths.clone().into_iter().zip(row).collect()))
        .collect()
}

/// The pages on which the account fills in the identity and the arrival, and whether it may.
fn pages_of_forms(number: &str, account: &str) -> Vec<(String, u16)> {
    let all = statuses(number).into_iter();
    let own = all.filter(|(other, _)| *other == account);
    let pages = own.flat_map(|(_, pages)| pages);
    pages.filter(|(path, _)| path.ends_with("/edit")).collect()
}

on_both_databases! {
    async fn pages_that_are_not_open_say_so_in_the_users_language(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        for (account, pages) in statuses(&number) {
            let mut browser = Browser::signed_in(&router, account).await;
            for (path, status) in pages {
                for (language, title) in [
                    ("hu", "Ehhez nincs jogosultsága"),
                    ("uk", "Недоступно для Вас"),
                    ("en", "Not open to you"),
                ] {
                    browser
                        .cookies
                        .insert("lanchid_language".to_owned(), language.to_owned());
                    let answer = browser.get(&path).await;
                    assert_eq!(answer.status, status, "{account} {path}");
                    let page = answer.page();
                    assert_eq!(page.language(), language);
                    assert_eq!(
                        page.title().starts_with(title),
                        status == 403,
                        "{account} {path}: {}",
                        page.title()
                    );
                    let names_anybody =
                        answer.body.contains("Kovács") || answer.body.contains("Anna");
                    assert!(status == 200 || !names_anybody, "{account} {path}");
                }
            }
        }
    }

    async fn the_rail_offers_only_what_is_open(world: World) {
        let router = application(&world);
        let places = ["/cases", "/queue", "/persons", "/persons/register", "/shelters", "/forms"];
        let reading = ["/cases", "/queue", "/persons", "/shelters", "/forms"];
        for (account, offered) in [
            (WORKER, &places[..]),
            (SUPERVISOR, &places[..]),
            (HELPDESK, &places[..]),
            (SHELTER, &reading[..]),
            (CALL_CENTRE, &["/persons", "/shelters"]),
            (ADMIN, &["/shelters", "/administration/webhooks"]),
            (DPO, &["/overrides"]),
        ] {
            let mut browser = Browser::signed_in(&router, account).await;
            let page = browser.get("/nowhere").await.page();
            let rail = page
                .all("a")
                .into_iter()
                .filter(|tag| tag.get("class") == Some("rail-link"));
            let rail: Vec<&str> = rail
                .filter_map(|tag| tag.get("href")?.split('?').next())
                .collect();
            assert_eq!(rail, offered, "{account}");
            let finds = page
                .all("form")
                .iter()
                .any(|tag| tag.get("class") == Some("find"));
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
            let closed: Vec<String> = pages
                .into_iter()
                .filter(|(_, status)| *status == 403)
                .map(|(path, _)| path)
                .collect();
            for path in ["/cases", "/persons?query=kov", &format!("/cases/{number}")] {
                let page = browser.get(path).await.page();
                for link in page.links() {
                    assert!(
                        !closed.iter().any(|path| path == link),
                        "{account}: {link} on {path}"
                    );
                }
            }
        }
    }

    async fn server_functions_refuse_what_pages_do_not_offer(world: World) {
        let router = application(&world);
        let number = register(&world, WORKER, "Kovács", "Anna").await;
        let calls = [
            ("cases/list", String::new()),
            ("cases/search_persons", "query=kov".to_owned()),
            ("cases/open_registration", String::new()),
            ("cases/read", format!("number={number}")),
            ("cases/history", format!("number={number}")),
            ("cases/open_form", format!("number={number}&form=identity")),
            ("cases/open_form", format!("number={number}&form=arrival")),
        ];
        let meanwhile = |form: &str| format!("case={number}&form={form}&version=0");
        for (account, pages) in statuses(&number) {
            let mut browser = Browser::signed_in(&router, account).await;
            for ((path, body), (_, status)) in calls.iter().zip(pages) {
                let answer = browser.call(&format!("/api/{path}"), body).await;
                assert_eq!(answer.status, status, "{account} {path}");
                assert!(status == 200 || answer.json()["kind"] == "refused");
            }
            for (form, (_, status)) in ["identity", "arrival"].iter().zip(pages_of_forms(&number, account)) {
                let answer = browser.call("/api/cases/meanwhile", &meanwhile(form)).await;
                assert_eq!(answer.status, status, "{account} {form}");
            }
            let register = encoded(&[
                ("answers[family_name][]", "X"),
                ("answers[given_name][]", "Y"),
                ("answers[sex][]", "male"),
                ("answers[citizenship][]", "hungarian"),
            ]);
            let answer = browser.call("/api/cases/register_person", &register).await;
            let may = [WORKER, SUPERVISOR, HELPDESK].contains(&account);
            assert_eq!(answer.status, if may { 200 } else { 403 }, "{account}");
        }
    }
}
